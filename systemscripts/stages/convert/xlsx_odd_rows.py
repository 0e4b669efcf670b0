"""Rows of an .xlsx that are written in an unusual way, read element by element."""

import re
from dataclasses import dataclass, field

from systemscripts.stages.convert.sheet_rows import MOST_COLUMNS, MOST_ROWS, Place, Row
from systemscripts.stages.convert.xlsx_cells import Cells
from systemscripts.stages.convert.xml_parts import safe_parser

REFERENCE = re.compile(r"([A-Za-z]{1,3})\d+")


@dataclass
class OddRows:
    """`last` is the number of the row before: what has no number or place follows the last one."""

    cells: Cells
    place: Place
    last: int = 0
    column: int = -1
    attributes: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    found: list[Row] = field(default_factory=list)

    def read(self, xml: str, last: int) -> list[Row]:
        self.last, self.found, self.path = last, [], []
        parser = safe_parser()
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.Parse(f"<sheetData>{xml}</sheetData>", True)
        return self.found

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if name == "row":
            self.last = int(attributes.get("r", self.last + 1))
            self.column, self.texts = -1, {}
            if self.last > MOST_ROWS:
                raise self.place.refusal(f"a sheet has at most {MOST_ROWS:,} rows", self.last)
        elif name == "c":
            self.attributes, self.words = attributes, []
            self.column = self._column(attributes.get("r"))

    def _column(self, reference: str | None) -> int:
        found = REFERENCE.fullmatch(reference) if reference else None
        column = number_of(found.group(1)) if found else self.column + 1
        if column >= MOST_COLUMNS:
            raise self.place.refusal(f"a sheet has at most {MOST_COLUMNS:,} columns", self.last)
        return column

    def _says(self, words: str) -> None:
        if self.path[-1] in ("v", "t") and "rPh" not in self.path:
            self.words.append(words)

    def _ends(self, name: str) -> None:
        self.path.pop()
        if name == "c":
            value = "".join(self.words)
            self.texts[self.column] = self._text(value) if value else ""
        elif name == "row":
            width = max(self.texts, default=-1) + 1
            self.found.append((self.last, [self.texts.get(n, "") for n in range(width)]))

    def _text(self, value: str) -> str:
        attributes = self.attributes
        try:
            return self.cells.reader(attributes.get("t", "n"), attributes.get("s", "0"))(value)
        except ValueError as error:
            raise self.place.refusal(str(error), self.last, self.column) from error


def number_of(letters: str) -> int:
    """A is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
