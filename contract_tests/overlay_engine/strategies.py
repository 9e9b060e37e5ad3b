"""What the tests of the overlay engine share: files on a bench, random documents, and their own idea of an update."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import apply
from hypothesis import strategies as st
from overlay_engine import apply_overlays, dump, dump_json
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, Json]"

PRIMITIVES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8),
    st.sampled_from(
        [
            "",
            " ",
            "null",
            "true",
            "1",
            "1.0",
            "- a",
            "a: b",
            "# no",
            "yes",
            "2024-01-31",
            "*a",
            "&a",
            "|",
            "é",
            "\U0001f4de",
        ]
    ),
)
KEYS: st.SearchStrategy[str] = st.sampled_from(
    ["a", "b", "c", "200", "/p/{x}", "a.b", "it's", 'say "x"', "x-y", "true", "ü", "a~b", "- a", "<<", "# k", ""]
)
VALUES: st.SearchStrategy[Json] = st.recursive(
    PRIMITIVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
OBJECTS: st.SearchStrategy[Object] = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


class UnlikeError(Exception):
    """Two values of kinds that cannot be merged."""


@contextmanager
def bench() -> Generator[Path]:
    """A folder that is gone afterwards; unlike a fixture it is new for every example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def overlay_of(actions: object, version: str = "1.1.0") -> dict[str, object]:
    """An Overlay document with these actions."""
    return {"overlay": version, "info": {"title": "Test", "version": "1"}, "actions": actions}


def put(path: Path, document: object) -> Path:
    """Write a document as JSON, which is YAML as well, or a text as it is."""
    path.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def applied(base: object, actions: object) -> Json:
    """What comes of a base and the actions of one overlay, both JSON values, as a JSON value."""
    with bench() as folder:
        overlay = put(folder / "overlay.json", overlay_of(actions))
        return read_back(dump_json(apply_overlays(put(folder / "base.json", base), [overlay])))


def applied_text(base: str, actions: str) -> str:
    """What comes of a base and the actions of one overlay, both YAML text, as YAML text."""
    text = "overlay: 1.1.0\ninfo: {title: Test, version: '1'}\nactions:\n" + actions
    with bench() as folder:
        return dump(apply_overlays(put(folder / "base.yaml", base), [put(folder / "overlay.yaml", text)]))


def run_apply(*arguments: Path | str) -> tuple[int, list[str]]:
    """Run the command that applies overlays; returns its exit code and stderr's lines; stdout stays empty."""
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(io.StringIO()) as errors:
        code = apply.main([str(argument) for argument in arguments])
    assert output.getvalue() == ""
    return code, errors.getvalue().splitlines()


def read_back(text: str) -> Json:
    """A JSON text as a value."""
    value: Json = json.loads(text)
    return value


def load_yaml(text: str) -> Any:  # noqa: ANN401 (whatever the caller wrote or compares with)
    """A YAML text as a value, by the reader of ruamel.yaml that knows no comments and no styles."""
    return YAML(typ="safe", pure=True).load(text)  # pyright: ignore[reportUnknownMemberType] (its types are hidden)


def same(left: Json, right: Json) -> bool:
    """Whether two values are the same JSON; to Python 1, 1.0 and True are equal, here they are not."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def query(location: Sequence[str | int]) -> str:
    """The normalized path of RFC 9535 (section 2.7) of a location."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f"[{json.dumps(part)}]" for part in location)


def locations(value: Json, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every location in a value, the outermost first."""
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from locations(item, (*at, key))


def value_at(value: Json, location: Sequence[str | int]) -> Json:
    """The value at a location."""
    for part in location:
        match value, part:
            case dict(), str():
                value = value[part]
            case list(), int():
                value = value[part]
            case _:
                raise LookupError(part)
    return value


def replaced(value: Json, part: str | int, item: Json) -> Json:
    """A container with another value in one place."""
    match value, part:
        case dict(), str():
            return {**value, part: item}
        case list(), int():
            return [*value[:part], item, *value[part + 1 :]]
        case _:
            raise LookupError(part)


def model_update(value: Json, location: Sequence[str | int], update: Json) -> Json:
    """The rules of Overlay 1.1.0 for one target, written down a second time and on copies.

    Raises:
        UnlikeError: the specification calls the two incompatible.
    """
    if not location:
        return model_target(value, update)
    return replaced(value, location[0], model_update(value_at(value, location[:1]), location[1:], update))


def model_target(target: Json, update: Json) -> Json:
    """What becomes of a target itself."""
    if isinstance(target, list):
        return [*target, *(update if isinstance(update, list) else [update])]
    return model_merge(target, update)


def model_merge(target: Json, update: Json) -> Json:
    """What becomes of two values of the same name."""
    match target, update:
        case dict(), dict():
            merged = {key: model_merge(item, update[key]) if key in update else item for key, item in target.items()}
            return merged | {key: item for key, item in update.items() if key not in target}
        case list(), list():
            return target + update
        case (dict() | list(), _) | (_, dict() | list()):
            raise UnlikeError
        case _:
            return update


def flat(value: Json) -> Mapping[str, Json]:
    """The primitives and empty collections in a value, by JSON Pointer."""
    found: dict[str, Json] = {}
    for location in locations(value):
        leaf = value_at(value, location)
        if not isinstance(leaf, (dict, list)) or not leaf:
            found["".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)] = leaf
    return found
