"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "61aafda64236b9789e4e3ea0beae976c5f3f6573b06421394f844d199763907c"
TEMPLATES_SHA256 = "a30db0cdfc17a9af8b8d04ecb8e4b29d2acc3866f57e05ca4ba4fd6fce12f512"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "cc5266d1ecaafacc5c4a85d29bc4cbeb934d409126b30fe95ab03b83a4b84296"
