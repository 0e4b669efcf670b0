-- name: begin
-- A step begins.
insert into dba.tjobstep (jobrun_id, run_uuid, step_number, step_name)
values (%(jobrun_id)s, %(run_uuid)s, %(step_number)s, %(step_name)s)
returning jobstep_id;

-- name: finish
-- A step ends.
update dba.tjobstep
set ended_at = clock_timestamp(),
    rows_in = %(rows_in)s,
    rows_out = %(rows_out)s,
    outcome = %(outcome)s,
    message = %(message)s
where jobstep_id = %(jobstep_id)s;
