"""A contract says what a file must hold; what it cannot mean is refused in one sentence."""

import psycopg2
import pytest
from psycopg2.extras import Json

from tests.database.asking import query
from tests.database.test_refusals import IMPORT, insert

AMOUNT = {"name": "amount", "type": "numeric(10,2)"}


def problem(connection, contract):
    value = contract if isinstance(contract, Json) else Json(contract)
    ((said,),) = query(connection, "select dba.f_contract_problem(%s)", value)
    return said


def of_column(connection, **changes):
    return problem(connection, {"columns": [{**AMOUNT, **changes}]})


TYPES = [
    *("smallint", "integer", "bigint", "int", "int4", "numeric", "numeric(10,2)", "decimal(5)"),
    *("real", "double precision", "float8", "text", "varchar", "varchar(20)", "char(3)"),
    *("character varying(20)", "boolean", "bool", "date", "time", "timestamp", "timestamptz"),
    *("timestamp(3)", "timestamp with time zone", "interval", "uuid", "json", "jsonb", "bytea"),
    *("inet", "cidr", "integer[]", "numeric(5,2)[]", "dba.cron_expression", "mood", "code"),
]
NO_TYPES = [
    ("nonsense", 'there is no type "nonsense"'),
    ("intger", 'there is no type "intger"; did you mean integer?'),
    ("string", 'there is no type "string"; did you mean text?'),
    ("datetime", 'there is no type "datetime"; did you mean timestamp?'),
    ("varchar2(20)", 'there is no type "varchar2(20)"; did you mean text?'),
    ("serial", 'there is no type "serial"; did you mean integer?'),
    ("money", "the type money is not for columns of imports; did you mean numeric(12,2)?"),
    ("regclass", "the type regclass is not for columns of imports"),
    ("oid", "the type oid is not for columns of imports"),
    ('"char"', 'the type "char" is not for columns of imports'),
    ("record", "the type record is not for columns of imports"),
    ("anyelement", "the type anyelement is not for columns of imports"),
    ("cstring", "the type cstring is not for columns of imports"),
    ("int4range", "the type int4range is not for columns of imports"),
    ("int2vector", "the type int2vector is not for columns of imports"),
    ("regclass[]", "the type regclass is not for columns of imports"),
    ("dba.tdataset", "the type dba.tdataset is not for columns of imports"),
    ("tricky", "the type regclass is not for columns of imports"),
    ("numeric(5000,2)", '"numeric(5000,2)" is no type (NUMERIC precision 5000'),
    ("varchar(0)", '"varchar(0)" is no type ('),
    ("integer(3)", '"integer(3)" is no type ('),
    ("", 'there is no type ""'),
    ("integer; select 1", '"integer; select 1" is no type ('),
    ("integer -- x", 'there is no type "integer -- x"'),
]
COLUMNS = [
    ({"nmae": "x"}, 'has "nmae", which means nothing; did you mean "name"?'),
    ({"zzz": 1}, 'column "amount" of the contract has "zzz", which means nothing'),
    ({"name": 5}, 'column 1 of the contract has a "name" that is no text in quotes'),
    ({"name": ""}, "has a name that is empty"),
    ({"name": "Amount"}, "is written amount in the table: lower case"),
    ({"name": "net amount"}, "is written net_amount in the table"),
    ({"name": "net.amount"}, "may hold only letters, digits and _"),
    ({"name": "1st"}, "begins with no digit"),
    ({"name": "x" * 64}, "is longer than 63 bytes"),
    ({"name": "datasetid"}, "is a column that the system fills"),
    ({"name": "row_hash"}, "is a column that the system fills"),
    ({"name": "ctid"}, "is a column that the system fills"),
    ({"type": 5}, 'has a "type" that is no text in quotes'),
    ({"source": []}, 'has a "source" that is no heading'),
    ({"source": 5}, 'has a "source" that is no heading'),
    ({"source": ["a", 5]}, 'has a "source" that is no heading'),
    ({"source": ["a", " "]}, 'has a "source" that is no heading'),
    ({"source": ""}, 'has a "source" that is no heading'),
    ({"required": "yes"}, 'has a "required" that is no true or false'),
    ({"key": 1}, 'has a "key" that is no true or false'),
    ({"key": True, "required": False}, "is a key, so it is required"),
    ({"format": "dd.MM.yyyy"}, "is for date and timestamp"),
    ({"type": "time", "format": "dd.MM.yyyy"}, "is for date and timestamp"),
    ({"type": "date", "format": "dd.MM.yy"}, 'has a "format" that has a year of two digits'),
    ({"type": "date", "format": 5}, 'has a "format" that is no text in quotes'),
    ({"check": ""}, 'has an empty "check"'),
    ({"check": 5}, 'has a "check" that is no text in quotes'),
]
GOOD_CHECKS = [
    "amount >= 0",
    "amount between 0 and 100 and (day is null or day <= current_date)",
    "code ~ '^[(;]+$' -- a remark",
    "code in ('a', 'b;', ''');') /* ) */",
    "upper(code) = code and length(code) > 1",
    "day <> '2026-01-31'::date",
    '"order" is null',
    "true",
]
BAD_CHECKS = [
    ("amount", "it must be type boolean, not type numeric"),
    ("price > 0", 'column "price" does not exist'),
    ("amount > ", "syntax error"),
    ("amount > 0; drop table dba.tholidays", "syntax error"),
    ("amount > 0); drop table dba.tholidays; --", "syntax error"),
    ("true) or (true", "syntax error"),
    ("true]::boolean[], array[true", "syntax error"),
    ("true], array[false", "syntax error"),
    ("true, false", "it must be type boolean, not type record"),
    ("true /*", "unterminated /* comment"),
    ("code = 'x", "unterminated quoted string"),
    ("$1", "there is no parameter $1"),
    ("amount > (select 1)", "cannot use subquery in check constraint"),
    ("exists (select from dba.tholidays)", "cannot use subquery in check constraint"),
    ("max(amount) > 1", "aggregate functions are not allowed in check constraints"),
    ("rank() over () > 1", "window functions are not allowed in check constraints"),
    ("generate_series(1, 2) > 1", "it must not return a set"),
    ("nextval('dba.tdataset_datasetid_seq') > 1", "may answer differently each time: nextval"),
    ("random() > 0.5", "may answer differently each time: random"),
    ("pg_sleep(0) is null", "may answer differently each time: pg_sleep"),
    ("set_config('a.b', 'c', true) = 'c'", "may answer differently each time: set_config"),
    ("nonsense(amount)", "function nonsense(numeric) does not exist"),
    ("amount > 'abc'", "invalid input syntax for type numeric"),
    ("one_row is null", "does not exist"),
    ("ctid is null", 'column "ctid" does not exist'),
]


