"""An XML text of any size: its elements one by one, only one record held in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.parsers import expat  # declarations are refused, so no entity of theirs is ever read

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import json_values
from systemscripts.stages.convert.xml_values import DEEPEST, Element, attributes, local

MOST = 1 << 23  # characters of one record: 8 Mi; as elements they take 60 times that
NAMES = 1000  # of elements outside records; more are not counted
HINT = "Was it cut off on its way? Else its sender must mend it."


class Stream:
    """`path` holds the names of the elements we are in, `found` the records not yet taken.

    `wanted` is the name of the elements that are records, `depth` how deep they must stand
    (None: anywhere); all others are only counted.
    """

    def __init__(self, name: str, wanted: str | None = None, depth: int | None = None) -> None:
        self.name, self.wanted, self.depth = name, wanted, depth
        self.path: list[str] = []
        self.counts: Counter[tuple[int, str]] = Counter()  # depth and name; the root's depth is 1
        self.found: list[Element] = []
        self.open: list[Element] = []
        self.fed = self.quiet_since = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def fail(self, reason: str, line: int | None = None, hint: str = HINT) -> DataError:
        line = line or self.parser.CurrentLineNumber
        return DataError(f"{self.name}, line {line}: {reason}", hint=hint)

    def records(self, pieces: Iterable[str]) -> Iterator[Element]:
        for _ in self.steps(pieces):
            yield from self.found
            self.found.clear()

    def steps(self, pieces: Iterable[str]) -> Iterator[None]:
        """Piece by piece, so that the caller can stop when it has seen enough."""
        try:
            for piece in pieces:
                self.parser.Parse(piece, False)
                self.fed += len(piece)
                if self.fed - self.quiet_since > MOST:
                    raise self.fail("a record or a tag of more than 8 MiB")
                yield
            self.parser.Parse("", True)
            yield
        except expat.ExpatError as error:
            raise self.fail(expat.ErrorString(error.code), error.lineno) from error
        except json_values.Refused as error:
            raise self.fail(str(error)) from error

    def _doctype(self, *_: object) -> None:
        raise self.fail(
            "a DOCTYPE, which could bring external entities, is refused",
            hint="Its sender should leave the DOCTYPE out.",
        )

    def _start(self, name: str, found: list[str]) -> None:
        name = local(name)
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise self.fail("nested too deeply")
        if self.open or self._is_record(name):
            element = Element(name, attributes(found))
            if self.open:
                self.open[-1].below.append(element)
            self.open.append(element)
            return
        self.quiet_since = self.fed
        if len(self.counts) < NAMES:
            self.counts[len(self.path), name] += 1

    def _is_record(self, name: str) -> bool:
        return name == self.wanted and self.depth in (None, len(self.path))

    def _end(self, _: str) -> None:
        self.path.pop()
        if not self.open:
            return
        element = self.open.pop()
        if not self.open:
            self.found.append(element)
            self.quiet_since = self.fed

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].texts.append(text)
