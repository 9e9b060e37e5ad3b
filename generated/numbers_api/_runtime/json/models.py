"""The base of every model: a msgspec struct that tells null from missing and keeps unknown members."""

from __future__ import annotations

from typing import Any, Self

import msgspec

from ..errors import ContractError
from ..masking import mask_numbers
from ..values import UNSET, Unset
from .codec import JSONFault, convert, decode, encode, plain
from .shapes import ADDITIONAL

__all__ = ["ClosedModel", "Model", "mark_reconciled"]


class _Reconciled(dict[str, Any]):
    """Unknown members of a value that was found after its answer was lost; equal to a dict with the same members."""


# Structs that the garbage collector passes by take a third off the time of a large page. The price: a model that a
# program puts inside itself is never freed.
class ClosedModel(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, eq=False, gc=False):  # noqa: PLW1641
    """A model whose description admits no members beside those that it names.

    Two are equal when they are of one class and their members are equal. They can be changed, so they have no hash.
    """

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__struct_fields__)

    def __repr__(self) -> str:
        """Give the members that are there, phone numbers masked."""
        shown = {name: getattr(self, name) for name in self.__struct_fields__ if not name.startswith("_")}
        fields = ", ".join(f"{name}={value!r}" for name, value in shown.items() if value is not UNSET)
        return mask_numbers(f"{type(self).__name__}({fields})")

    def replace(self, **changes: Any) -> Self:
        """Return a copy with other members, by their names in Python; ``UNSET`` takes one away.

        Raises:
            TypeError: there is no such member.
        """
        return msgspec.structs.replace(self, **changes)

    def __replace__(self, **changes: Any) -> Self:
        return self.replace(**changes)

    def __copy__(self) -> Self:
        return self.replace()

    @property
    def reconciled(self) -> bool:
        """Whether this was read back after the answer to a call was lost.

        The account holds it. It may have been bought before, or by somebody else of the same account at the same
        time. The mark takes no part in comparisons and in JSON.
        """
        return isinstance(getattr(self, "_additional", None), _Reconciled)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object as a dict: wire names, missing members left out, null as ``None``."""
        result: dict[str, Any] = plain(self)
        return result

    def to_json(self) -> bytes:
        """Return the JSON object as compact UTF-8 text."""
        return encode(self)

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote.

        Raises:
            ContractError: `value` breaks the description.
        """
        try:
            result: Self = convert(value, cls)
        except JSONFault as fault:
            raise ContractError(fault.rule, path=fault.path) from None
        return result

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """Read a JSON text.

        Raises:
            ContractError: `text` is not JSON, or breaks the description.
        """
        try:
            result: Self = decode(text, cls)
        except JSONFault as fault:
            raise ContractError(fault.rule, path=fault.path) from None
        return result


class Model(ClosedModel, kw_only=True):  # noqa: PLW1641 -- changeable
    """A model that may carry members which the description does not name."""

    _additional: dict[str, Any] | Unset = msgspec.field(default=UNSET, name=ADDITIONAL)

    @property
    def additional_properties(self) -> dict[str, Any]:
        """Members that the description does not name, by wire name; a change to it is kept."""
        if isinstance(self._additional, Unset):
            self._additional = {}
        return self._additional

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = self.__struct_fields__[1:]  # what is beside them comes first, and none is as good as an empty dict
        same = all(getattr(self, name) == getattr(other, name) for name in names)
        return same and (self._additional or None) == (other._additional or None)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with other members, by their names in Python; ``UNSET`` takes one away.

        Raises:
            TypeError: there is no such member.
        """
        return msgspec.structs.replace(self, **{"_additional": _copied(self._additional), **changes})


def _copied(additional: dict[str, Any] | Unset) -> dict[str, Any] | Unset:
    if isinstance(additional, Unset):
        return UNSET
    marked = isinstance(additional, _Reconciled)
    return _Reconciled(additional) if marked else dict(additional) or UNSET


def mark_reconciled(value: Any) -> Any:
    """Mark `value` as read back, if it is a model that can carry the mark; return it."""
    if isinstance(value, Model):
        marked = _Reconciled(value.additional_properties)
        value._additional = marked  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] -- of this module
    return value
