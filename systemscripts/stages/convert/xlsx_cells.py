"""What the XML of a cell in an .xlsx says; texts that come again are looked up."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from math import isfinite

from systemscripts.stages.convert import cells, serial_days
from systemscripts.stages.convert.number_formats import Kind
from systemscripts.stages.convert.xlsx_texts import Shared, unescaped
from systemscripts.stages.convert.xml_chunks import plain

Says = Callable[[str], str]
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d*+)\.\d*[1-9]", re.ASCII)
WHOLE = re.compile(r"-?[1-9]\d*", re.ASCII)
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
VALUE, TEXT = "<v>", "<t"
TAIL = -len("</v></c>")
OWN = "<is><t>"
OWN_TAIL = -len("</t></is></c>")
TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
MOST_KNOWN = 1 << 15


class Cells(dict[str, str]):
    """From what stands between a cell's place and the next cell to its text."""

    def __init__(self, shared: Shared, kinds: Sequence[Kind], since_1904: bool) -> None:
        super().__init__({"": ""})
        self.shared = shared
        self.kinds = kinds
        self.since_1904 = since_1904
        self.heads: dict[str, Says] = {}

    def __missing__(self, xml: str) -> str:
        head, _, value = xml.partition(VALUE)
        says = self.heads.get(head)
        said = says(value[:TAIL]) if says else self._without_value(xml)
        self[xml] = said
        return said

    def forget(self) -> None:
        """Called now and then: what comes again soon is worth its memory, the rest is not."""
        if len(self) > MOST_KNOWN:
            self.clear()
            self[""] = ""

    def _without_value(self, xml: str) -> str:
        """Texts of their own are as common as values where no texts are shared."""
        head, _, value = xml.partition(OWN)
        says = self.heads.get(head)
        return says(value[:OWN_TAIL]) if says and value else self._unusual(xml)

    def _unusual(self, xml: str) -> str:
        """A first cell of its kind; one with a text of its own; one with a formula."""
        head, _, body = xml.partition(">")
        attributes = dict(ATTRIBUTE.findall(head))
        says = self.reader(attributes.get("t", "n"), attributes.get("s", "0"))
        if body.startswith((VALUE, OWN)):
            self.heads[f"{head}>"] = _xml_words if says is _words else says
        value = plain(_content(body))
        return says(value) if value else ""

    def reader(self, kind: str, style: str) -> Says:
        """What turns the value of such a cell into its text."""
        if kind == "n":
            return self._number_like(int(style))
        says: dict[str, Says] = {"s": self.shared, "b": truth, "d": iso}
        return says.get(kind, _words)

    def _number_like(self, style: int) -> Says:
        kind = self.kinds[style] if style < len(self.kinds) else Kind.NUMBER
        return number if kind is Kind.NUMBER else partial(_moment, kind, self.since_1904)


def _content(body: str) -> str:
    """Of a cell with a formula, or with a text of its own; a formula itself says nothing."""
    for start, end in ((VALUE, "</v>"), (TEXT, "</t>")):
        at = body.find(start)
        if at >= 0:
            begin = body.find(">", at) + 1
            return body[begin : body.find(end, begin)] if body[begin - 2] != "/" else ""
    return ""


def _words(value: str) -> str:
    return cells.sound(unescaped(value))


def _xml_words(value: str) -> str:
    return cells.sound(unescaped(plain(value)))


def truth(value: str) -> str:
    return TRUTHS.get(value.strip(), value)


def number(value: str) -> str:
    if value.isdecimal() and value.isascii() and value[0] != "0" and len(value) < 16:
        return value
    if len(value) < 17 and DECIMAL.fullmatch(value):
        return value
    try:
        found = float(value)
    except ValueError:
        return _words(value)
    return _words(value) if WHOLE.fullmatch(value) or not isfinite(found) else cells.number(found)


def _moment(kind: Kind, since_1904: bool, value: str) -> str:
    try:
        return serial_days.text(float(value), kind, since_1904)
    except ValueError:
        return _words(value)


def iso(value: str) -> str:
    """A date that is written as such."""
    return MIDNIGHT.sub("", _words(value).removesuffix("Z")).replace("T", " ")
