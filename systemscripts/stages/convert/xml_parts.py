"""The small XML parts of a workbook: their elements, one after the other."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

Element = tuple[str, dict[str, str]]  # its name and attributes, without their namespaces


def elements(blocks: Iterable[bytes]) -> Iterator[Element]:
    found: list[Element] = []
    parser = safe_parser(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: found.append(
        (_local(name), {_local(key): value for key, value in attributes.items()})
    )
    for block in blocks:
        parser.Parse(block, False)
        yield from found
        found.clear()
    parser.Parse(b"", True)


def safe_parser(namespace_separator: str | None = None) -> Any:
    """One that declares nothing: entities can blow up a page to gigabytes."""
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    return parser


def _refuse(*_: object) -> None:
    raise ValueError("its XML declares entities (DOCTYPE)")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
