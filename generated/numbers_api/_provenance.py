"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5b620b6d9a65e5f8c0e076212236175456f9ce9e93c8e4645b46cdfec21911ec"
TEMPLATES_SHA256 = "cc2535cff9c99b583af92c2d0bddb30fc59d8bdba635cf6df92a8e096e51a037"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "74124a6a85c5b5bbfec8ebda0126c70f2fbd0f9a66644b9c76b99afdd4b993da"
