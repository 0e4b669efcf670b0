"""Hostile files: one readable sentence, little memory, nothing loaded, and the next file loads."""

import gzip
import os
from pathlib import Path

import pytest

from onboarding.demo import legacy_xls
from onboarding.demo.compound_file import compound_file
from tests.journeys.hostile_files import BAD, HUGE, TEXT, Ended, measured, zip_of
from tests.journeys.orders import MORNING, add_import, datasets, deliver, fates, rows
from tests.support import Pipeline
from tests.unit.workbook_parts import xlsx

MOST_MIB, MOST_SECONDS = 1024, 120
GOOD = "a,b\n1,2\n"


def must_be_bounded(ended: Ended) -> None:
    assert ended.mebibytes <= MOST_MIB
    assert ended.seconds <= MOST_SECONDS


def must_be_refused(pipeline: Pipeline, said: str, name: str, sentence: str) -> None:
    """One sentence, the same in the row, beside the file and on the screen."""
    ((state, message),) = pipeline.rows(
        "select state, message from dba.tarrival where file_name = %s", name
    )
    assert state == "refused"
    assert message.startswith(name)
    assert sentence in message
    assert message.isprintable()
    assert len(message.removeprefix(name)) < 400
    reason = pipeline.data_dir / "refused" / f"{name}.reason.txt"
    assert reason.read_text() == f"{message}\n"
    assert f"warning: refused: {message}\n" in said


def test_bad_files_are_refused_each_with_its_sentence_and_the_next_one_loads(pipeline):
    add_import(pipeline)
    for minute, (name, (content, _)) in enumerate(BAD.items()):
        deliver(pipeline, f"orders_20260105_{name}", content, minute)
    deliver(pipeline, "orders_20260105_last.csv", GOOD, 999)
    ended = measured(pipeline)
    assert ended.code == 65, ended.said
    must_be_bounded(ended)
    for name, (_, sentence) in BAD.items():
        must_be_refused(pipeline, ended.said, f"orders_20260105_{name}", sentence)
    assert [d[0] for d in datasets(pipeline)] == ["last"]
    assert rows(pipeline, "a, b") == [("1", "2")]
    assert pipeline.files("file_watcher") == []


REJECTING = ["cell_of_lines.csv", "quotes.csv", "short.csv", "line.csv"]


@pytest.mark.once
@pytest.mark.parametrize(
    "name, bad_rows", [*((n, "refuse_file") for n in HUGE), *((n, "reject") for n in REJECTING)]
)
def test_what_is_huge_costs_neither_memory_nor_time(pipeline, name, bad_rows):
    write, sentence = HUGE[name]
    most = {"bad_rows_most": "100"} if bad_rows == "reject" else {}
    add_import(pipeline, bad_rows=bad_rows, **most)
    full = f"orders_20260105_{name}"
    path = deliver(pipeline, full, b"")
    write(path)
    os.utime(path, (MORNING, MORNING))
    deliver(pipeline, "orders_20260105_last.csv", GOOD, 1)
    try:
        ended = measured(pipeline)
    finally:
        (pipeline.data_dir / "refused" / full).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    assert ended.code == 65, ended.said
    must_be_refused(pipeline, ended.said, full, sentence)
    must_be_bounded(ended)
    assert [d[0] for d in datasets(pipeline)] == ["last"]
    assert rows(pipeline, "a, b") == [("1", "2")]


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(1)", "\t=1", "=HYPERLINK(1)"]


def test_a_formula_is_a_text_like_any_other(pipeline):
    add_import(pipeline, typing="infer")
    lines = "".join(f'{n},"{formula}"\n' for n, formula in enumerate(FORMULAS))
    deliver(pipeline, "orders_20260105_north.csv", f"a,b\n{lines}")
    assert measured(pipeline).code == 0
    assert rows(pipeline, "b") == [(formula,) for formula in FORMULAS]