@pytest.fixture
def types(connection):
    query(
        connection,
        "create type public.mood as enum ('ok'); create domain public.code as varchar(3);"
        " create domain public.tricky as regclass",
    )


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_of_the_server_is_taken(connection, types, kind):
    assert of_column(connection, type=kind) is None


@pytest.mark.parametrize("kind, sentence", NO_TYPES)
def test_what_is_no_type_for_a_column_is_refused(connection, types, kind, sentence):
    said = of_column(connection, type=kind)
    assert said.startswith(f'column "amount" of the contract cannot have its type: {sentence}')


@pytest.mark.parametrize("change, sentence", COLUMNS)
def test_a_column_that_cannot_work_is_named(connection, change, sentence):
    assert sentence in of_column(connection, **change)


@pytest.mark.parametrize(
    "contract, sentence",
    [
        ([], "the contract is no object in {}"),
        ("x", "the contract is no object in {}"),
        (Json(None), "the contract is no object in {}"),
        ({}, 'the contract has no list of "columns"'),
        ({"columns": []}, 'the contract has no list of "columns"'),
        ({"columns": {}}, 'the contract has no list of "columns"'),
        ({"colums": []}, 'has "colums", which means nothing; did you mean "columns"?'),
        ({"columns": [5]}, "column 1 of the contract is no object in {}"),
        ({"columns": [AMOUNT, None]}, "column 2 of the contract is no object in {}"),
        ({"columns": [{"type": "text"}]}, 'column 1 of the contract has no "name"'),
        ({"columns": [{"name": "a"}]}, 'column "a" of the contract has no "type"'),
        ({"columns": [AMOUNT, AMOUNT]}, 'the contract has two columns "amount"'),
        (
            {"columns": [{"name": f"a{n}", "type": "text"} for n in range(1501)]},
            "more columns than the 1500",
        ),
        (
            {
                "columns": [
                    AMOUNT | {"source": ["Net Amount", "Net"]},
                    {"name": "net", "type": "text", "source": "net-amount"},
                ]
            },
            'the heading "Net Amount" belongs to two columns of the contract: amount, net',
        ),
        (
            {"columns": [AMOUNT, {"name": "net", "type": "text", "source": " AMOUNT "}]},
            "belongs to two columns of the contract: amount, net",
        ),
    ],
)
def test_a_contract_that_cannot_work_is_refused(connection, contract, sentence):
    if contract == "x":
        contract = Json("x")
    assert sentence in problem(connection, contract)


