"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "61aafda64236b9789e4e3ea0beae976c5f3f6573b06421394f844d199763907c"
TEMPLATES_SHA256 = "b22fb3743b4de49a19c6ec7c4fcc19dadb143e88ec8468e9c28cf06f61fe5a56"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "d699a1c88324c42d9d356f7a5e9b833c09d80e6298e8d764889aa11f8864f89c"