CELLS = "".join(
    f'<row r="{n}"><c r="A{n}" t="str"><v>{a}</v></c><c r="B{n}" t="str"><v>{b}</v></c></row>'
    for n, a, b in ((1, "a", "b"), (2, 1, 2))
)
ODD = {
    "macros.xlsm": xlsx(CELLS, more={"xl/vbaProject.bin": compound_file("VBA", bytes(9000))}),
    "workbook.csv": xlsx(CELLS),
    "text.xlsx": b"a,b\n1,2\n",
    "old.txt": legacy_xls.workbook([["a", "b"], ["1", "2"]]),
    "packed.xls": gzip.compress(TEXT),
    "json": b'[{"a":1,"b":2}]',
    "xml.csv": b"<x><r><a>1</a><b>2</b></r></x>",
}


def test_macros_never_run_and_a_wrong_ending_makes_no_difference(pipeline):
    add_import(pipeline)
    for minute, (name, content) in enumerate(ODD.items()):
        deliver(pipeline, f"orders_20260105_{name}", content, minute)
    ended = measured(pipeline)
    assert ended.code == 0, ended.said
    assert rows(pipeline, "a, b") == [("1", "2")] * len(ODD)


NAMES = [
    'orders_20260105_it\'s "quoted".csv',
    "orders_20260105_two\nlines.csv",
    "orders_20260105_$(touch hacked).csv",
    "orders_20260105_`touch hacked`;touch hacked&.csv",
    "orders_20260105_..%2F..%2F..%2Fhacked.csv",
    "orders_20260105_%s%n%(a)s{0}.csv",
    "orders_20260105_\x1b[31mred\x07.csv",
    "orders_20260105_\u202ecsv.exe",
    "-rf orders_20260105_dash.csv",
    "orders_20260105_\\..\\hacked.csv",
    "orders_20260105_" + "x" * 239,
    "orders_20260105_" + "é" * 117 + ".long",
]


def everything_around(pipeline: Pipeline) -> set[Path]:
    """Outside the folders where files belong."""
    root = pipeline.data_dir.parent
    known = [pipeline.data_dir / name for name in ("archive", "refused", "logs", "locks")]
    return {path for path in root.rglob("*") if not any(path.is_relative_to(one) for one in known)}


@pytest.mark.parametrize("content", [GOOD, "a,b\n1\n"], ids=["good", "bad"])
def test_no_name_does_anything(pipeline, content):
    add_import(pipeline, file_pattern=".*orders_")
    before = everything_around(pipeline)
    for minute, name in enumerate(NAMES):
        assert len(name.encode()) <= 255
        deliver(pipeline, name, content.replace("1", str(minute)), minute)
    raw = os.path.join(os.fsencode(pipeline.inbox), b"orders_20260105_\xff\xfe.csv")
    with open(raw, "wb") as file:
        file.write(TEXT)
    deliver(pipeline, "orders_20260105_after.csv", "a,b\n99,2\n", 999)
    ended = measured(pipeline)
    assert ended.code == 65, ended.said
    assert "\x1b" not in ended.said
    found = fates(pipeline)
    state = "loaded" if content == GOOD else "refused"
    assert {found[name] for name in NAMES} == {state}
    assert found["orders_20260105_\\udcff\\udcfe.csv"] == "refused"
    assert found["orders_20260105_after.csv"] == "loaded"
    kept = pipeline.files("archive/orders" if state == "loaded" else "refused")
    assert {*NAMES} <= {*kept}
    after = everything_around(pipeline)
    assert {path.name for path in after - before} <= {"file_watcher_temp"}
    assert all("hacked" not in path.name for path in after)


TEMPORARY = "/tmp/hacked.csv"  # noqa: S108


@pytest.mark.parametrize("inside", ["../../hacked.csv", TEMPORARY, "..\\hacked.csv", "a\nb"])
def test_no_name_within_an_archive_does_anything(pipeline, inside):
    add_import(pipeline)
    packed = bytearray(gzip.compress(TEXT, mtime=0))
    packed[3] |= 8  # a name follows
    packed[10:10] = inside.encode() + b"\0"
    deliver(pipeline, "orders_20260105_zip.csv", zip_of(**{inside: TEXT}))
    deliver(pipeline, "orders_20260105_gz.csv", bytes(packed), 1)
    before = everything_around(pipeline)
    assert measured(pipeline).code == 0
    assert rows(pipeline, "a, b") == [("1", "2")] * 2
    assert {path.name for path in everything_around(pipeline) - before} <= {"file_watcher_temp"}
    assert not Path(TEMPORARY).exists()
