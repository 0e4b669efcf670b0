"""Numbers as text: marks, currencies and brackets go, every digit stays; nothing is calculated."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# unlike "any three letters" this takes 5 MIO for no number
CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(CODES.split())
MINUS = ("-", "\N{MINUS SIGN}")
BLANKS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
WORDS = re.compile("[-+\N{MINUS SIGN}()%]|[^-+\N{MINUS SIGN}()%\\s]+")


@dataclass(frozen=True)
class Written:
    """How numbers are written in a file; thousands "" means that digits are not grouped."""

    decimal: str = "."
    thousands: str = ""
    percent: bool = False
    in_parentheses: bool = True
    units: frozenset[str] = frozenset()


@lru_cache(maxsize=64)
def _digits(written: Written) -> re.Pattern[str]:
    mark, group = re.escape(written.decimal), re.escape(written.thousands)
    grouped = f"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|" if group else ""
    return re.compile(f"(?P<whole>{grouped}[0-9]*)(?:{mark}(?P<rest>[0-9]*))?")


@lru_cache(maxsize=64)
def _around(written: Written) -> re.Pattern[str]:
    mark = re.escape(written.decimal)
    return re.compile(f"([^0-9]*?)({mark}?[0-9](?:.*[0-9])?{mark}?)([^0-9]*)", re.DOTALL)


def read(value: str, written: Written) -> str | None:
    """The same number with a point and a minus; None when it is no number."""
    text = value.translate(BLANKS).strip()
    found = _around(written).fullmatch(text)
    if found is None:
        return None
    before, number, after = found.groups()
    digits = _digits(written).fullmatch(number)
    # of "Rs.500" nobody can say whether the point is a decimal mark
    glued = number.startswith(written.decimal) and before[-1:].isalnum()
    if digits is None or glued or not _is_clean(before, after, written):
        return None
    whole = digits["whole"].replace(written.thousands, "") if written.thousands else digits["whole"]
    whole, rest = _hundredth(whole, digits["rest"] or "", "%" in after)
    sign = "-" if any(mark in before + after for mark in (*MINUS, "(")) else ""
    return f"{sign}{whole or '0'}" + (f".{rest}" if rest else "")


def _is_clean(before: str, after: str, written: Written) -> bool:
    """One sign, one unit and one percent sign at most, and brackets only around all of it."""
    first, last = WORDS.findall(before), WORDS.findall(after)
    words = first + last
    brackets = [word for word in words if word in "()"]
    signs = sum(word in (*MINUS, "+") for word in words)
    units = [word for word in words if word not in (*MINUS, *"+()%")]
    return (
        signs + len(brackets) // 2 <= 1
        and (not brackets or (written.in_parentheses and _embraced(first, last)))
        and (words.count("%") == 0 or (written.percent and words.count("%") == 1 and "%" in last))
        and len(units) + ("%" in words) <= 1
        and all(_is_unit(word, written) for word in units)
    )


def _embraced(first: list[str], last: list[str]) -> bool:
    return first.count("(") == last.count(")") == 1 and "(" not in last and ")" not in first


def _is_unit(word: str, written: Written) -> bool:
    sign = len(word) == 1 and unicodedata.category(word) == "Sc"
    return sign or word in CURRENCIES or word in written.units


def _hundredth(whole: str, rest: str, percent: bool) -> tuple[str, str]:
    if not percent:
        return whole, rest
    padded = whole.rjust(3, "0")
    return padded[:-2], padded[-2:] + rest
