"""What the settings of a step must look like; dba.f_transforms_problem says the same on saving."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.transform import dates
from systemscripts.stages.transform.steps import STEPS

TABLE = re.compile(r"[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,62}")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _are_names(value: object) -> bool:
    filled = isinstance(value, list) and value and all(map(_is_name, value))
    return bool(filled) and len(set(value)) == len(value)  # type: ignore[arg-type, call-overload]


def _are_pairs(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_text, value.values()))


def _are_renames(value: object) -> bool:
    return isinstance(value, dict) and _are_names([*value]) and _are_names([*value.values()])


Check = Callable[[Any], bool]
KINDS: dict[str, tuple[Check, str]] = {
    "name": (_is_name, 'a name such as "amount"'),
    "names": (_are_names, 'a list of different names such as ["a", "b"]'),
    "renames": (_are_renames, 'old and new names such as {"old": "new"}'),
    "pairs": (_are_pairs, 'an object of texts such as {"a": "b"}'),
    "text": (_is_text, 'text in quotes, such as "a"'),
    "mark": (lambda value: _is_text(value) and value != "", 'text that is not empty, such as ";"'),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "table": (
        lambda value: _is_text(value) and bool(TABLE.fullmatch(value)),
        'schema and table in lower case, such as "public.tcountry"',
    ),
    "date": (
        lambda value: _is_text(value) and dates.is_readable(value),
        "a date in yyyy, MM or MMM, dd and perhaps HH, mm, ss, each once,"
        ' such as "dd.MM.yyyy HH:mm"',
    ),
    "moment": (
        lambda value: _is_text(value) and dates.is_writable(value),
        'a date or a part of it in yyyy, MM or MMM, dd, HH, mm, ss, each once, such as "yyyy-MM"',
    ),
}


def _problem_of_kind(kind: str, value: object) -> str:
    if "|" in kind:
        words = kind.split("|")
        listed = ", ".join(f'"{word}"' for word in words[:-1]) + f' or "{words[-1]}"'
        return "" if value in words else listed
    check, wanted = KINDS[kind]
    return "" if check(value) else wanted


def _map_problem(given: Mapping[str, Any]) -> str:
    if ("values" in given) == ("table" in given):
        return 'needs either "values" or "table"'
    pair = {"from", "to"} & given.keys()
    if "table" in given and len(pair) < 2:
        return 'needs "from" and "to": the columns of the table to look in and to take from'
    return 'has "from" or "to", but no "table"' if "values" in given and pair else ""


def _number_problem(given: Mapping[str, Any]) -> str:
    if given.get("decimal", ".") != given.get("thousands"):
        return ""
    return '"decimal" and "thousands" must differ; "decimal" is "." unless it is given'


def _date_problem(given: Mapping[str, Any]) -> str:
    lacking = [p for p in dates.parts(given.get("to", "")) if p not in dates.parts(given["format"])]
    return f'"to" asks for the {lacking[0]}, which "format" lacks' if lacking else ""


def _regex_problem(key: str) -> Callable[[Mapping[str, Any]], str]:
    def problem(given: Mapping[str, Any]) -> str:
        if not given.get("regex"):
            return ""
        try:
            re.compile(given[key]).sub(given.get("with", ""), "")
        except (re.error, IndexError) as error:
            return f'"{key}" (or "with") is no regular expression: {error}'
        return ""

    return problem


TOGETHER: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "map": _map_problem,
    "number": _number_problem,
    "parse_date": _date_problem,
    "replace": _regex_problem("find"),
    "split": _regex_problem("by"),
}


def _problems(name: str, given: Mapping[str, Any]) -> Iterator[str]:
    step = STEPS[name]
    for key, kind in step.required.items():
        if key not in given:
            yield f'lacks "{key}": {_problem_of_kind(kind, None)}'
    for key, value in given.items():
        if key not in step.settings:
            yield f'does not know "{key}"; it takes {", ".join(step.settings)}'
        elif wanted := _problem_of_kind(step.settings[key], value):
            yield f'"{key}" must be {wanted}'
    if name in TOGETHER and (together := TOGETHER[name](given)):
        yield together


def problem(steps: object) -> str:
    """One sentence about the first thing that is wrong; "" when nothing is."""
    if not isinstance(steps, list):
        return 'transforms must be a list such as [{"step": "trim"}]'
    for number, item in enumerate(steps, start=1):
        if not isinstance(item, dict) or not isinstance(item.get("step"), str):
            return f'step {number} must be an object such as {{"step": "trim"}}'
        name = item["step"]
        if name not in STEPS:
            return f"step {number} ({name}) is unknown; the steps are {', '.join(STEPS)}"
        given = {key: value for key, value in item.items() if key != "step"}
        if found := next(_problems(name, given), ""):
            return f"step {number} ({name}) {found}"
    return ""


def check(steps: Sequence[Mapping[str, Any]]) -> None:
    if found := problem([*steps]):
        raise ConfigError(found, hint="Correct transforms in dba.timportconfig.")
