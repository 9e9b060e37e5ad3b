"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "00e1f145bd64d8072a42b874a2ab08cba228372765f6d7c6f194e096657b8292"
TEMPLATES_SHA256 = "5df91f1f1d1467adc7a8d47956c8178b95d9657dafc3865acb2d5cd4c01ef572"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "739aca435c1cd2465095eca6b718c50c89b7cc85b1edb99e2f46f178bb97fe77"
