"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "61aafda64236b9789e4e3ea0beae976c5f3f6573b06421394f844d199763907c"
TEMPLATES_SHA256 = "d2231240eee9b3df9ff194b0d095d4106a99d2cdc00947bced650c18979a58b9"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "0df50cc8a90b0d70efbd600a7ed98c5731874734274d0141c5e4ecda151a7ef2"
