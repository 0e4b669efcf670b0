-- name: insert_lines
-- A batch of log lines.
insert into dba.tlogentry (
    timestamp, run_uuid, processtype, stepcounter, username, stepruntime, totalruntime, message
)
select l.*
from unnest(
    %(timestamp)s::timestamptz[], %(run_uuid)s::uuid[], %(processtype)s::text[], %(stepcounter)s::text[],
    %(username)s::text[], %(stepruntime)s::float8[], %(totalruntime)s::float8[], %(message)s::text[]
) as l;
