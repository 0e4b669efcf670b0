-- Runs of jobs: begin, end, and those whose process vanished.

create or replace function dba.f_jobrun_begin(
    p_run_uuid     uuid,
    p_parent_id    bigint,
    p_script       text,
    p_arguments    text,
    p_trigger_kind text,
    p_host_name    text,
    p_user_name    text,
    p_process_id   integer,
    p_process_mark text,
    p_log_file     text
)
returns bigint
language sql
as $$
    insert into dba.tjobrun (
        run_uuid, parent_id, script, arguments, trigger_kind, host_name, user_name, process_id, process_mark, log_file
    ) values (
        p_run_uuid, p_parent_id, p_script, coalesce(p_arguments, ''), coalesce(p_trigger_kind, 'hand'),
        p_host_name, p_user_name, p_process_id, p_process_mark, p_log_file
    )
    returning jobrun_id
$$;
comment on function dba.f_jobrun_begin is 'Records a run before its first step and returns its jobrun_id.';

create or replace function dba.f_jobrun_end(
    p_jobrun_id bigint,
    p_exit_code integer,
    p_outcome   text,
    p_rows_in   bigint,
    p_rows_out  bigint,
    p_message   text
)
returns void
language sql
as $$
    with closed as (
        update dba.tjobrun set
            ended_at  = clock_timestamp(),
            exit_code = p_exit_code,
            outcome   = p_outcome,
            rows_in   = coalesce(p_rows_in, rows_in),
            rows_out  = coalesce(p_rows_out, rows_out),
            message   = coalesce(p_message, message)
        where jobrun_id = p_jobrun_id and ended_at is null
        returning jobrun_id
    )
    update dba.tjobstep set
        ended_at = clock_timestamp(),
        outcome  = case when p_exit_code = 0 then 'done' else 'failed' end
    where jobrun_id in (select jobrun_id from closed) and ended_at is null
$$;
comment on function dba.f_jobrun_end is
'Closes a run and its open steps; a run that is closed already stays as it is. Null keeps rows and message that the run has noted itself.';

create or replace function dba.f_jobrun_open_on(p_host_name text)
returns table (jobrun_id bigint, process_id integer, process_mark text)
language sql
stable
as $$
    select r.jobrun_id, r.process_id, r.process_mark
    from dba.tjobrun r
    where r.host_name = p_host_name and r.ended_at is null
    order by r.jobrun_id
$$;
comment on function dba.f_jobrun_open_on(text) is 'Runs of a machine that are not closed; whoever knows its processes tells which of them died.';

create or replace function dba.f_jobrun_died(p_jobrun_ids bigint[])
returns void
language sql
as $$
    with closed as (
        update dba.tjobrun set
            ended_at = clock_timestamp(),
            outcome  = 'died',
            message  = 'its process vanished'
        where jobrun_id = any(p_jobrun_ids) and ended_at is null
        returning jobrun_id
    )
    update dba.tjobstep set
        ended_at = clock_timestamp(),
        outcome  = 'failed'
    where jobrun_id in (select jobrun_id from closed) and ended_at is null
$$;
comment on function dba.f_jobrun_died(bigint[]) is 'Closes runs whose process vanished, and their open steps; a run that is closed already stays as it is.';

create or replace view dba.vjobrun as
select
    jobrun_id,
    script,
    arguments,
    outcome,
    started_at,
    date_trunc('milliseconds', coalesce(ended_at, clock_timestamp()) - started_at) as duration,
    rows_in,
    rows_out,
    exit_code,
    message,
    trigger_kind,
    attempt,
    host_name,
    user_name,
    run_uuid,
    parent_id,
    log_file
from dba.tjobrun
order by started_at desc, jobrun_id desc;
comment on view   dba.vjobrun              is 'Runs of jobs, the newest first.';
comment on column dba.vjobrun.jobrun_id    is 'Key of dba.tjobrun.';
comment on column dba.vjobrun.script       is 'File name of the job.';
comment on column dba.vjobrun.arguments    is 'Its arguments.';
comment on column dba.vjobrun.outcome      is 'running, done, failed, refused, unreachable, busy, misconfigured, skipped or died.';
comment on column dba.vjobrun.started_at   is 'When it began.';
comment on column dba.vjobrun.duration     is 'How long it took, or has been running.';
comment on column dba.vjobrun.rows_in      is 'Rows it read.';
comment on column dba.vjobrun.rows_out     is 'Rows it wrote or sent.';
comment on column dba.vjobrun.exit_code    is 'Its exit code; null while it runs and when it died.';
comment on column dba.vjobrun.message      is 'Its last word, such as the error.';
comment on column dba.vjobrun.trigger_kind is 'What started it: cron, hand, chain.';
comment on column dba.vjobrun.attempt      is 'Which try.';
comment on column dba.vjobrun.host_name    is 'On which machine.';
comment on column dba.vjobrun.user_name    is 'As which user of the machine.';
comment on column dba.vjobrun.run_uuid     is 'Id shared with its log lines, datasets and mails.';
comment on column dba.vjobrun.parent_id    is 'The run that started it.';
comment on column dba.vjobrun.log_file     is 'Where its log lies.';

revoke insert, update, delete on dba.vjobrun from etl_user;
grant select on dba.vjobrun to etl_user, etl_report, etl_console;

revoke execute on function
    dba.f_jobrun_begin, dba.f_jobrun_end, dba.f_jobrun_open_on, dba.f_jobrun_died
from public;
grant execute on function
    dba.f_jobrun_begin, dba.f_jobrun_end, dba.f_jobrun_open_on, dba.f_jobrun_died
to etl_user;
