-- name: recent
-- The newest runs, for people.
select
    to_char(r.started_at, 'YYYY-MM-DD HH24:MI:SS') as started,
    concat_ws(' ', r.script, r.arguments) as job,
    r.outcome,
    to_char(r.duration, 'HH24:MI:SS') as took,
    r.rows_in as rows_read,
    r.rows_out as rows_written,
    nullif(p.rejected, 0) as rejected,
    r.message
from dba.vjobrun as r
left join lateral (
    select count(*) as rejected from dba.timportproblem as p where p.run_uuid = r.run_uuid
) as p on true
order by r.started_at desc, r.jobrun_id desc
limit %(number)s;
