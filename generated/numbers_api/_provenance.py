"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "61aafda64236b9789e4e3ea0beae976c5f3f6573b06421394f844d199763907c"
TEMPLATES_SHA256 = "8d00384df27cfb5ba6823811fa4a292529f000addef6b50f42cf2756af2f7609"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "d699a1c88324c42d9d356f7a5e9b833c09d80e6298e8d764889aa11f8864f89c"
