"""What JSON says, as text: exact numbers, names with dots, lists as JSON."""

import json
import re
from collections.abc import Iterator
from typing import Any

UNSTORABLE = re.compile("[\ud800-\udfff\0]")
COULD_BE_UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class Number(str):
    """A number as it is written: 1.10 stays 1.10, whatever its size."""

    __slots__ = ()


class Refused(ValueError):
    """Something that JSON allows or not, but that no table can hold faithfully."""


def _constant(word: str) -> Any:
    raise Refused(f"{word} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Refused(f"the key {key!r} comes twice in one object")
            seen.add(key)
    return found


DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_constant
)


def decode(text: str, at: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends."""
    value, end = DECODER.raw_decode(text, at)
    if COULD_BE_UNSTORABLE.search(text, at, end) and any(map(UNSTORABLE.search, _strings(value))):
        raise Refused("half a character or a zero, written as \\u...")
    return value, end


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from _strings(member)


def flat(record: dict[str, Any]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in _leaves(record, ""):
        if name in values:
            raise Refused(f"two values for {name!r}")
        values[name] = value
    return values


def _leaves(record: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", text(value)


def text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else compact(value)


def compact(value: Any) -> str:
    if isinstance(value, Number):
        return value
    if isinstance(value, list):
        return f"[{','.join(map(compact, value))}]"
    if isinstance(value, dict):
        members = (f"{compact(key)}:{compact(member)}" for key, member in value.items())
        return f"{{{','.join(members)}}}"
    return json.dumps(value, ensure_ascii=False)
