"""A row of dba.timportconfig that cannot work is refused with what to write instead."""

import codecs
import re

import psycopg2
import pytest
from psycopg2.extras import Json

from tests.database.asking import query
from tests.database.test_refusals import IMPORT, insert

CONTRACT = Json({"columns": [{"name": "order_no", "type": "integer", "key": True}]})
BARE = Json({"columns": [{"name": "order_no", "type": "integer"}]})
BY_NAME = {"metadata_label_source": "filename", "metadata_label_location": "0"}

# what is written, a part of the sentence, a part of the hint
CANNOT_WORK = [
    ({"encoding": "utf9"}, 'no encoding is called "utf9"', "Did you mean utf-8?"),
    ({"encoding": "windows 1252x"}, "no encoding", "Did you mean windows-1252?"),
    ({"encoding": "ANSI"}, "no encoding", "Did you mean windows-1252?"),
    ({"encoding": "iso-8859-12"}, "no encoding", "Did you mean iso-8859-"),
    ({"encoding": "rot13"}, "no encoding", "Write auto, utf-8, windows-1252"),
    ({"encoding": ""}, 'no encoding is called ""', "Write auto"),
    ({"field_separator": ""}, '"" cannot separate values', "Write auto, tab, or 1 to 10"),
    ({"field_separator": "x" * 11}, "cannot separate", "1 to 10 characters"),
    ({"field_separator": "|" * 11}, "cannot separate", "1 to 10 characters"),
    ({"field_separator": ";\n"}, "cannot separate", "line breaks"),
    ({"field_separator": "a"}, "cannot separate", "without letters"),
    ({"field_separator": '"'}, "cannot separate", "the quote"),
    ({"field_separator": ',"'}, "cannot separate", "the quote"),
    ({"field_separator": "'", "quote": "'"}, "cannot separate", "the quote"),
    ({"quote": '""'}, "cannot stand around values", "Write one mark"),
    ({"quote": "a"}, "cannot stand around values", "Write one mark"),
    ({"quote": "«"}, "cannot stand around values", "Write one mark"),
    ({"quote": " "}, "cannot stand around values", "Write one mark"),
    ({"quote": "\n"}, "cannot stand around values", "Write one mark"),
    ({"quote": "|", "field_separator": "bar"}, "cannot stand around", "no part of"),
    ({"sheet": ""}, 'no sheet is called ""', "its number, the first being 1"),
    ({"sheet": " "}, "no sheet", "null means the first"),
    ({"sheet": "0"}, 'no sheet is called "0"', "the first being 1"),
    ({"header_row": "first"}, 'no row is called "first"', "Write auto, the number"),
    ({"header_row": "-1"}, "no row", "0 when there is no header"),
    ({"header_row": "1000001"}, "no row", "at most 1000000"),
    ({"first_column": 0}, "there is no column 0", "from 1 to 16384"),
    ({"first_column": 16385}, "there is no column 16385", "from 1 to 16384"),
    ({"footer": ""}, "is empty", "null means none"),
    ({"footer": "Total ("}, "opens a ( that nothing closes", "such as Total"),
    ({"footer": "[z-a]"}, "is broken (invalid character range)", "such as Total"),
    ({"decimal_mark": ";"}, '";" is no decimal mark', "Write . or ,"),
    ({"decimal_mark": ""}, '"" is no decimal mark', "Write . or ,"),
    ({"thousands_mark": "x"}, "no mark between groups", "Write one of"),
    ({"thousands_mark": ""}, "no mark between groups", "null means that there is none"),
    ({"thousands_mark": "."}, ". cannot be both", "Write another thousands_mark"),
    ({"date_formats": []}, "the list of date formats is empty", "such as {dd.MM.yyyy}"),
    ({"date_formats": ["dd.MM.yy"]}, "has a year of two digits", "yyyy MM dd"),
    ({"date_formats": ["yyyy-mm-dd"]}, "lacks MM, the month (mm are minutes)", "yyyy MM dd"),
    ({"date_formats": ["MM/dd"]}, "lacks yyyy, the year", "yyyy MM dd"),
    ({"date_formats": ["MM/yyyy"]}, "lacks dd, the day", "yyyy MM dd"),
    ({"date_formats": ["yyyy-MM-dd mm"]}, "lacks HH, the hours", "yyyy MM dd"),
    ({"date_formats": ["yyyy-MM-dd HH:ss"]}, "lacks mm, the minutes", "yyyy MM dd"),
    ({"date_formats": ["yyyy-MM-dd HH:mm.SSS"]}, "lacks ss, the seconds", "yyyy MM dd"),
    ({"date_formats": ["dd MMM yyyy"]}, "has two parts for the month", "yyyy MM dd"),
    ({"date_formats": ["dd.MM.yyyy hh:mm"]}, "lacks HH, the hours", "yyyy MM dd"),
    ({"date_formats": ["dMyyyy"]}, "needs something between d and", "yyyy MM dd"),
    ({"date_formats": ["yyyy-MM-dd at"]}, 'holds " at"', "yyyy MM dd"),
    ({"date_formats": ["%Y-%m-%d"]}, "lacks yyyy", "yyyy MM dd"),
    ({"date_formats": [None]}, "is null", "yyyy MM dd"),
    ({"date_formats": ["dd.MM.yyyy"] * 2}, "dd.MM.yyyy is listed twice", "yyyy MM dd"),
    (
        {"date_formats": ["dd/MM/yyyy", "MM/dd/yyyy"]},
        "dd/MM/yyyy and MM/dd/yyyy read the same text differently: 01/02/2026 would mean two days",
        "yyyy MM dd",
    ),
    ({"date_formats": ["d.M.yyyy", "MM.dd.yyyy"]}, "differently: 01.02.2026", "yyyy MM dd"),
    ({"date_formats": ["yyyy-dd-MM"]}, "yyyy-dd-MM and yyyy-MM-dd read", "yyyy MM dd"),
    ({"date_formats": ["yyyyMMdd", "ddMMyyyy"]}, "differently", "yyyy MM dd"),
    ({"null_words": ["", None]}, "is itself null", "NULL in quotes"),
    ({"null_words": ["-", "-"]}, 'the word "-" is listed twice', "Write it once"),
    ({"typing": "guess"}, 'typing "guess" is none of text, infer, contract', "Write text or"),
    ({"typing": "contract"}, "typing is contract, but there is no contract", "Write the contract"),
    ({"contract": CONTRACT}, "there is a contract, but typing is text", "typing = 'contract'"),
    (
        {"typing": "contract", "contract": Json({"columns": []})},
        'no list of "columns"',
        '"name": "amount"',
    ),
    (
        {"typing": "contract", "contract": Json({"columns": [{"name": "tordersid"}]})},
        "",
        '"name": "amount"',
    ),
    (
        {
            "typing": "contract",
            "contract": Json({"columns": [{"name": "tordersid", "type": "integer"}]}),
        },
        "tordersid is the key of public.torders",
        "another name",
    ),
    ({"load_mode": "merge"}, "needs to know which columns tell rows apart", "key_columns"),
    (
        {"load_mode": "merge", "typing": "contract", "contract": BARE},
        "needs to know",
        '"key": true',
    ),
    ({"key_columns": []}, "the list of key columns is empty", "or null"),
    ({"key_columns": ["a", "a"]}, "the column a is listed twice", "Write it once"),
    ({"key_columns": ["a", None]}, 'the column "" is empty', "Write names of columns"),
    ({"key_columns": [" "]}, "is empty", "Write names of columns"),
    ({"key_columns": ["Order No"]}, "is written order no in the table: lower", "names of columns"),
    ({"key_columns": ["order no"]}, "is written order_no in the table", "names of columns"),
    ({"key_columns": ["x" * 64]}, "is longer than 63 bytes", "names of columns"),
    ({"key_columns": ["datasetid"]}, "is a column that the system fills", "names of columns"),
    ({"key_columns": ["tordersid"]}, '"tordersid"', "names of columns"),
    (
        {"key_columns": ["day"], "typing": "contract", "contract": BARE},
        'the column "day" is not in the contract',
        '"key": true',
    ),
    (
        {
            "key_columns": ["day"],
            "typing": "contract",
            "contract": Json(
                {
                    "columns": [
                        {"name": "order_no", "type": "integer", "key": True},
                        {"name": "day", "type": "date"},
                    ]
                }
            ),
        },
        "name different keys",
        "in one of them",
    ),
    (
        {"load_mode": "merge", "key_columns": ["a"], "deduplication": "row_hash"},
        "the key decides",
        "deduplication = 'none'",
    ),
    ({"deduplication": "all"}, "is none of none, row_hash", "Write none or row_hash"),
    ({"bad_rows": "rejects"}, "is none of reject, refuse_file, widen", "Write reject."),
    (
        {"bad_rows": "widen", "typing": "contract", "contract": CONTRACT},
        "the types of a contract do not widen",
        "bad_rows = 'reject'",
    ),
    ({"bad_rows_most": "1%"}, "no meaning while bad_rows is refuse_file", "bad_rows = 'reject'"),
    ({"bad_rows": "reject", "bad_rows_most": "101%"}, "no share", "0% to 100%"),
    ({"bad_rows": "reject", "bad_rows_most": "-1"}, "no share", "such as 100"),
    ({"bad_rows": "reject", "bad_rows_most": "1.5"}, "no share", "such as 0.5%"),
    ({"bad_rows": "reject", "bad_rows_most": "few"}, "no share", "such as 0.5%"),
    ({"min_rows": -1}, "min_rows is -1", "Write 0 or more"),
    ({"max_rows": -1}, "max_rows is -1", "Write 0 or more"),
    ({"min_rows": 2, "max_rows": 1}, "no file has 2 rows or more, but 1", "not below min_rows"),
    ({"file_pattern": ""}, 'the pattern "" is empty', "Write a regular expression"),
    ({"file_pattern": "*.csv"}, "nothing before it to repeat", r"Write .*\.csv$"),
    ({"file_pattern": "*"}, "nothing before it to repeat", "Write .*$"),
    ({"file_pattern": "(|*)"}, "nothing before it to repeat", "Write a regular"),
    ({"file_pattern": "a**"}, "nothing before it to repeat", "Write a regular"),
    ({"file_pattern": "orders_(\\d+"}, "opens a ( that nothing closes", "Write a regular"),
    ({"file_pattern": "orders_\\d+)"}, "closes a ) that nothing opened", "Write a regular"),
    ({"file_pattern": "(?P<a>x"}, "opens a ( that nothing closes", "Write a regular"),
    ({"file_pattern": "orders_[0-9"}, "opens a [ that nothing closes", "Write a regular"),
    ({"file_pattern": "[]a"}, "opens a [ that nothing closes", "Write a regular"),
    ({"file_pattern": "orders\\"}, "ends with a lone backslash", "Write a regular"),
    ({"file_pattern": "\\orders"}, "holds \\o, which means nothing", "Write a regular"),
    ({"file_pattern": "a{2,1}"}, "is broken", "Write a regular"),
    ({"file_pattern": "in/orders"}, "holds a /, which no file name does", "Write a regular"),
    (
        BY_NAME | {"metadata_label_location": "_(\\d+", "delimiter": None},
        "the pattern of the label opens a (",
        "one group",
    ),
    (
        BY_NAME | {"metadata_label_location": r"(\d+)_(\d+)"},
        "the pattern of the label has 2 groups, and needs one",
        "(?: ) around the rest",
    ),
    (BY_NAME | {"metadata_label_location": r"\(\d+\)"}, "has 0 groups", "into ()"),
    ({"datelocation": "2", "delimiter": None}, "the date at position 2 cannot", "such as _"),
    ({"datelocation": "(?:x)"}, "the pattern of the date has 0 groups", "first is 0"),
    ({"metadata_label_location": " "}, "the label is empty", "the label itself"),
    ({"dateformat": "yyMMdd"}, "a year of two digits", "such as yyyyMMdd"),
    ({"dateformat": "yyyy-mm-dd"}, "lacks MM, the month", "such as yyyyMMdd"),
    ({"dateformat": "MM/dd/yyyy h:mm"}, "holds h, which stands for itself", "yyyy MM dd HH"),
    (
        {"dateconfig": "static", "datelocation": "31.01.2026"},
        "is no date written as yyyyMMdd",
        "as dateformat says",
    ),
    (
        {"dateconfig": "static", "datelocation": "20260231"},
        '"20260231" is no date',
        "as dateformat says",
    ),
    ({"source_directory": "in"}, '"in" is no folder', "the whole path"),
    ({"archive_directory": "/srv/out/"}, "is no folder", "without a / at its end"),
    ({"archive_directory": "/srv//in"}, "the archive is the folder that", "another folder"),
    ({"archive_directory": "/srv/./in"}, "the archive is the folder that", "another folder"),
    ({"config_name": "12"}, '"12" cannot be the name', "not a number alone"),
    ({"datasource": ""}, "datasource has 0 characters", "1 to 100"),
    ({"file_type": "csv"}, 'file_type "csv" is none of', "Write CSV."),
    ({"delimiter": ""}, "the delimiter is empty", "or null"),
    ({"target_table": "torders"}, "cannot be the name of a table", "public.torders"),
    ({"target_table": "dba.torders"}, "the schema dba is not for", "public"),
    ({"target_table": "public.vorders"}, "public.vorders is a view", "a name that is free"),
    ({"target_table": "public.orders_part"}, "is a partition", "a name that is free"),
    ({"target_table": "public.orders_numbers"}, "is a sequence", "a name that is free"),
]
CAN_WORK = [
    {"encoding": "UTF_8"},
    {"encoding": "Windows-1252", "field_separator": ";", "decimal_mark": ",", "quote": ""},
    {"field_separator": "\t"},
    {"field_separator": "tab"},
    {"field_separator": "~|~"},
    {"field_separator": " ", "quote": "'"},
    {"field_separator": '"', "quote": ""},
    {"sheet": "2"},
    {"sheet": "Sales 2026"},
    {"header_row": "0"},
    {"header_row": "12"},
    {"first_column": 16384},
    {"footer": "2"},
    {"footer": r"(Grand )?Total\b"},
    {"decimal_mark": ",", "thousands_mark": "."},
    {"thousands_mark": "\u202f"},
    {"date_formats": ["dd.MM.yyyy", "d.M.yyyy", "dd.MM.yyyy HH:mm:ss", "yyyyMMdd"]},
    {"date_formats": ["yyyy-MM-ddTHH:mm:ss.SSSZ", "MM/dd/yyyy"]},
    {"date_formats": ["yyyy-MM-dd"]},
    {"null_words": ["", "NULL", "n/a"]},
    {"null_words": []},
    {"typing": "infer", "bad_rows": "widen"},
    {"typing": "contract", "contract": CONTRACT},
    {"typing": "contract", "contract": CONTRACT, "load_mode": "merge"},
    {"load_mode": "merge", "key_columns": ["order_no", "größe", "unnamed:_0", "a.1"]},
    {"key_columns": ["order_no"], "deduplication": "row_hash"},
    {"bad_rows": "reject", "bad_rows_most": "100"},
    {"bad_rows": "reject", "bad_rows_most": "0.5%"},
    {"bad_rows": "reject", "bad_rows_most": "100%"},
    {"min_rows": 0, "max_rows": 0},
    {"min_rows": 5},
    {"file_pattern": r"^(?P<kind>\w+)_(?:a|b)(?i:x)?[^]\[(]{2,}\.csv(?!x)$"},
    {"file_pattern": r"[(*]+\(\*\)"},
    {"file_pattern": r"a++b{,3}(?>x)(?#a remark :()"},
    {"file_pattern": r"(?i)orders_.*\.CSV"},
    {"file_pattern": r"a{300}{x}"},
    {"file_pattern": "(sub/)?orders"},
    BY_NAME | {"metadata_label_location": r"_(?:x)(\w+)\."},
    {"datelocation": r"_(\d{8})\.", "delimiter": None},
    {"dateconfig": "static", "datelocation": "20260131"},
    {"dateconfig": "static", "datelocation": "31.01.2026", "dateformat": "dd.MM.yyyy"},
    {"dateformat": "yyyyMMdd_daily"},
    {"archive_directory": "/srv/in/kept"},
    {"importstrategyid": 2, "target_table": "public.tnot_there_yet"},
    {"target_table": "public.orders_by_month"},
]
THINGS = """
create view public.vorders as select 1 as a;
create sequence public.orders_numbers;
create table public.orders_by_month (datasetid bigint, a text) partition by list (a);
create table public.orders_part partition of public.orders_by_month default;
"""


