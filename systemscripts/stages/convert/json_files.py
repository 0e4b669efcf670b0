"""JSON: a list of objects, an object that holds such a list, or an object on each line."""

import json
import re
from collections.abc import Iterator
from functools import partial

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import json_values, records
from systemscripts.stages.convert.json_search import Search, objects
from systemscripts.stages.convert.json_window import HINT, MOST, Window
from systemscripts.stages.convert.opened import Opened, text
from systemscripts.stages.convert.records import Record

# a heading may begin with a bracket too: [id],[name]
BEGINNING = re.compile(r'\[\s*[\[{"\]]|\[\s*$|\{\s*["}]|\{\s*$')


def is_json(opened: Opened) -> bool:
    return BEGINNING.match(opened.opening) is not None


def read(opened: Opened) -> Delimited:
    find = _on_each_line if _is_lines(opened) else _in_a_list
    return records.write(opened, lambda: find(opened))


def _is_lines(opened: Opened) -> bool:
    """An object, and something on the next line that does not go on with it."""
    if not opened.opening.startswith("{"):
        return False
    with text(opened, newline=None) as characters:
        saying = (
            line.strip() for line in iter(partial(characters.readline, MOST), "") if line.strip()
        )
        first, second = next(saying, ""), next(saying, "")
    if len(first) >= MOST - 2:
        return False
    if first.endswith("}"):
        return bool(second) and second[0] not in ",]}"
    return second.startswith("{") and not first.endswith(("[", "{", ":", ","))


def _on_each_line(opened: Opened) -> Iterator[Record]:
    if opened.reading.sheet is not None:
        raise _no_list(opened, [])
    with text(opened, newline=None) as characters:
        for number, line in enumerate(iter(partial(characters.readline, MOST), ""), start=1):
            if line.strip():
                yield number, _of_line(opened, number, line.strip())


def _of_line(opened: Opened, number: int, line: str) -> dict[str, str]:
    try:
        if not line.startswith("{"):
            raise json_values.Refused("no object")
        value, end = json_values.decode(line, 0)
        if end < len(line):
            raise json_values.Refused(f"something follows the object at character {end + 1}")
        return json_values.flat(value)
    except json.JSONDecodeError as error:
        reason = f"{error.msg.removesuffix(' at')} at character {error.pos + 1}"
    except json_values.Refused as error:
        reason = str(error)
    except RecursionError:
        reason = "nested too deeply"
    if len(line) >= MOST - 1:
        reason = "a record of more than 8 MiB"
    raise DataError(f"{opened.name}, line {number}: {reason}", hint=HINT)


def _in_a_list(opened: Opened) -> Iterator[Record]:
    sheet = opened.reading.sheet
    with text(opened, newline=None) as characters:
        window = Window(characters, opened.name)
        if window.peek() == "[":
            if sheet is not None:
                raise _no_list(opened, [])
            yield from objects(window)
        else:
            search = Search(sheet)
            yield from search.within(window)
            if not search.found:
                yield from _alone(opened, search)
        window.end()


def _alone(opened: Opened, search: Search) -> Iterator[Record]:
    """An object without a list: the only one of its lines, or not what was meant."""
    if search.wanted is not None:
        raise _no_list(opened, search.others)
    if search.empty:
        return
    with text(opened, newline=None) as characters:
        characters.readline(MOST)
        if characters.read(1 << 10).strip():
            raise DataError(
                f"{opened.name}: an object without a list of objects",
                hint="JSON is read as a list of objects, or as one object on each line.",
            )
    yield from _on_each_line(opened)


def _no_list(opened: Opened, others: list[str]) -> DataError:
    known = f"lists are called: {', '.join(others[:9])}" if others else "there are none with a name"
    return DataError(
        f"{opened.name}: no list is called {opened.reading.sheet!r}; {known}",
        hint="Correct sheet in dba.timportconfig.",
    )
