"""Bringing file and table together: which column takes which field, and what the table lacks."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.load import columns
from systemscripts.stages.load.checks import NO_CHECKS, Check, Checks
from systemscripts.stages.load.target import DATASET, DAY, LABEL, Target
from systemscripts.stages.load.values import Column
from systemscripts.tables.target import TEXT, There, Type

log = logging.getLogger("etl")
ADD_COLUMNS, IGNORE_NEW, NEED_ALL, REFUSE_NEW = 1, 2, 3, 4
STRATEGY = "dba.timportstrategy lists the other ways; importstrategyid of the import chooses."


@dataclass(frozen=True)
class Fit:
    """The file's fields in their order, each with its column (None: left out), and what is new."""

    columns: tuple[Column | None, ...]
    headings: Mapping[str, str]  # of the columns, as the file has them
    headed: int
    fields: int
    new: tuple[Column, ...] = ()
    creates: bool = False
    checks: Checks = NO_CHECKS

    @property
    def used(self) -> list[Column]:
        return [column for column in self.columns if column]

    def typed(self, types: Mapping[str, Type]) -> "Fit":
        """The same with types for new columns, which were found by looking at all values."""
        given = {name: (kind, kind != TEXT) for name, kind in types.items()}

        def with_type(column: Column) -> Column:
            if column.name not in given:
                return column
            kind, inferred = given[column.name]
            return replace(column, type=kind, inferred=inferred)

        return replace(
            self,
            columns=tuple(column and with_type(column) for column in self.columns),
            new=tuple(map(with_type, self.new)),
        )


def fit(
    wanted: Target,
    header: Sequence[str],
    there: Mapping[str, There],
    strategy: int,
    name: str,
    contract: Sequence["Promised"] = (),
) -> Fit:
    """Pure: what belongs to what; a file that the strategy does not allow is refused."""
    headed = len(header)
    while headed and not header[headed - 1].strip():
        headed -= 1
    names, promised = _names(wanted, header[:headed], name, contract)
    headings = dict(zip(names, header, strict=False))
    if there:
        _must_fit(wanted, names, there, strategy, name)
    elif strategy != ADD_COLUMNS:
        raise ConfigError(
            f"the table {wanted} does not exist",
            hint="Create it, or use importstrategyid 1, which does.",
        )
    found: list[Column | None] = []
    for one in names:
        if one in there:
            old = there[one]
            made = Column(one, old.type, old.inferred, old.required)
            found.append(promised[one].on(made, wanted) if one in promised else made)
        elif strategy == ADD_COLUMNS:
            found.append(promised[one].column if one in promised else Column(one))
        else:
            found.append(None)
    new = tuple(column for column in found if column and column.name not in there)
    if len(there) + len(new) > columns.ALL:
        raise DataError(
            f"{name}: {wanted} would have {len(there) + len(new)} columns,"
            f" {columns.ALL} are possible",
            hint=columns.FEWER,
        )
    left = [one for one, column in zip(names, found, strict=True) if column is None]
    if left:
        log.info("%s: columns left out: %s", name, ", ".join(left))
    if names and not any(found):
        raise DataError(
            f"{name} has no column of {wanted}", hint="Is the header where it should be?"
        )
    filler = (None,) * (len(header) - headed)
    every = (*found, *filler)
    checks = _checks(contract, {column.name for column in found if column})
    return Fit(every, headings, headed, len(header), new, not there, checks)


def _checks(contract: Sequence["Promised"], used: set[str]) -> Checks:
    """Those of the columns that the file has."""
    asked = [one for one in contract if one.check and one.column.name in used]
    return Checks(
        tuple(Check(one.column.name, one.check or "") for one in asked),
        tuple(one.column for one in contract if one.column.name not in used),
    )


def _must_fit(
    wanted: Target, names: list[str], there: Mapping[str, There], strategy: int, name: str
) -> None:
    if DATASET not in there:
        raise ConfigError(
            f"the table {wanted} has no column datasetid",
            hint=f"alter table {wanted} add datasetid bigint references dba.tdataset;",
        )
    new = [one for one in names if one not in there]
    missing = [one for one in there if one not in (*names, *wanted.reserved, LABEL, DAY)]
    if strategy == NEED_ALL and missing:
        raise DataError(f"{name} lacks columns of {wanted}: {', '.join(missing)}", hint=STRATEGY)
    if strategy == REFUSE_NEW and new:
        raise DataError(f"{name} has columns that {wanted} lacks: {', '.join(new)}", hint=STRATEGY)


@dataclass(frozen=True)
class Promised:
    """A column of the contract: how it is called, how the file may head it, what it must hold."""

    column: Column
    sources: tuple[str, ...]
    required: bool
    check: str | None = None

    def on(self, made: Column, wanted: Target) -> Column:
        """The same on a column that is there already."""
        if made.type != self.column.type:
            raise ConfigError(
                f"the column {made.name} of {wanted} is {made.type.whole},"
                f" the contract says {self.column.type.whole}",
                hint="Change the contract in dba.timportconfig, or the table.",
            )
        return replace(self.column, required=self.column.required or made.required)


def promised(contract: Mapping[str, Any] | None, types: Mapping[str, Type]) -> list[Promised]:
    """The contract of a row; `types` are its types in the server's words."""
    found = []
    for one in (contract or {}).get("columns", ()):
        name, source = one["name"], one.get("source") or [one["name"]]
        needed = bool(one.get("required") or one.get("key"))
        written = one.get("format") or ()
        column = Column(
            name,
            types[name],
            required=needed,
            formats=(written,) if isinstance(written, str) else tuple(written),
            promised=True,
        )
        sources = (source,) if isinstance(source, str) else tuple(source)
        found.append(Promised(column, sources, needed, one.get("check")))
    return found


def _names(
    wanted: Target, header: Sequence[str], name: str, contract: Sequence[Promised]
) -> tuple[list[str], dict[str, Promised]]:
    """Names for the headings; those that the contract knows get their name from it."""
    known = {columns.named(source): one for one in contract for source in one.sources}
    matched: dict[int, Promised] = {}
    for position, heading in enumerate(header):
        one = known.get(columns.named(heading))
        if one and one not in matched.values():
            matched[position] = one
    lacking = [one.column.name for one in contract if one.required and one not in matched.values()]
    if lacking:
        raise DataError(
            f"{name} lacks columns of its contract: {', '.join(lacking)}",
            hint="Name its heading under source in the contract, or ask for the whole file.",
        )
    taken = (*wanted.reserved, *(one.column.name for one in matched.values()))
    others = [heading for n, heading in enumerate(header) if n not in matched]
    rest = iter(columns.names(others, name, taken))
    if len(header) > columns.MOST:
        columns.names(header, name, ())
    found = [matched[n].column.name if n in matched else next(rest) for n in range(len(header))]
    return found, {one.column.name: one for one in matched.values()}
