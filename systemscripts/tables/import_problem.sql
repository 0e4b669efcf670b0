-- name: insert
-- Rows of one file that do not fit.
insert into dba.timportproblem (
    arrival_id, config_id, datasetid, run_uuid, record_number, line, column_name, value, reason, original
)
select
    %(arrival_id)s as arrival_id,
    %(config_id)s as config_id,
    %(datasetid)s as datasetid,
    %(run_uuid)s::uuid as run_uuid,
    p.record_number,
    p.line,
    p.column_name,
    p.value,
    p.reason,
    decode(p.original, 'hex') as original
from unnest(
    %(records)s::bigint[], %(lines)s::bigint[], %(columns)s::text[],
    %(values)s::text[], %(reasons)s::text[], %(originals)s::text[]
) as p (record_number, line, column_name, value, reason, original);
