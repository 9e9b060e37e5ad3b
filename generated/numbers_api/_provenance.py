"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "11288cc60ba6ed0f50a5f1d7edb1fe4db2d476ed06d2f961552cafb4858fad98"
TEMPLATES_SHA256 = "22ed50b93f3a3e693c1d0fa24943ed13ff5e7d7c66a2bdca35a0d9d7aa822922"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "4d97d7d908952174c9b8e62d64b7b01ea00e2b6f18ac044a9457c7718ae8fa32"
