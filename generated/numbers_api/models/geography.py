"""Geography: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset

__all__ = ["Geography"]


class Geography(Model, kw_only=True):
    """The place that a number belongs to, as far as it belongs to one: some numbers have coordinates, others no more
    than a country. What is not known is null.
    """

    iso_country: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | None | Unset = UNSET
    """Country of the number as an ISO 3166-1 alpha-2 code: two letters, such as US or SE. Null when there is none."""

    lata: str | None | Unset = UNSET
    """LATA (local access and transport area) of the number: one of the regions into which the United States were
    divided in 1984 to separate local from long-distance service, with a code of three digits, such as 722. Null
    outside the North American Numbering Plan (country code 1).
    """

    rate_center: str | None | Unset = UNSET
    """Name of the number's rate center, the area whose fixed point serves to measure distances and so tells local
    calls from long-distance ones. Null outside the North American Numbering Plan (country code 1).
    """

    latitude: str | None | Unset = UNSET
    """Latitude in decimal degrees, as text; the geodetic system is not documented. Null when there is none."""

    longitude: str | None | Unset = UNSET
    """Longitude in decimal degrees, as text; the geodetic system is not documented. Null when there is none."""

    region: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | None | Unset = UNSET
    """State or province as two letters, the part of the ISO 3166-2 code after the hyphen and the abbreviation of
    postal addresses (USPS, Canada Post): CA is California. Null when there is none.
    """

    locality: str | None | Unset = UNSET
    """Name of the city or town. Null when there is none."""

    postal_code: str | None | Unset = UNSET
    """Postal code, called ZIP code in the United States. Null when there is none."""
