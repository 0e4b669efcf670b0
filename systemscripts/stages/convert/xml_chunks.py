"""XML as text, chunk by chunk, with nothing in it but elements, attributes and characters.

Comments and instructions are taken out, CDATA is written plainly, a DOCTYPE is refused: what
looks like a tag is one then, so that a search for it finds no other.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from html import escape

ODD = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>", re.DOTALL)
DECLARED = re.compile(rb"""^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
ROOT = re.compile(r"\s*<([\w.-]+:)?\w")
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+));|&")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
LONGEST_ODD = 1 << 20


def chunks(blocks: Iterable[bytes]) -> Iterator[str]:
    """Every tag lies whole in one chunk; the prefix of a namespace is taken off."""
    prefix = None
    for text in _without_oddities(_decoded(blocks)):
        if prefix is None and (root := ROOT.match(text)):
            prefix = root.group(1) or ""
        if prefix:
            text = text.replace(f"<{prefix}", "<").replace(f"</{prefix}", "</")
        yield text


def _decoded(blocks: Iterable[bytes]) -> Iterator[str]:
    decode = None
    for block in blocks:
        if decode is None:
            decode = codecs.getincrementaldecoder(_encoding(block))().decode
        yield decode(block)
    if decode is not None:
        yield decode(b"", True)


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    declared = DECLARED.match(start)
    try:
        found = codecs.lookup(declared.group(1).decode() if declared else "utf-8")
    except LookupError:
        raise ValueError("its XML is in an unknown encoding") from None
    return found.name if found.name.startswith(("utf", "iso8859", "cp", "ascii")) else "utf-8"


def _without_oddities(texts: Iterable[str]) -> Iterator[str]:
    rest = ""
    for text in texts:
        text = rest + text
        if _has_oddity(text):
            text = ODD.sub(lambda found: escape(found.group(1) or "", quote=False), text)
        cut = _unfinished(text)
        rest = text[cut:]
        if rest.startswith("<!DOCTYPE"):
            raise ValueError("its XML declares entities (DOCTYPE)")
        if len(rest) > LONGEST_ODD:
            raise ValueError("its XML holds an endless tag")
        yield text[:cut]
    if rest:
        raise ValueError("its XML ends in the middle")


def _has_oddity(text: str) -> bool:
    """One character is found far sooner than two."""
    return ("!" in text and "<!" in text) or ("?" in text and "<?" in text)


def _unfinished(text: str) -> int:
    """Where a tag, a comment or CDATA begins whose end is still to come."""
    last = text.rfind("<")
    tag = last if last > text.rfind(">") else len(text)
    if not _has_oddity(text):
        return tag
    return min(tag, *(at for at in (text.find("<!"), text.find("<?")) if at >= 0))


def plain(text: str) -> str:
    """References become the characters they stand for; a line break is a newline."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else -1
    if name in NAMED:
        return NAMED[name]
    if 0 <= code <= 0x10FFFF:
        return chr(code)
    raise ValueError(f"holds {found.group()}, which XML does not know")
