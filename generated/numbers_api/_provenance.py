"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5b620b6d9a65e5f8c0e076212236175456f9ce9e93c8e4645b46cdfec21911ec"
TEMPLATES_SHA256 = "49284c1beefcd17f697aff2a273b6491929ea060a32c76ac3168eac122b3f949"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "6c3f2ed50ca5b0fc2afc922551f7bf260be001e3d12e5a0be99c84168fd0eaf3"
