"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "510301da1258ffe91816bc7c8a0b7cf06defb6e2acf04788b2b4b0979a83f263"
TEMPLATES_SHA256 = "f2f394ed2b6d5d5cf80f27110a811f1e2e4d4c54f60007925236d7fe2cefd907"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "a1bcc73ca83a4f6f2b9ad652f222bc822f06387d8185a536471c77a15dda6725"
