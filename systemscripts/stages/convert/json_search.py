"""The list of records in a JSON text."""

from collections.abc import Iterator

from systemscripts.stages.convert import json_values
from systemscripts.stages.convert.json_window import Window
from systemscripts.stages.convert.records import Record


def objects(window: Window) -> Iterator[Record]:
    for place, _ in enumerate(window.items(), start=1):
        window.record = place
        if window.peek() != "{":
            raise window.fail("no object")
        yield place, _flat(window)
    window.record = 0


def _flat(window: Window) -> dict[str, str]:
    value = window.value()
    try:
        return json_values.flat(value)
    except json_values.Refused as error:
        raise window.fail(str(error)) from error
    except RecursionError as error:
        raise window.fail("nested too deeply") from error


class Search:
    """The list in an object: the one of the key, else the first that holds objects."""

    def __init__(self, wanted: str | None) -> None:
        self.wanted = wanted
        self.found = self.empty = False
        self.others: list[str] = []

    def within(self, window: Window, above: str = "") -> Iterator[Record]:
        for key in window.members():
            name, next_one = above + key, window.peek()
            if next_one == "[" and not self.found and self.wanted in (None, name):
                yield from self._list(window, name)
            elif next_one == "{" and self.wanted and self.wanted.startswith(f"{name}."):
                yield from self.within(window, f"{name}.")
            else:
                self.others += [name] if next_one == "[" else []
                window.skip()

    def _list(self, window: Window, name: str) -> Iterator[Record]:
        """An empty one that nobody asked for may be followed by the right one."""
        if window.starts_list_of("{") or self.wanted:
            self.found = True
            yield from objects(window)
        else:
            self.others.append(name)
            self.empty = self.empty or window.starts_list_of("]")
            window.skip()
