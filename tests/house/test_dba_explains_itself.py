"""The tables are the user interface: each one, and each column, says what it is for."""

from typing import Any

WITHOUT_COMMENT = """
select format('%%I.%%I', nspname, relname)
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
where nspname = any(%(schemas)s) and relkind in ('r', 'p', 'v', 'm', 'f')
  and coalesce(obj_description(pg_class.oid, 'pg_class'), '') = ''
union all
select format('%%I.%%I.%%I', nspname, relname, attname)
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
where nspname = any(%(schemas)s) and relkind in ('r', 'p', 'v', 'm', 'f')
  and coalesce(col_description(attrelid, attnum), '') = ''
order by 1
"""


def comment_problems(connection: Any, schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_COMMENT, {"schemas": [schema]})
        return [f"{name} has no comment" for (name,) in cursor]


def test_every_table_view_and_column_of_dba_has_a_comment(connection):
    assert comment_problems(connection, "dba") == []


def test_dba_is_not_empty(connection):
    with connection.cursor() as cursor:
        cursor.execute("select from pg_class where relnamespace = 'dba'::regnamespace")
        assert cursor.rowcount > 0


def test_a_table_and_a_column_without_a_comment_are_noticed(connection):
    with connection.cursor() as cursor:
        cursor.execute("create temporary table a (b integer, c integer)")
        cursor.execute("comment on column pg_temp.a.c is 'Explained.'")
        cursor.execute("select nspname from pg_namespace where oid = pg_my_temp_schema()")
        (schema,) = cursor.fetchone()
    assert comment_problems(connection, schema) == [
        f"{schema}.a has no comment",
        f"{schema}.a.b has no comment",
    ]
