"""Whether a text is a web page or XML, by its first tags."""

import re

from systemscripts.stages.convert.opened import Opened

BEFORE = r"(?:\s|<\?.*?\?>|<!--.*?-->)*"
FIRST_TAG = re.compile(BEFORE + r"<(!doctype\s+)?([a-z_][\w:.-]*)", re.IGNORECASE | re.DOTALL)
PAGE_HEAD = ("html", "head", "body", "meta", "title", "style", "script")
PAGE_TAGS = {*PAGE_HEAD, "div", "center", "table", "thead", "tbody", "tr"}
# a heading may be written like a tag too: <name>,<town>
TAG_AND_MORE = re.compile(r"<[A-Za-z_](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>\s*(?:<|[^<]*</|$)")


def is_page(opened: Opened) -> bool:
    declared, tag = opened.opening.startswith("<?xml"), FIRST_TAG.match(opened.opening)
    if tag is None:
        return opened.opening.startswith("<!--")
    return tag[2].lower() == "html" or (not declared and tag[2].lower() in PAGE_TAGS)


def is_xml(opened: Opened) -> bool:
    text = opened.opening
    if text.startswith("<?xml"):
        return True
    tag = FIRST_TAG.match(text)
    if tag is None:
        return False
    return bool(tag[1] or TAG_AND_MORE.match(text, text.index("<" + tag[2])))
