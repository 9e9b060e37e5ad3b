"""``python -m numbers_sandbox`` is the command ``numbers-sandbox``."""

import sys

from .cli import main

sys.exit(main())
