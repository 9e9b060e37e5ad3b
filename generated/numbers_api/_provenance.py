"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "61aafda64236b9789e4e3ea0beae976c5f3f6573b06421394f844d199763907c"
TEMPLATES_SHA256 = "8f8837f3a722d4239a2dbef38127269e0e2f7796b8bb7fd22a91a08447164452"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "72befd08eb1b37ec132e6241a5c92fe9042bc3b0072ee58eff239240e8f2d0dc"
