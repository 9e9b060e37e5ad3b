"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5b620b6d9a65e5f8c0e076212236175456f9ce9e93c8e4645b46cdfec21911ec"
TEMPLATES_SHA256 = "3ecdf40d8b03de7a8f9fe8b6579ef8ebe336c76207d6fd1984f0a47a4db87118"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "6c3f2ed50ca5b0fc2afc922551f7bf260be001e3d12e5a0be99c84168fd0eaf3"
