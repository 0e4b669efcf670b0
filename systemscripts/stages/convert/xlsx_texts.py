"""The texts that the cells of an .xlsx share, and what text is written as in its XML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from systemscripts.stages.convert import cells
from systemscripts.stages.convert.xml_chunks import plain
from systemscripts.stages.convert.xml_parts import safe_parser

END = "</si>"
PRESERVED, OPEN = '<t xml:space="preserve">', "<t>"
BETWEEN = "</t></si><si><t>"  # two plain texts
START, STOP = "<si><t>", "</t></si>"
TAGS = 4  # of a plain text
EMPTY = re.compile(r"<si\s*/>")
ITEM = re.compile(r"<si\b[^<>]*>.*?</si>", re.DOTALL)
MARKS = ("&", "\r", "_x", "\0")  # of words that say something else than they look like
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST = 192 << 20  # bytes of XML: they all stay in memory
LONGEST_XML = 8 * cells.LONGEST


@dataclass
class Shared:
    words: list[str] = field(default_factory=list)
    unsound: dict[int, str] = field(default_factory=dict)  # why no cell can show it

    def add(self, words: str) -> None:
        try:
            self.words.append(cells.sound(words))
        except ValueError as error:
            self.unsound[len(self.words)] = str(error)
            self.words.append("")

    def __call__(self, number: str) -> str:
        """What a cell says that shows it."""
        at = int(number)
        if not 0 <= at < len(self.words):
            raise ValueError(f"shows the shared text {at}, but there are {len(self.words):,}")
        if at in self.unsound:
            raise ValueError(self.unsound[at])
        return self.words[at]


def shared(chunks: Iterable[str]) -> Shared:
    found = Shared()
    for block in _blocks(chunks):
        pieces = block.removeprefix(START).removesuffix(STOP).split(BETWEEN)
        if block.count("<") != TAGS * len(pieces):
            for item in ITEM.findall(block):
                found.add(unescaped(_runs(item)))
        elif any(mark in block for mark in MARKS) or max(map(len, pieces)) > cells.LONGEST:
            for words in pieces:
                found.add(unescaped(plain(words)))
        else:
            found.words += pieces
    return found


def _blocks(chunks: Iterable[str]) -> Iterator[str]:
    """Whole items each."""
    rest = ""
    for chunk in chunks:
        text = rest + chunk
        cut = text.rfind(END) + len(END)
        if cut < len(END):
            cut = 0
        block, rest = text[:cut], text[cut:]
        if len(rest) > LONGEST_XML:
            raise ValueError(f"holds a text of more than {cells.LONGEST:,} characters")
        if block:
            block = block[block.find("<si") :].replace(PRESERVED, OPEN)
            yield EMPTY.sub("<si></si>", block)
    if "<si" in rest:
        raise ValueError("its shared texts end in the middle")


def _runs(xml: str) -> str:
    """All runs of a rich text, but not how it is pronounced (rPh)."""
    words: list[str] = []
    path: list[str] = []
    parser = safe_parser()

    def characters(data: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            words.append(data)

    parser.StartElementHandler = lambda name, _: path.append(name)
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = characters
    parser.Parse(xml, True)
    return "".join(words)


def unescaped(words: str) -> str:
    """_x000D_ is how office files write what XML cannot hold."""
    if "_x" not in words:
        return words
    return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), words)
