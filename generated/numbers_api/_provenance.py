"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "510301da1258ffe91816bc7c8a0b7cf06defb6e2acf04788b2b4b0979a83f263"
TEMPLATES_SHA256 = "277449668a52eec6fe123b2e9fe4921a60ea5e7f30ddea896979eed17dc02c21"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "05692dbd9d9f6ca834ee2b0b482a50348fc442da7b9b3c8de294df60af61149c"