def saved(row):
    """Lists become text[], which `insert` would write as JSON."""
    return {
        key: "{" + ",".join("null" if v is None else f'"{v}"' for v in value) + "}"
        if isinstance(value, list)
        else value
        for key, value in row.items()
    }


def refused(connection, change, row=IMPORT):
    connection.commit()
    with pytest.raises(psycopg2.errors.CheckViolation) as refusal:
        insert(connection, "dba.timportconfig", saved(row | change))
    connection.rollback()
    return refusal.value.diag


@pytest.fixture
def things(connection):
    query(connection, THINGS)


@pytest.mark.parametrize(
    "change, sentence, hint", CANNOT_WORK, ids=[", ".join(c[0]) for c in CANNOT_WORK]
)
def test_a_row_that_cannot_work_is_refused_with_what_to_write(
    connection, things, change, sentence, hint
):
    told = refused(connection, change)
    assert told.message_primary.startswith("import ")
    assert sentence in told.message_primary
    assert hint in told.message_hint
    assert "\n" not in told.message_primary + told.message_hint
    assert told.column_name
    assert told.constraint_name
    assert (told.schema_name, told.table_name) == ("dba", "timportconfig")


@pytest.mark.parametrize("change", CAN_WORK, ids=", ".join)
def test_a_row_that_can_work_is_taken(connection, things, change):
    insert(connection, "dba.timportconfig", saved(IMPORT | change))
    assert [note for note in connection.notices if "WARNING" in note] == []


