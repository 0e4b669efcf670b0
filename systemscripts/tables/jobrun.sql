-- name: begin
-- Record a run, and tell which runs of this machine are still open: "id id:pid:mark id:pid:mark".
select
    dba.f_jobrun_begin(
        %(run_uuid)s, %(parent_id)s, %(script)s, %(arguments)s, %(trigger_kind)s,
        %(host_name)s, %(user_name)s, %(process_id)s, %(process_mark)s, %(log_file)s
    )
    || ' ' || coalesce((
        select string_agg(format('%%s:%%s:%%s', o.jobrun_id, o.process_id, o.process_mark), ' ')
        from dba.f_jobrun_open_on(%(host_name)s) as o
    ), '') as answer;

-- name: finish
-- Close a run.
select
    dba.f_jobrun_end(
        %(jobrun_id)s, %(exit_code)s, %(outcome)s, %(rows_in)s, %(rows_out)s, %(message)s
    );

-- name: died
-- Close runs whose process is gone; "{1,2}" lists them.
select dba.f_jobrun_died(%(jobrun_ids)s);
