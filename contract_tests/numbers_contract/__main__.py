"""`python -m numbers_contract`."""

from .command import main
from .leaving import leave

if __name__ == "__main__":
    leave(main())
