"""OpenDocument spreadsheets (.ods), element by element: each cell says what it is."""

import re
from collections.abc import Iterator
from pathlib import Path

from systemscripts.stages.convert import cells, serial_days, xlsx_cells
from systemscripts.stages.convert.sheet_rows import MOST_COLUMNS, MOST_ROWS, Place, Row
from systemscripts.stages.convert.xml_parts import elements, safe_parser
from systemscripts.stages.convert.zip_parts import Parts

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
LARGEST = 4 << 30  # bytes of XML
MOST_REPEATED = 50_000_000  # cells: one row can say that it stands for a million
PERIOD = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?")
SPACES = re.compile(r"[ \t\r\n]+")
UNSEEN = {"annotation", "tracked-changes"}


def sheet_names(path: Path) -> list[str]:
    with Parts(path) as parts:
        _must_be_open(parts)
        blocks = parts.blocks(CONTENT, LARGEST)
        return [given.get("name", "") for name, given in elements(blocks) if name == "table"]


def rows(path: Path, place: Place) -> Iterator[Row]:
    with Parts(path) as parts:
        _must_be_open(parts)
        reader = _Reader(place)
        parser = safe_parser(namespace_separator=" ")
        parser.StartElementHandler = reader.begins
        parser.EndElementHandler = reader.ends
        parser.CharacterDataHandler = reader.says
        for block in parts.blocks(CONTENT, LARGEST):
            parser.Parse(block, False)
            yield from reader.taken()
        parser.Parse(b"", True)
        yield from reader.taken()


def _must_be_open(parts: Parts) -> None:
    if MANIFEST in parts and any(
        name == "encryption-data" for name, _ in elements(parts.blocks(MANIFEST))
    ):
        raise PermissionError("is protected by a password")


class _Reader:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.path: list[str] = []
        self.wanted = False  # whether this is the sheet
        self.number = 0  # of the row before
        self.texts: list[str] = []
        self.cell: dict[str, str] = {}
        self.row_times = self.skipped = 0
        self.words: list[str] = []
        self.found: list[tuple[int, int, list[str]]] = []  # number, how often, texts

    def taken(self) -> Iterator[Row]:
        found, self.found = self.found, []
        for number, times, texts in found:
            for more in range(times):
                yield number + more, list(texts)

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        self.path.append(name)
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.wanted = given.get("name", "") == self.place.sheet
        elif name == "table-row":
            self.texts, self.skipped = [], 0
            self.row_times = int(given.get("number-rows-repeated", "1"))
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.words = given, []
        elif name == "p" and self.words:
            self.words.append("\n")
        elif name in ("s", "tab", "line-break"):
            times = min(int(given.get("c", "1")), cells.LONGEST + 1)
            self.words.append({"s": " " * times, "tab": "\t"}.get(name, "\n"))

    def says(self, words: str) -> None:
        if self.wanted and "p" in self.path and UNSEEN.isdisjoint(self.path):
            self.words.append(SPACES.sub(" ", words))

    def ends(self, name: str) -> None:
        name = self.path.pop()
        if not self.wanted:
            return
        if name in ("table-cell", "covered-table-cell"):
            self._cell_ends()
        elif name == "table-row":
            if self.texts:
                self._row_ends()
            self.number += self.row_times
        elif name == "table":
            self.wanted = False

    def _cell_ends(self) -> None:
        times = int(self.cell.get("number-columns-repeated", "1"))
        row, column = self.number + 1, len(self.texts) + self.skipped
        try:
            text = _text(self.cell, "".join(self.words))
        except ValueError as error:
            raise self.place.refusal(str(error), row, column) from error
        if not text:
            self.skipped += times
        elif column + times > MOST_COLUMNS:
            raise self.place.refusal(f"a sheet has at most {MOST_COLUMNS:,} columns", row)
        else:
            self.texts += [""] * self.skipped + [text] * times
            self.skipped = 0

    def _row_ends(self) -> None:
        if self.number + self.row_times > MOST_ROWS:
            raise self.place.refusal(f"a sheet has at most {MOST_ROWS:,} rows", self.number + 1)
        if self.row_times > 1 and self.row_times * len(self.texts) > MOST_REPEATED:
            raise self.place.refusal(f"is repeated {self.row_times:,} times", self.number + 1)
        self.found.append((self.number + 1, self.row_times, self.texts))


def _text(cell: dict[str, str], words: str) -> str:
    kind = cell.get("value-type", "")
    if kind in ("float", "percentage", "currency"):
        return xlsx_cells.number(cell.get("value", ""))
    if kind == "date":
        return xlsx_cells.iso(cell.get("date-value", ""))
    if kind == "time":
        return _period(cell.get("time-value", ""))
    if kind == "boolean":
        return xlsx_cells.truth(cell.get("boolean-value", ""))
    return cells.sound(words or cell.get("string-value", ""))


def _period(value: str) -> str:
    found = PERIOD.fullmatch(value)
    if found is None:
        return cells.sound(value)
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    spent = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return serial_days.duration(spent * (-1000 if found.group(1) else 1000))
