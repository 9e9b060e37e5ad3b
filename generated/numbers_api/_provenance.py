"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "00e1f145bd64d8072a42b874a2ab08cba228372765f6d7c6f194e096657b8292"
TEMPLATES_SHA256 = "d38d7f4cb6270e90d5056a78b9644872a3c811f9f9754c4837571efa681c3433"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "ae67250f8a50d1510efece5fe34ddb6383abfbe77a05f4d50f2616a9d53faa3a"