def columns_with(check):
    return {
        "columns": [
            {"name": "amount", "source": ["Amount", "Sum"], "type": "numeric(10,2)"}
            | {"required": True, "key": True, "check": check},
            {"name": "code", "type": "varchar(3)"},
            {"name": "day", "type": "date", "format": "dd.MM.yyyy", "source": "Day"},
            {"name": "order", "type": "timestamptz", "format": "yyyy-MM-dd HH:mm"},
        ]
    }


@pytest.mark.parametrize("check", GOOD_CHECKS)
def test_a_check_over_the_columns_is_taken(connection, check):
    assert problem(connection, columns_with(check)) is None


@pytest.mark.parametrize("check, sentence", BAD_CHECKS)
def test_a_check_that_is_no_such_expression_is_refused(connection, check, sentence):
    said = problem(connection, columns_with(check))
    assert said.startswith('the "check" of column "amount" does not work: ')
    assert sentence in said


def test_trying_a_check_leaves_nothing_behind(connection):
    before = query(connection, "select count(*) from pg_class")
    for check in (GOOD_CHECKS[0], BAD_CHECKS[3][0], BAD_CHECKS[4][0]):
        problem(connection, columns_with(check))
    assert query(connection, "select count(*) from pg_class") == before
    assert query(connection, "select count(*) > 0 from dba.tholidays") == [(True,)]
    assert query(connection, "select from dba.tddllogs where objectname like '%tried%'") == []


def test_a_check_is_tried_as_far_as_possible_by_those_who_make_no_tables(
    connection, admin_connection, database_name
):
    query(admin_connection, f"revoke temporary on database {database_name} from public")
    assert problem(connection, columns_with(GOOD_CHECKS[0])) is None
    for check, sentence in BAD_CHECKS[1:12]:
        assert sentence in problem(connection, columns_with(check))


def test_no_contract_is_no_problem(connection):
    assert query(connection, "select dba.f_contract_problem(null)") == [(None,)]


def test_a_row_with_such_a_contract_is_refused_with_an_example(connection):
    row = IMPORT | {"typing": "contract", "contract": columns_with("amount > ")}
    with pytest.raises(psycopg2.errors.CheckViolation, match='the "check" of column') as refusal:
        insert(connection, "dba.timportconfig", row)
    assert '"type": "numeric(10,2)"' in refusal.value.diag.message_hint
    assert refusal.value.diag.column_name == "contract"
