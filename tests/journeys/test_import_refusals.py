"""What is not loaded: bad files, bad rows of dba.timportconfig, and what is no delivery at all."""

import os

import pytest

from onboarding.demo import legacy_xls, plain_xlsx
from tests.journeys.orders import MORNING, add_import, datasets, deliver, fates, load, rows

GOOD = "a,b\n1,2\n"
ROWS = [["a", "b"], *([f"company {n}", f"ticker {n}"] for n in range(400))]
XLS, XLSX = legacy_xls.workbook(ROWS), plain_xlsx.workbook(ROWS)
BAD_FILES = {
    "nul.csv": (b"a,b\n1,\0\n", "neither text nor a spreadsheet (a zero at byte 6)"),
    "latin1.csv": (b"a,b\n1,2\n1,caf\xe9\n", "line 3, byte 6: not UTF-8; it looks like"),
    "latin1_header.csv": (b"caf\xe9,b\n1,2\n", "line 1, byte 4: not UTF-8"),
    "short.csv": ("a,b\n1,2\n\n1\n", "line 4: 1 values, but the header has 2"),
    "long.csv": ('a,b\n"1\n1",2\n1,2,3\n', "line 4: 3 values, but the header has 2"),
    "open_quote.csv": ('a,b\n1,"2\n3,4\n', "line 2: a quote that is never closed"),
    "bad_quote.csv": ('a,b\n1,"2"x\n', "line 2: broken quoting: ',' expected after '\"'"),
    "wide.csv": (
        ",".join(f"c{n}" for n in range(1601)) + "\n1\n",
        "1601 columns; 1590 fit into a table",
    ),
    "page.xls": ("<!doctype html>\n<p>Please log in</p>", "a web page without a table"),
    "cut.xls": (XLS[: len(XLS) // 2], "not a readable workbook"),
    "cut_more.xls": (XLS[:700], "not a readable workbook"),
    "hole.xls": (XLS[:3000] + bytes(2000) + XLS[5000:], "not a readable workbook"),
    "cut.xlsx": (XLSX[: len(XLSX) // 2], "not a readable"),
    "zip.xlsx": (b"PK\x03\x04 and no more", "damaged or cut off"),
}


def test_a_bad_file_is_refused_with_its_reason_and_does_not_stop_the_others(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_first.csv", GOOD, 0)
    for minute, (name, (content, _)) in enumerate(BAD_FILES.items(), start=1):
        deliver(pipeline, f"orders_20260105_{name}", content, minute)
    deliver(pipeline, "orders_20260105_last.csv", GOOD, 999)
    said = load(pipeline, 65)
    count = len(BAD_FILES)
    assert f"error: {count} of {count + 2} files refused; first: orders_20260105_nul.csv" in said
    assert said.splitlines()[-1].startswith(f"HINT: They lie in {pipeline.data_dir}/refused")
    assert [d[0] for d in datasets(pipeline)] == ["first", "last"]
    assert rows(pipeline, "a, b") == [("1", "2")] * 2
    refused = pipeline.data_dir / "refused"
    messages = dict(pipeline.rows("select file_name, message from dba.tarrival"))
    for name, (content, sentence) in BAD_FILES.items():
        full = f"orders_20260105_{name}"
        kept = (refused / full).read_bytes()
        assert kept == (content if isinstance(content, bytes) else content.encode())
        assert sentence in messages[full]
        assert (refused / f"{full}.reason.txt").read_text() == f"{messages[full]}\n"
    assert [p for p in pipeline.inbox.iterdir() if p.is_file()] == []
    assert pipeline.one("select count(*) from dba.tarrival where stored_as is null") == 0
    assert pipeline.rows("select exit_code, outcome from dba.tjobrun") == [(65, "refused")]


def test_a_refused_file_that_was_corrected_is_loaded_and_nothing_in_refused_is_overwritten(
    pipeline,
):
    add_import(pipeline)
    for content, code in (("a,b\n1\n", 65), ("a,b\n2\n", 65), (GOOD, 0)):
        deliver(pipeline, "orders_20260105_north.csv", content)
        load(pipeline, code)
    assert pipeline.files("refused") == [
        "orders_20260105_north.1.csv",
        "orders_20260105_north.1.csv.reason.txt",
        "orders_20260105_north.csv",
        "orders_20260105_north.csv.reason.txt",
    ]
    assert (pipeline.data_dir / "refused" / "orders_20260105_north.csv").read_text() == "a,b\n1\n"
    assert rows(pipeline, "a, b") == [("1", "2")]


def test_what_is_no_delivery_is_left_where_it_is(pipeline):
    add_import(pipeline, file_pattern=".*orders_")
    names = [".orders_1", "~$orders_1", "orders_1.part", "orders_1.tmp", "orders_1.crdownload"]
    for name in [*names, "other.csv"]:
        deliver(pipeline, name, GOOD)
    (pipeline.inbox / "orders_20260105_folder.csv").mkdir()
    os.mkfifo(pipeline.inbox / "orders_20260105_pipe.csv")
    (pipeline.inbox / "orders_20260105_link.csv").symlink_to("nowhere")
    load(pipeline)
    assert datasets(pipeline) == []
    assert set(pipeline.files("file_watcher")) == {*names, "other.csv"}
    assert len(set(os.listdir(pipeline.inbox)) - {"file_watcher_temp"}) == len(names) + 4


HOSTILE_NAMES = [
    'orders_20260105_it\'s "quoted".csv',
    "orders_20260105_$(touch x).csv",
    "orders_20260105_`x`;rm -rf *.csv",
    "orders_20260105_two\nlines.csv",
    "orders_20260105_%s %(a)s {0}.csv",
    "orders_20260105_żółć 🚀.csv",
    f"orders_20260105_{'x' * 180}.csv",
    f"orders_20260105_{'y' * 225}.csv",
    "-rf orders_20260105_dash.csv",
]
BYTES = b"orders_20260105_\xff\xfe.csv"


def test_a_name_may_hold_anything(pipeline):
    add_import(pipeline, file_pattern=".*orders_")
    for minute, name in enumerate(HOSTILE_NAMES):
        deliver(pipeline, name, f"a,b\n{minute},2\n", minute)
        deliver(pipeline, name.replace("20260105", "nodate"), "a,b\nbad,2\n", minute)
    said = load(pipeline, 65)
    assert "orders_20260105_two\\nlines.csv: 1 row " in said
    assert {v for name, v in fates(pipeline).items() if "nodate" in name} == {"refused"}
    assert {name for name, v in fates(pipeline).items() if v == "loaded"} == {*HOSTILE_NAMES}
    assert {*pipeline.files("archive/orders")} == {*HOSTILE_NAMES}
    assert len(pipeline.files("refused")) == 2 * len(HOSTILE_NAMES)
    assert sorted(rows(pipeline, "a")) == [(str(n),) for n in range(len(HOSTILE_NAMES))]


def test_a_name_that_is_no_text_is_refused_and_kept(pipeline):
    add_import(pipeline)
    path = os.path.join(os.fsencode(pipeline.inbox), BYTES)
    with open(path, "wb") as file:
        file.write(GOOD.encode())
    os.utime(path, (MORNING, MORNING))
    deliver(pipeline, "orders_20260105_after.csv", GOOD, 1)
    assert "the name is not UTF-8" in load(pipeline, 65)
    assert BYTES in os.listdir(os.fsencode(pipeline.data_dir / "refused"))
    assert fates(pipeline) == {
        "orders_20260105_\\udcff\\udcfe.csv": "refused",
        "orders_20260105_after.csv": "loaded",
    }


def test_a_row_that_cannot_work_is_named_and_nothing_is_touched(pipeline, admin_connection):
    add_import(pipeline)
    add_import(pipeline, config_name="Off", is_active="0")
    add_import(pipeline, config_name="Gone", source_directory="/nowhere/at all")
    with admin_connection.cursor() as cursor:  # written behind the checks
        cursor.execute("alter table dba.timportconfig disable trigger importconfig_can_work")
        add_import(pipeline, config_name="Broken", file_pattern="orders_(")
        cursor.execute("alter table dba.timportconfig enable trigger importconfig_can_work")
    waiting = deliver(pipeline, "orders_20260105_north.csv", GOOD)
    for wanted, error, hint in [
        ("Nobody", "no import is called Nobody", "1 MeetMaxURLCheckImport, 2 MeetMax_Events"),
        ("4711", "no import is called 4711", "3 Orders, 5 Gone, 6 Broken."),
        ("Off", "the import Off is switched off", "Set is_active = '1' in dba.timportconfig."),
        ("Gone", "Gone: no folder /nowhere/at all", "correct source_directory"),
        ("Broken", "Broken: file_pattern is no regular expression", "Correct it in dba."),
    ]:
        said = load(pipeline, 78, wanted)
        assert f"error: {error}" in said
        assert hint in said.partition("HINT: ")[2]
    assert waiting.exists()
    assert pipeline.one("select count(*) from dba.tarrival") == 0


@pytest.mark.parametrize("words", [[], ["1", "2"], ["--everything", "1"]])
def test_wrong_words_are_wrong_usage(pipeline, words):
    done = pipeline.job("run_import_job.py", *words)
    assert done.returncode == 64
    assert done.stderr.startswith("error: ")
    assert "HINT: usage: run_import_job.py" in done.stderr


RULES = {
    "unique": ("unique (a)", "1,2\n1,3\n", "Key (a)=(1) already exists"),
    "check": ("check (b <> '3')", "1,3\n", "violates check constraint"),
    "reference": ("foreign key (a) references public.tknown", "9,1\n", "Key (a)=(9) is not"),
    "exclude": ("exclude using btree (b with =)", "1,2\n2,2\n", "conflicts with"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_somebody_gave_the_table_refuses_the_file_and_says_what_breaks_it(
    pipeline, rule
):
    clause, body, reason = RULES[rule]
    pipeline.rows("create table public.tknown (a text primary key)")
    pipeline.rows("insert into public.tknown values ('1'), ('2')")
    pipeline.rows(
        "create table public.torders (tordersid bigint generated by default as identity,"
        f" datasetid bigint references dba.tdataset, a text, b text, {clause})"
    )
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_bad.csv", f"a,b\n{body}")
    deliver(pipeline, "orders_20260105_good.csv", "a,b\n2,1\n", 1)
    load(pipeline, 65)
    message = pipeline.one("select message from dba.tarrival where state = 'refused'")
    assert message.startswith("orders_20260105_bad.csv: ")
    assert reason in message
    assert message.endswith("Correct the file, or the rules of public.torders.")
    assert rows(pipeline, "a, b") == [("2", "1")]
