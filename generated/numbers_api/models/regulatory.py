"""Regulatory: a model of the Numbers API v1."""

from __future__ import annotations

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .address_requirement import AddressRequirement

__all__ = ["Regulatory"]


class Regulatory(Model, kw_only=True):
    """What the law or the regulator of the number's country asks of an account before it may buy the number, such as a
    postal address or proof of identity.
    """

    address_requirements: AddressRequirement | None | Unset = UNSET
    """Which address the account needs: none (no address at all), any (an address anywhere in the world), local (an
    address in the number's own country) or foreign (an address in another country). Null means that nothing is
    stated.
    """