def test_the_same_row_is_refused_when_it_is_changed_into_one_that_cannot_work(connection):
    insert(connection, "dba.timportconfig", IMPORT)
    with pytest.raises(psycopg2.errors.CheckViolation, match="no encoding is called"):
        query(connection, "update dba.timportconfig set encoding = 'utf9'")


def test_every_refusal_names_a_column_that_there_is(connection, things):
    columns = query(
        connection,
        "select column_name from information_schema.columns where table_name = 'timportconfig'",
    )
    for change, _, _ in CANNOT_WORK:
        assert (refused(connection, change).column_name,) in columns


ENCODINGS = [
    *("utf-8", "utf8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be", "utf-32", "ascii"),
    *("latin1", "latin-1", "iso-8859-1", "iso8859-15", "windows-1250", "windows-1258"),
    *("cp1252", "cp437", "cp850", "cp852", "cp866", "koi8-r", "koi8-u", "mac-roman"),
    *("shift_jis", "shift-jis", "sjis", "cp932", "euc-jp", "euc_jp", "gb18030", "gbk", "cp936"),
    *("gb2312", "big5", "cp950", "euc-kr", "cp949", "latin9", "mac-latin2", "mac-cyrillic"),
    *("us-ascii", "utf-32-le"),
]


@pytest.mark.parametrize(
    "name",
    [*ENCODINGS, *(f"iso-8859-{n}" for n in range(1, 17) if n != 12)]
    + [f"windows-{n}" for n in range(1250, 1259)],
)
def test_an_encoding_that_is_taken_is_one_that_python_reads(connection, name):
    for written in (name, name.upper(), name.replace("-", "_")):
        insert(connection, "dba.timportconfig", IMPORT | {"encoding": written})
        " ".encode(codecs.lookup(written).name)
        connection.rollback()


