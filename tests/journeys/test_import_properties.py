"""What holds for every file: each row is counted once, read back as it was, and loaded once."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from systemscripts.flows.import_files import import_files
from systemscripts.foundation import settings as project_settings
from systemscripts.foundation.errors import DataError
from systemscripts.stages.load import columns
from tests.journeys.orders import add_import, deliver
from tests.journeys.random_files import File, files
from tests.support import Pipeline

# a failure prints how to repeat it: @reproduce_failure(...)
often = settings(
    max_examples=100,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
numbers = itertools.count(1)
STATIC = {
    "metadata_label_source": "static",
    "metadata_label_location": "any",
    "dateconfig": "static",
    "datelocation": "20260105",
}
COUNTS = (
    "rows_read, rows_loaded, rows_duplicate, rows_rejected, rows_blank from dba.tdataset"
    " join dba.timportconfig using (config_id) where config_name = %s order by datasetid"
)
Import = Callable[..., str]


@pytest.fixture
def flow(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Import:
    """A new import for every file, run in this process; the name of the import, and its table."""
    for name, value in pipeline.env.items():
        if name.startswith("ETL_"):
            monkeypatch.setenv(name, value)
    given_settings = project_settings.read()

    def run(content: bytes, **row: object) -> str:
        name = f"t{next(numbers)}"
        folder = pipeline.inbox / name
        folder.mkdir()
        add_import(
            pipeline,
            **STATIC,
            config_name=name,
            target_table=f"public.{name}",
            source_directory=str(folder),
            **row,
        )
        deliver(pipeline, f"{name}/orders_0.csv", content)
        import_files(given_settings, name)
        return name

    return run


def counts(pipeline: Pipeline, name: str) -> list[tuple[int, ...]]:
    return pipeline.rows(f"select {COUNTS}", name)


def loaded(pipeline: Pipeline, name: str) -> list[tuple[Any, ...]]:
    """Rows in the order of their keys, which is that of the file."""
    if not pipeline.one("select to_regclass(%s) is not null", f"public.{name}"):
        return []
    rows = pipeline.rows(f"select * from public.{name} order by {name}id")
    names = columns_of(pipeline, name)
    own = [n for n, one in enumerate(names) if one not in (f"{name}id", "datasetid", "row_hash")]
    return [tuple(row[n] for n in own) for row in rows]


def columns_of(pipeline: Pipeline, name: str) -> dict[str, str | None]:
    """Columns with their comments."""
    return dict(
        pipeline.rows(
            "select attname::text, col_description(attrelid, attnum) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
            f"public.{name}",
        )
    )


def options(made: File, hashed: bool, typed: bool) -> dict[str, object]:
    contract = {"typing": "contract", "contract": json.dumps(made.contract)} if typed else {}
    return {
        "field_separator": SEPARATORS[made.separator],
        "bad_rows": "reject",
        "deduplication": "row_hash" if hashed else "none",
        **contract,
    }


@often
@given(some.booleans(), some.booleans(), some.data())
def test_every_row_is_counted_once_and_reads_back_as_it_was(pipeline, flow, hashed, typed, data):
    made = data.draw(files(hashed, typed))
    name = flow(made.content, **options(made, hashed, typed))
    rejected = pipeline.rows(
        "select record_number from dba.timportproblem join dba.timportconfig using (config_id)"
        " where config_name = %s order by 1",
        name,
    )
    assert [number for (number,) in rejected] == made.rejected
    assert loaded(pipeline, name) == made.loaded
    assert counts(pipeline, name) == [
        (made.read, len(made.loaded), made.duplicate, len(made.rejected), made.blank)
    ]


EVERYTHING = (
    "select (select array_agg(d order by datasetid) from dba.tdataset d)::text,"
    " (select array_agg(p order by problem_id) from dba.timportproblem p)::text,"
    " (select array_agg(s order by shape_id) from dba.timportshape s)::text,"
    " (select array_agg(u order by datasetid, first_record) from dba.timportduplicate u)::text"
)


@settings(often, max_examples=60)
@given(some.sampled_from(["version", "append", "replace", "merge"]), some.data())
def test_what_is_delivered_again_changes_nothing(pipeline, flow, mode, data):
    hashed = mode != "merge" and data.draw(some.booleans())
    made = data.draw(files(hashed, True))
    row = {**options(made, hashed, True), "load_mode": mode}
    if mode == "merge":
        row["key_columns"] = ["c0"]
    seen: list[Any] = []
    name = flow(made.content, **row)
    seen.append((pipeline.rows(EVERYTHING), loaded(pipeline, name)))
    given_settings = project_settings.read()
    for again in ("orders_0.csv", "orders_other.csv"):
        deliver(pipeline, f"{name}/{again}", made.content, 1)
        import_files(given_settings, name)
        seen.append((pipeline.rows(EVERYTHING), loaded(pipeline, name)))
    assert seen[0] == seen[1] == seen[2]
    states = pipeline.rows(
        "select state from dba.tarrival join dba.timportconfig using (config_id)"
        " where config_name = %s order by arrival_id",
        name,
    )
    assert [state for (state,) in states][1:] == ["duplicate", "duplicate"]


HEADINGS = some.text(some.sampled_from("aAbB _-%\"'é.;:()/\\\n\r1~"), max_size=5) | some.text(
    some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=70
)
KNOWN = some.sampled_from(
    ["datasetid", "DatasetID", "row_hash", "ctid", "xmin", "select", "LINE", "record", "a", "A"]
) | some.sampled_from(["a.1", "metadata_label", "event_date", "x" * 80, "é" * 40, "", " "])


@settings(often, max_examples=60)
@given(some.lists(HEADINGS | KNOWN, min_size=1, max_size=12), some.sampled_from(["text", "infer"]))
def test_any_headings_make_a_legal_table_and_can_be_recovered(pipeline, flow, headings, typing):
    line = ",".join('"' + heading.replace('"', '""') + '"' for heading in headings)
    values = [f"v{n}" for n in range(len(headings))]
    content = f"{line}\n{','.join(values)}\n".encode()
    while headings and not headings[-1].strip():
        headings.pop()
    if not headings or headings[0].lower().lstrip().startswith("invalid"):
        return
    if len(headings) < len(values):  # what stands behind the last heading is no column
        with pytest.raises(DataError, match="header has"):
            flow(content, typing=typing)
        return
    name = flow(content, typing=typing)
    found = columns_of(pipeline, name)
    own = {one: text for one, text in found.items() if one not in (f"{name}id", "datasetid")}
    assert list(own.values()) == [heading or None for heading in headings]
    assert all(len(one.encode()) <= columns.LONGEST for one in own)
    assert loaded(pipeline, name) == [tuple(values)]
