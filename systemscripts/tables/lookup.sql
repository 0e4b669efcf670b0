-- name: columns
-- The columns of a table that values are looked up in; none when there is no such table.
select a.attname as name
from pg_attribute as a
where a.attrelid = to_regclass(format('%%I.%%I', %(schema)s::text, %(table)s::text))
    and a.attnum > 0
    and not a.attisdropped
order by a.attnum;