@pytest.mark.parametrize(
    "pattern",
    [c[0]["file_pattern"] for c in CANNOT_WORK if c[0].get("file_pattern", "/") not in ("", "/")],
)
def test_a_pattern_that_is_refused_is_one_that_python_refuses(pattern):
    if "/" not in pattern:
        with pytest.raises(re.error):
            re.compile(pattern)


@pytest.mark.parametrize(
    "pattern", [r["file_pattern"] for r in CAN_WORK if "file_pattern" in r], ids=str
)
def test_a_pattern_that_is_taken_is_one_that_python_takes(pattern):
    re.compile(pattern)


def test_what_looks_like_a_wildcard_is_said_aloud(connection):
    insert(connection, "dba.timportconfig", IMPORT | {"file_pattern": "orders_*.csv"})
    assert "is a regular expression" in connection.notices[-1]
    assert r"write orders_.*\.csv$" in connection.notices[-1]


def test_a_table_that_cannot_name_its_dataset_is_taken_with_what_to_do(connection):
    query(connection, "create table public.torders (a text)")
    insert(connection, "dba.timportconfig", IMPORT)
    assert "alter table public.torders add datasetid bigint" in connection.notices[-1]


OTHER = IMPORT | {"config_name": "Other", "target_table": "public.tother"}
NEIGHBOURS = [
    ({}, {}, "the import Orders means the same files of /srv/in", "higher priority"),
    ({}, {"source_directory": "/srv//in"}, "means the same files", "higher priority"),
    (
        {"file_pattern": r"orders_\d+\.csv"},
        {"file_pattern": r"orders_1\.csv$"},
        "means the same files",
        "another file_pattern",
    ),
    ({"file_pattern": "orders_1.csv"}, {"file_pattern": ".*"}, "means the same files", "priority"),
    (
        {},
        {"archive_directory": "/srv/in", "source_directory": "/srv/new"},
        "the import Orders would load again what lies in /srv/in",
        "that no import watches",
    ),
    (
        {},
        {"source_directory": "/srv/out", "archive_directory": "/srv/new"},
        "/srv/out is the archive of the import Orders",
        "that is no archive",
    ),
    (
        {"load_mode": "merge", "key_columns": "{a}"},
        {"source_directory": "/srv/new", "target_table": "public.torders"},
        "the import Orders loads public.torders with load_mode merge",
        "another target_table",
    ),
    (
        {},
        {"source_directory": "/srv/new", "target_table": "public.torders"}
        | {"load_mode": "merge", "key_columns": "{a}"},
        "with load_mode version, which does not go together with merge",
        "for all imports of a table or for none",
    ),
]
GOOD_NEIGHBOURS = [
    ({}, {"priority": 1}),
    ({}, {"is_active": "0"}),
    ({"is_active": "0"}, {}),
    ({}, {"file_pattern": "sales_"}),
    ({}, {"source_directory": "/srv/new"}),
    ({"file_pattern": r"orders_\d+"}, {"file_pattern": r"orders_[a-z]+"}),
    ({"file_pattern": "a.csv$"}, {"file_pattern": "b.csv$"}),
    ({}, {"source_directory": "/srv/new", "target_table": "public.torders"}),
    (
        {"load_mode": "merge", "key_columns": "{a}"},
        {"source_directory": "/srv/new", "target_table": "public.torders"}
        | {"load_mode": "merge", "key_columns": "{a}"},
    ),
]


