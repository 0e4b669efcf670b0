-- The reference of loaded rows to their dataset, checked at once instead of row by row.

-- Checking a million rows one by one takes longer than loading them, and all name the same dataset.
do $$
declare
    applied_as constant name := current_user;
begin
    if not (select rolsuper from pg_roles where rolname = session_user) then
        raise warning 'Big loads into existing tables take longer: only a superuser can have foreign keys checked at once'
            using hint = 'Apply onboarding/sql/routines/dataset_key.sql as a superuser.';
        return;
    end if;

    set local role none;
    create or replace function dba.f_check_each_dataset_key(p_table regclass, p_each boolean)
    returns boolean
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    as $function$
    declare
        check_trigger name;
        found_one     boolean := false;
    begin
        if not pg_has_role(session_user, (select relowner from pg_class where oid = p_table), 'usage') then
            raise exception 'only the owner of % may say how its rows are checked', p_table
                using errcode = 'insufficient_privilege', hint = 'Load as the role that owns the table.';
        end if;
        for check_trigger in
            select t.tgname
            from pg_trigger as t
            inner join pg_constraint as c on c.oid = t.tgconstraint
            where t.tgrelid = p_table and t.tgisinternal
                and c.contype = 'f' and c.conrelid = p_table
                and c.confrelid = (select d.oid from pg_class as d where d.oid = to_regclass('dba.tdataset'))
        loop
            execute format(
                'alter table %s %s trigger %I', p_table, case when p_each then 'enable' else 'disable' end, check_trigger
            );
            found_one := true;
        end loop;
        return found_one;
    end
    $function$;
    comment on function dba.f_check_each_dataset_key(regclass, boolean) is
    'Whether each new row of a target is checked against dba.tdataset; the importer turns it off for the transaction of a big load, whose rows all name the dataset that it makes there.';
    revoke execute on function dba.f_check_each_dataset_key(regclass, boolean) from public;
    grant execute on function dba.f_check_each_dataset_key(regclass, boolean) to etl_user;
    execute format('set local role %I', applied_as);
end
$$;
