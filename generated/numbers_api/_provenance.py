"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5b620b6d9a65e5f8c0e076212236175456f9ce9e93c8e4645b46cdfec21911ec"
TEMPLATES_SHA256 = "4211dfb42f1afa6284dd946a573610802cbeb974a3c82181ac1c019706ea4d45"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "39c80ae001271ad1195e5dfcc5e17b1c954c8dee3b85b4dd72dcea80d714f937"