@pytest.mark.parametrize("first, second, sentence, hint", NEIGHBOURS)
def test_two_imports_that_cannot_live_together_are_refused(
    connection, first, second, sentence, hint
):
    insert(connection, "dba.timportconfig", IMPORT | first)
    told = refused(connection, second, OTHER)
    assert sentence in told.message_primary
    assert hint in told.message_hint


@pytest.mark.parametrize("first, second", GOOD_NEIGHBOURS)
def test_imports_that_can_live_together_are_taken(connection, first, second):
    insert(connection, "dba.timportconfig", IMPORT | first)
    insert(connection, "dba.timportconfig", OTHER | second)


def test_what_was_off_is_looked_at_when_it_is_switched_on(connection):
    insert(connection, "dba.timportconfig", IMPORT)
    insert(connection, "dba.timportconfig", OTHER | {"is_active": "0"})
    with pytest.raises(psycopg2.errors.CheckViolation, match="means the same files"):
        query(connection, "update dba.timportconfig set is_active = '1'")


def test_two_sessions_cannot_save_what_cannot_live_together(connection, database_url):
    insert(connection, "dba.timportconfig", IMPORT)
    other = psycopg2.connect(database_url)
    try:
        query(other, "set lock_timeout = '200ms'")
        other.commit()
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            insert(other, "dba.timportconfig", OTHER)
        other.rollback()
        connection.commit()
        with pytest.raises(psycopg2.errors.CheckViolation, match="means the same files"):
            insert(other, "dba.timportconfig", OTHER)
    finally:
        other.close()


