-- Every change of the shape of the database becomes a row of dba.tddllogs.

create or replace function dba.flogddlchanges()
returns event_trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    passing constant text := '^(pg_|landing$)';
begin
    if tg_event = 'sql_drop' then
        insert into dba.tddllogs (eventtype, schemaname, objectname, objecttype, sqlstatement)
        select tg_event, o.schema_name, o.object_identity, o.object_type, tg_tag
        from pg_event_trigger_dropped_objects() o
        where (o.original or (o.normal and o.object_type not in ('default value', 'rule')))
            and not o.is_temporary
            and coalesce(o.schema_name, '') !~ passing;
    else
        insert into dba.tddllogs (eventtype, schemaname, objectname, objecttype, sqlstatement)
        select tg_event, c.schema_name, c.object_identity, c.object_type, c.command_tag
        from pg_event_trigger_ddl_commands() c
        where not c.in_extension
            and c.command_tag <> 'COMMENT'
            and coalesce(c.schema_name, '') !~ passing;
    end if;
exception when others then  -- a log that fails must not forbid the change
    raise warning 'dba.tddllogs could not note %: %', tg_tag, sqlerrm;
end
$$;
comment on function dba.flogddlchanges() is
'Event trigger: notes a change of the shape of the database in dba.tddllogs; temporary objects and schema landing are left out.';
revoke execute on function dba.flogddlchanges() from public;

-- Whoever has disabled a trigger finds it disabled after the next release too: what is there is left alone.
do $$
declare
    applied_as constant name := current_user;
begin
    if not (select rolsuper from pg_roles where rolname = session_user) then
        raise warning 'Changes of the shape of the database are not logged: event triggers need a superuser'
            using hint = 'Apply onboarding/sql/routines/ddl_log.sql as a superuser; dba.tddllogs stays empty until then.';
        return;
    end if;

    set local role none;
    if not exists (select from pg_event_trigger where evtname = 'logddl') then
        create event trigger logddl on ddl_command_end execute function dba.flogddlchanges();
        comment on event trigger logddl is 'Notes what was created and altered in dba.tddllogs.';
    end if;
    if not exists (select from pg_event_trigger where evtname = 'logddl_drop') then
        create event trigger logddl_drop on sql_drop execute function dba.flogddlchanges();
        comment on event trigger logddl_drop is 'Notes what was dropped in dba.tddllogs.';
    end if;
    execute format('set local role %I', applied_as);
end
$$;
