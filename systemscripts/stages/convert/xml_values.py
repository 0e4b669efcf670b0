"""What an element of XML says: attributes and elements below it by name, with dots."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from systemscripts.stages.convert import json_values

DEEPEST = 100


@dataclass(slots=True)
class Element:
    """Names come without their namespace; what only serves namespaces is left out."""

    name: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    below: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()


def local(name: str) -> str:
    return name.rpartition(":")[2]


def attributes(found: list[str]) -> dict[str, str]:
    """From names and values in turn; two names that differ by namespace only are one too many."""
    kept: dict[str, str] = {}
    for name, value in zip(found[::2], found[1::2], strict=True):
        if name.startswith(("xmlns:", "xsi:")) or name == "xmlns":
            continue
        if local(name) in kept:
            raise json_values.Refused(f"two values for {local(name)!r}")
        kept[local(name)] = value
    return kept


def flat(record: Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in _leaves(record, "", record.name):
        if name in values:
            raise json_values.Refused(f"two values for {name!r}")
        values[name] = value
    return values


def _leaves(element: Element, above: str, own: str) -> Iterator[tuple[str, str]]:
    """An element that comes more than once is a list, written as JSON."""
    yield from ((above + name, value) for name, value in element.attributes.items())
    if element.text or not (element.attributes or element.below):
        yield own, element.text
    for name, group in _by_name(element).items():
        if len(group) == 1:
            yield from _leaves(group[0], f"{above}{name}.", above + name)
        else:
            yield above + name, json_values.compact([_as_json(one) for one in group])


def _by_name(element: Element) -> dict[str, list[Element]]:
    groups: dict[str, list[Element]] = {}
    for one in element.below:
        groups.setdefault(one.name, []).append(one)
    return groups


def _as_json(element: Element) -> Any:
    if not (element.attributes or element.below):
        return element.text
    members: dict[str, Any] = dict(element.attributes)
    if element.text:
        members["#text"] = element.text
    for name, group in _by_name(element).items():
        if name in members:
            raise json_values.Refused(f"two values for {name!r}")
        said = [_as_json(one) for one in group]
        members[name] = said if len(said) > 1 else said[0]
    return members
