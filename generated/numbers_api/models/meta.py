"""Meta: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset

__all__ = ["Meta"]


class Meta(Model, kw_only=True):
    """Which page of a list this is, and where to find the others."""

    page: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Index of this page. The vendor does not say where counting begins; the first page is taken to be 0."""

    page_size: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """How many items a full page holds. The last page may have fewer."""

    first_page_url: str | None | Unset = UNSET
    """URL of the first page. Null when the service gives none."""

    previous_page_url: str | None | Unset = UNSET
    """URL of the page before this one. Null on the first page."""

    url: str | None | Unset = UNSET
    """URL of this page. Null when the service gives none."""

    next_page_url: str | None | Unset = UNSET
    """URL of the page after this one. Null on the last page."""

    key: str | None | Unset = UNSET
    """Marker of a position in the list, to be passed on as it is. The vendor's reference does not explain it; null
    means that there is none.
    """
