"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "f6be29669c497f7e502bc093b9be1199e026c8cfb8b36acc56e9a544f4eec595"
TEMPLATES_SHA256 = "3cb909d7118c22c3cc77f76af130b0deec372581b734a81ddb036357338d0fe6"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "896eaa03f9aaaa6bfaa1833cf76c7e0206073a38b52f4d7c0aa883b81058ee9f"
