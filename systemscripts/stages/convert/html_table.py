"""The first table of a web page of any size, row by row."""

from html.parser import HTMLParser

CELLS = ("td", "th")
ROW_GROUPS = ("thead", "tbody", "tfoot")
UNSEEN = ("script", "style", "template")
WIDEST = 1 << 14
LONGEST = 1 << 24  # characters of a cell, or of what a page without a table says


class TooMuch(ValueError):
    """More than any table of a page holds."""


class FirstTable(HTMLParser):
    """`rows` are those complete and not yet taken; what a table in a cell says is left out.

    A cell that spans several gives its text to the first of them, the others are empty.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.cell: Words | None = None
        self.span = (1, 1)  # of the cell: columns, rows
        self.from_above: dict[int, int] = {}  # column: rows that a cell above still takes
        self.depth = self.unseen = 0
        self.seen = self.complete = False
        self.page = Words()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break()
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "table":
            self.depth += 1
            self.seen = True
        elif self.depth == 1 and not self.complete:
            if tag in CELLS:
                self._end_cell()
                self._begin_cell({name: value or "" for name, value in attrs})
            elif tag == "tr":
                self._end_row()
                self.row = []
            elif tag in ROW_GROUPS:
                self._end_row()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<td/> begins a cell, as in a browser; <script/> hides nothing."""
        if tag not in UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._break()
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self._end_row()
                self.complete = True
        elif self.depth == 1 and tag in CELLS:
            self._end_cell()
        elif self.depth == 1 and tag in ("tr", *ROW_GROUPS):
            self._end_row()

    def handle_comment(self, data: str) -> None:
        self._break()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if not self.seen and self.page.size < LONGEST:
            self.page.add(data)
        if self.depth == 1 and self.cell is not None and not self.complete:
            self.cell.add(data)
            if self.cell.size > LONGEST:
                raise TooMuch("a cell of more than 16 MiB")

    def _break(self) -> None:
        self.page.go_on = False
        if self.cell is not None:
            self.cell.go_on = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.row = [] if self.row is None else self.row
        self._leave_places(self.row)
        self.cell = Words()
        columns, rows = attributes.get("colspan", ""), attributes.get("rowspan", "")
        self.span = _number(columns, 1000), _number(rows, 65534)

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        columns, rows = self.span
        for text in [" ".join(str(self.cell).split()), *[""] * (columns - 1)]:
            taken = self.from_above.get(len(self.row), 0)
            self.from_above[len(self.row)] = max(rows - 1, taken - 1)
            self.row.append(text)
        self.cell = None
        if len(self.row) > WIDEST:
            raise TooMuch(f"a row of more than {WIDEST} cells")

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is not None:
            self._leave_places(self.row)
            self.rows.append(self.row)
        self.row = None

    def _leave_places(self, row: list[str]) -> None:
        """What a cell from above takes is empty here."""
        while taken := self.from_above.get(len(row), 0):
            self.from_above[len(row)] = taken - 1
            row.append("")


class Words:
    """Text that tags cut into pieces; it also comes in pieces where it is only long."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.go_on = False

    def add(self, text: str) -> None:
        self.pieces.append(text if self.go_on or not self.pieces else f" {text}")
        self.size += len(text)
        self.go_on = True

    def __str__(self) -> str:
        return "".join(self.pieces)


def _number(text: str, most: int) -> int:
    """At least 1: a 0, which would mean all the rest, is not known to spreadsheets."""
    return min(int(text), most) if text.isdecimal() and 0 < len(text) < 9 and int(text) else 1
