"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "f6be29669c497f7e502bc093b9be1199e026c8cfb8b36acc56e9a544f4eec595"
TEMPLATES_SHA256 = "77e8b0149ea82e0e23eabed71b1c2841651aa8573d7f55f1559cb2d8684feb03"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "bc1a00eb024b015b08712c0c1dd26670b3bd9e0a4515d5a98f635c277c392a66"
