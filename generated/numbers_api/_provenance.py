"""What this package was generated from."""

from __future__ import annotations

__version__ = "1.0.0"
DESCRIPTION_SHA256 = "50cfbe608b29b38fe4e646eb57883ded1067f017eb8a3126946dc96747f06897"
OVERRIDES_SHA256 = "80bfb7a331171540db57ac829c1595824823f2f3349b37e5379b0ccd1738fb7d"
TEMPLATES_SHA256 = "7679885954ed7e72fcf9af5c9b1e5dd2de8d91420973f6761bea38a1511992c7"
GENERATOR = "openapi-python-client==0.29.1 ruff==0.17.6"
GENERATOR_SHA256 = "ae67250f8a50d1510efece5fe34ddb6383abfbe77a05f4d50f2616a9d53faa3a"
