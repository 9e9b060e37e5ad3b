"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5bccc1ef65d095faa585ed51d18253fb21762b7209edf75a74a43c361ed28c7c"
TEMPLATES_SHA256 = "d40bc4412763a3d9e9cd24741b6b6242540f7baab0300adf770322182d3fa5a7"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "9a5a3d26895e5c990d145cb9ac5bb4fc0345b619163c1d97ff077fbb1a9b733e"
