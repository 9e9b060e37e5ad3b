"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "5bccc1ef65d095faa585ed51d18253fb21762b7209edf75a74a43c361ed28c7c"
TEMPLATES_SHA256 = "0702e4badfdae8e7f2254a6a413df074849f9597549a2528e22afa1e38bcd2ba"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "465b54b1d868536a6884846826b483fb2e0b9c1ecda10ffced2fc9d0d699934a"
