"""What an element of XML says: attributes and elements below it by name, with dots."""

from typing import Any

from systemscripts.stages.convert import json_values

DEEPEST = 100


class Element:
    """Names come without their namespace; what only serves namespaces is left out."""

    __slots__ = ("attributes", "below", "name", "texts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.texts: list[str] = []
        self.below: list[Element] = []

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()


def local(name: str) -> str:
    return name.rpartition(":")[2]


def attributes(found: list[str]) -> dict[str, str]:
    """From names and values in turn; two names that differ by namespace only are one too many."""
    kept: dict[str, str] = {}
    if not found:
        return kept
    for name, value in zip(found[::2], found[1::2], strict=True):
        if name.startswith(("xmlns:", "xsi:")) or name == "xmlns":
            continue
        if local(name) in kept:
            raise json_values.Refused(f"two values for {local(name)!r}")
        kept[local(name)] = value
    return kept


def flat(record: Element) -> dict[str, str]:
    """An element that comes more than once in its place is a list, written as JSON."""
    values: dict[str, str] = {}
    _fill(values, record, "", record.name)
    return values


def _fill(values: dict[str, str], element: Element, above: str, own: str) -> None:
    for name, value in element.attributes.items():
        _put(values, above + name, value)
    text = element.text
    if text or not (element.attributes or element.below):
        _put(values, own, text)
    for name, group in _by_name(element).items():
        if len(group) > 1:
            _put(values, above + name, json_values.compact([_as_json(one) for one in group]))
        else:
            _fill(values, group[0], f"{above}{name}.", above + name)


def _put(values: dict[str, str], name: str, value: str) -> None:
    if name in values:
        raise json_values.Refused(f"two values for {name!r}")
    values[name] = value


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