@pytest.fixture
def behind_the_checks(admin_connection):
    """Rows as a restore or an older release may have left them."""
    query(admin_connection, "set session_replication_role = replica")
    row = IMPORT | {"config_name": "Old", "encoding": "utf9", "file_pattern": "orders_("}
    insert(admin_connection, "dba.timportconfig", row)
    query(admin_connection, "reset session_replication_role")


def test_a_row_written_behind_the_checks_does_not_trouble_others(connection, behind_the_checks):
    insert(connection, "dba.timportconfig", IMPORT | {"file_pattern": r"orders_1\.csv"})
    query(
        connection,
        "update dba.timportconfig set delimiter = '-' where config_name in ('Orders')",
    )


def test_a_row_written_behind_the_checks_can_be_found_and_switched_off(
    connection, behind_the_checks
):
    found = query(
        connection,
        "select p.field, p.hint from dba.timportconfig as c, dba.f_import_problems(c) as p",
    )
    assert [field for field, _ in found] == ["file_pattern", "encoding"]
    assert all(hint for _, hint in found)
    with pytest.raises(psycopg2.errors.CheckViolation):
        query(connection, "update dba.timportconfig set delimiter = '-'")
    connection.rollback()
    query(connection, "update dba.timportconfig set is_active = '0' where config_name = 'Old'")


def test_a_change_of_nothing_is_not_checked(connection, behind_the_checks):
    query(connection, "update dba.timportconfig set last_modified_at = now()")


def test_the_shipped_imports_pass(connection):
    found = "select p.* from dba.timportconfig as c, dba.f_import_problems(c) as p"
    assert query(connection, found) == []
    query(connection, "update dba.timportconfig set priority = 1")


def test_steps_that_nobody_knows_are_refused(connection):
    told = refused(connection, {"transforms": Json([{"step": "nonsense"}])})
    assert told.column_name == "transforms"
    assert '"step": "rename"' in told.message_hint


def test_every_routine_that_imports_rely_on_says_what_it_does(connection):
    silent = query(
        connection,
        "select oid::regprocedure::text from pg_proc where pronamespace = 'dba'::regnamespace"
        " and coalesce(obj_description(oid, 'pg_proc'), '') = ''",
    )
    assert silent == []
