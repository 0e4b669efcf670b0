"""A JSON text of any size, of which only a window is held in memory."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import json_values

STEP = 1 << 18
MOST = 1 << 23  # characters of one record: 8 Mi; as objects they take 60 times that
SPACE = re.compile(r"[ \t\r\n]*")
FIRST = re.compile(r"\[\s*(\S)")
HINT = "Was it cut off on its way? Else its sender must mend it."


class Window:
    """What lies before `at` has been read; `line` is where the text begins that is held."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self.text, self.name = text, name
        self.held, self.at, self.line = "", 0, 1
        self.over = False
        self.record = 0

    def fail(self, reason: str, at: int | None = None) -> DataError:
        line = self.line + self.held.count("\n", 0, self.at if at is None else at)
        record = f", record {self.record}" if self.record else ""
        return DataError(f"{self.name}, line {line}{record}: {reason}", hint=HINT)

    def peek(self) -> str:
        """The next character that is no space; empty at the end of the text."""
        while True:
            self.at = SPACE.match(self.held, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.held) or self.over:
                return self.held[self.at : self.at + 1]
            self._more()

    def take(self, expected: str) -> str:
        """The next character, which must be one of those expected."""
        found = self.peek()
        if not found or found not in expected:
            wanted = " or ".join(expected)
            raise self.fail(f"{found or 'the end'} where {wanted} should be")
        self.at += 1
        return found

    def value(self) -> Any:
        """The next value; where it seems broken, more of the text is looked at first."""
        self.peek()
        while True:
            try:
                value, end = json_values.decode(self.held, self.at)
            except json.JSONDecodeError as error:
                if self.over:
                    raise self.fail(error.msg.removesuffix(" at"), error.pos) from error
            except json_values.Refused as error:
                raise self.fail(str(error)) from error
            except RecursionError as error:
                raise self.fail("nested too deeply") from error
            else:
                if end < len(self.held) or self.over:  # else a number may go on
                    self.at = end
                    return value
            self._more()

    def _more(self) -> None:
        self.line += self.held.count("\n", 0, self.at)
        self.held, self.at = self.held[self.at :], 0
        if len(self.held) >= MOST:
            raise self.fail("a value of more than 8 MiB, or one that never ends")
        more = self.text.read(min(max(STEP, len(self.held)), MOST - len(self.held)))
        self.held += more
        self.over = not more

    def items(self) -> Iterator[None]:
        """Stands before each item of a list, which the caller must read."""
        self.take("[")
        yield from self._each("]")

    def starts_list_of(self, first: str) -> bool:
        """Whether a list is next, and its first item (or its end) begins like this."""
        while not (match := FIRST.match(self.held, self.at)) and not self.over:
            self._more()
        return match is not None and match[1] == first

    def members(self) -> Iterator[str]:
        """Each key of an object; the caller must read the value that follows."""
        self.take("{")
        for _ in self._each("}"):
            if self.peek() != '"':
                raise self.fail("a key in quotes should be here")
            key = self.value()
            self.take(":")
            yield key

    def _each(self, closing: str) -> Iterator[None]:
        if self.peek() == closing:
            self.take(closing)
            return
        yield
        while self.take("," + closing) == ",":
            yield

    def skip(self) -> None:
        """Past a value; past a list item by item, since it may be long."""
        if self.peek() != "[":
            self.value()
            return
        for _ in self.items():
            self.value()

    def end(self) -> None:
        if self.peek():
            raise self.fail("something follows the end")
