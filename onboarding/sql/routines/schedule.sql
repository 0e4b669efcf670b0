-- Adding and changing rows of dba.tscheduler.

create or replace function dba.f_insert_tscheduler(
    p_taskname        text,
    p_taskdescription text,
    p_frequency       text,
    p_scriptpath      text,
    p_scriptargs      text,
    p_datastatusid    integer,
    p_createduser     text
)
returns integer
language plpgsql
as $$
declare
    new_id integer;
begin
    perform dba.f_check_data_status(p_datastatusid);
    insert into dba.tscheduler (taskname, taskdescription, frequency, scriptpath, scriptargs, datastatusid, createduser)
    values (
        p_taskname, p_taskdescription, p_frequency, p_scriptpath, p_scriptargs, p_datastatusid,
        coalesce(p_createduser, session_user)
    )
    returning schedulerid into new_id;
    return new_id;
end
$$;
comment on function dba.f_insert_tscheduler is 'Adds a scheduled task and returns its schedulerid; update_cron_jobs.py brings it into cron.';

create or replace function dba.f_update_tscheduler(
    p_schedulerid     integer,
    p_taskname        text,
    p_taskdescription text,
    p_frequency       text,
    p_scriptpath      text,
    p_scriptargs      text,
    p_datastatusid    integer
)
returns void
language plpgsql
as $$
begin
    perform dba.f_check_data_status(p_datastatusid);
    update dba.tscheduler set
        taskname        = p_taskname,
        taskdescription = p_taskdescription,
        frequency       = p_frequency,
        scriptpath      = p_scriptpath,
        scriptargs      = p_scriptargs,
        datastatusid    = p_datastatusid
    where schedulerid = p_schedulerid;

    if not found then
        raise exception 'No scheduled task found with schedulerid %', p_schedulerid
            using errcode = 'no_data_found',
                  hint = 'See select schedulerid, taskname from dba.tscheduler; or add one with dba.f_insert_tscheduler.';
    end if;
end
$$;
comment on function dba.f_update_tscheduler is 'Overwrites every column of a scheduled task, also with null; who made it and when stays.';

revoke execute on function dba.f_insert_tscheduler, dba.f_update_tscheduler from public;
grant execute on function dba.f_insert_tscheduler, dba.f_update_tscheduler to etl_user;
