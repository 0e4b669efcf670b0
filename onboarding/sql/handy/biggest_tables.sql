-- Which tables take the most room, and how many rows have they (as the server estimates)?
select
    schemaname as schema,
    relname as table,
    n_live_tup as rows,
    pg_size_pretty(pg_total_relation_size(relid)) as size_with_indexes
from pg_stat_user_tables
order by pg_total_relation_size(relid) desc
limit 20;
