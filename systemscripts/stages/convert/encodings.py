"""Which characters the bytes of a text mean, and which byte means none."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.convert import encoding_guess
from systemscripts.tables.import_config import Reading

BLOCK = 1 << 20
MARKS = {  # the mark of UTF-32 begins like that of UTF-16
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDE = ("utf-16", "utf-32")


def mark(start: bytes) -> int:
    """How many bytes at the beginning only say what the encoding is."""
    return next((len(mark) for mark in MARKS if start.startswith(mark)), 0)


def settled(start: bytes, wanted: str, name: str) -> str:
    """The encoding by its mark, its setting or by default, under Python's name for it."""
    marked = next((MARKS[mark] for mark in MARKS if start.startswith(mark)), None)
    if wanted == "auto":
        return marked or "utf-8"
    known = _known(wanted)
    if marked is None:
        return WITHOUT_MARK.get(known, known)
    if not known.startswith(marked[:6]):
        raise DataError(
            f"{name}: begins with the mark of {shown(marked)}, but should be {wanted}",
            hint="Set encoding = 'auto' in dba.timportconfig.",
        )
    return marked


def _known(wanted: str) -> str:
    try:
        " ".encode(wanted)  # some codecs are known, but not for text
        return codecs.lookup(wanted).name
    except (LookupError, ValueError, UnicodeError) as error:
        raise ConfigError(
            f"the encoding {wanted!r} is unknown",
            hint="Set it in dba.timportconfig to auto, or to a name such as windows-1252.",
        ) from error


def shown(encoding: str) -> str:
    return encoding.upper() if encoding.startswith("utf") else encoding


@dataclass
class _Place:
    """Where in a text we are, counted from 1; lines end as most of the text before ends them."""

    passed: int = 0  # bytes before this place
    feeds: int = 0
    returns: int = 0
    column: int = 0  # bytes of the line before this place
    foreign: int = 0  # bytes before that were more than ASCII needs

    def go_on(self, text: str, encoding: str) -> None:
        size = len(text) if text.isascii() and encoding == "utf-8" else len(text.encode(encoding))
        self.passed += size
        self.foreign += size - len(text)
        self.feeds += text.count("\n")
        self.returns += text.count("\r")
        last = text.rfind("\n" if self.feeds else "\r")
        self.column = self.column + size if last < 0 else len(text[last + 1 :].encode(encoding))

    def __str__(self) -> str:
        return f"line {(self.feeds or self.returns) + 1}, byte {self.column + 1}"


def explain(path: Path, name: str, reading: Reading) -> DataError:
    """Why this text cannot be read: a scan for the first byte that means nothing, or a zero."""
    with path.open("rb") as file:
        start = file.read(BLOCK)
    encoding = settled(start, reading.encoding, name)
    if b"\0" in start and not encoding.startswith(WIDE):
        return _no_text(name, start)
    place = _Place(passed=mark(start))
    for text, fails in _decoded(path, place.passed, encoding):
        before, zero, _ = text.partition("\0")
        place.go_on(before, encoding)
        if zero:
            return DataError(
                f"{name}, {place}: a zero, which no text holds", hint="Let its sender look at it."
            )
        if fails:
            return _undecodable(path, name, encoding, place)
    return DataError(f"{name}: not readable as {shown(encoding)}", hint="Look at it.")


def _decoded(path: Path, skipped: int, encoding: str) -> Iterator[tuple[str, bool]]:
    """Pieces of the text; with the last one, whether something that is no text follows."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        file.seek(skipped)
        while True:
            block = file.read(BLOCK)
            try:
                yield decoder.decode(block, final=not block), False
            except UnicodeDecodeError as error:
                yield error.object[: error.start].decode(encoding), True
                return
            if not block:
                return


def _no_text(name: str, start: bytes) -> DataError:
    wide = encoding_guess.without_mark(start)
    if wide:
        return DataError(
            f"{name}: looks like {shown(wide)} without a byte-order mark",
            hint=f"Set encoding = '{wide}' in dba.timportconfig.",
        )
    return DataError(
        f"{name}: neither text nor a spreadsheet (a zero at byte {start.index(0)})",
        hint="Save it as XLSX, or as CSV in UTF-8.",
    )


def _undecodable(path: Path, name: str, encoding: str, place: _Place) -> DataError:
    said = f"{name}, {place}: not {shown(encoding)}"
    with path.open("rb") as file:
        file.seek(place.passed - min(place.column, encoding_guess.ENOUGH // 2))
        sample = file.read(encoding_guess.ENOUGH)
    guess = encoding_guess.best(sample)
    if encoding == "utf-8" and encoding_guess.partly_utf8(sample, guess, place.foreign):
        return DataError(
            f"{said}, though other characters are: encodings are mixed",
            hint="Let its sender write all of it in one encoding.",
        )
    if guess is None or guess == encoding:
        return DataError(said, hint="Save it as UTF-8, or set encoding in dba.timportconfig.")
    return DataError(
        f"{said}; it looks like {guess}",
        hint=f"Save it as UTF-8, or set encoding = '{guess}' in dba.timportconfig.",
    )
