-- name: columns
-- The columns of a table, with their types; none when there is no such table.
select
    a.attname as name,
    format_type(a.atttypid, a.atttypmod) as whole,
    format_type(a.atttypid, -1) as bare
from pg_attribute as a
where a.attrelid = to_regclass(format('%%I.%%I', %(schema)s::text, %(table)s::text))
    and a.attnum > 0
    and not a.attisdropped
order by a.attnum;
