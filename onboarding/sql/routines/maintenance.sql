-- Housekeeping of the database. Everything but landing, system and temporary schemas is looked after.

create or replace procedure dba.ppurgeoldlogs(days integer)
language plpgsql
as $$
declare
    log    record;
    gone   bigint;
    began  timestamptz;
    oldest timestamptz;
begin
    if days is null or days < 1 then
        raise exception 'Logs cannot be purged after % days', coalesce(days::text, 'null')
            using errcode = 'invalid_parameter_value',
                  hint = 'Write how many days to keep, at least 1, such as call dba.ppurgeoldlogs(90);';
    end if;
    oldest := clock_timestamp() - make_interval(days => days);

    for log in
        select * from (values
            ('dba.tlogentry',        'timestamp'),
            ('dba.tmaintenancelog',  'maintenancetime'),
            ('dba.tddllogs',         'eventtime'),
            ('dba.ttableindexstats', 'snapshottime')
        ) as l (table_name, time_column)
    loop
        began := clock_timestamp();
        execute format('delete from %s where %I < $1', log.table_name, log.time_column) using oldest;
        get diagnostics gone = row_count;
        insert into dba.tmaintenancelog (operation, tablename, durationseconds, details)
        values (
            'PURGE', log.table_name, extract(epoch from clock_timestamp() - began),
            format('%s rows older than %s days', gone, days)
        );
    end loop;
end
$$;
comment on procedure dba.ppurgeoldlogs(integer) is
'Deletes log lines, maintenance lines, DDL lines and statistics older than so many days; runs and datasets stay.';

create or replace procedure dba.pcapturetableindexstats()
language plpgsql
as $$
declare
    looked_at constant timestamptz := clock_timestamp();
begin
    insert into dba.ttableindexstats (
        snapshottime, schemaname, tablename, rowcount, seqscans, idxscans, inserts, updates, deletes, totalsize
    )
    select
        looked_at, schemaname, relname, n_live_tup, seq_scan, coalesce(idx_scan, 0), n_tup_ins, n_tup_upd, n_tup_del,
        pg_total_relation_size(relid)
    from pg_stat_user_tables
    where schemaname !~ '^(pg_|landing$)';

    insert into dba.ttableindexstats (snapshottime, schemaname, tablename, indexname, rowcount, idxscans, totalsize)
    select
        looked_at, i.schemaname, i.relname, i.indexrelname, nullif(c.reltuples, -1)::bigint, i.idx_scan,
        pg_relation_size(i.indexrelid)
    from pg_stat_user_indexes i
    join pg_class c on c.oid = i.indexrelid
    where i.schemaname !~ '^(pg_|landing$)';
end
$$;
comment on procedure dba.pcapturetableindexstats() is
'Notes size and use of every table and index in dba.ttableindexstats, all with the same snapshottime.';

create or replace procedure dba.pmonitorlongrunningqueries(minutes integer)
language plpgsql
as $$
begin
    if minutes is null or minutes < 0 then
        raise exception 'A query cannot have been running for % minutes', coalesce(minutes::text, 'null')
            using errcode = 'invalid_parameter_value',
                  hint = 'Write a number from 0 on, such as call dba.pmonitorlongrunningqueries(5);';
    end if;

    insert into dba.tlogentry (processtype, stepcounter, username, stepruntime, message)
    select
        'QueryMonitor',
        'pid_' || a.pid,
        a.usename,
        extract(epoch from clock_timestamp() - a.query_start),
        format(
            'running for %s: %s',
            date_trunc('second', clock_timestamp() - a.query_start),
            left(regexp_replace(a.query, '(password\s+)(e?''[^'']*'')', '\1''***''', 'gi'), 1000)
        )
    from pg_stat_activity a
    where a.backend_type = 'client backend'
        and a.datname = current_database()
        and a.state = 'active'
        and a.pid <> pg_backend_pid()
        and a.query_start <= clock_timestamp() - make_interval(mins => minutes);
end
$$;
comment on procedure dba.pmonitorlongrunningqueries(integer) is
'Writes a line QueryMonitor into dba.tlogentry for each query of this database that has been running that long; a role that is no superuser sees its own.';

create or replace function dba.f_analyze_tables(p_ours boolean)
returns void
language plpgsql
set lock_timeout = '5s'
as $$
declare
    table_name text;
    began      timestamptz;
    outcome    text;
begin
    for table_name in
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'm')
            and n.nspname !~ '^(pg_|landing$|information_schema$)'
            and (n.nspname in ('dba', 'mart')) = p_ours
            and pg_has_role(c.relowner, 'usage')
        order by n.nspname, c.relname
    loop
        began := clock_timestamp();
        begin
            execute 'analyze ' || table_name;
            outcome := 'done';
        exception when others then  -- one table that is locked, dropped or broken leaves the others their turn
            outcome := 'left out: ' || sqlerrm;
        end;
        insert into dba.tmaintenancelog (operation, tablename, durationseconds, details)
        values ('ANALYZE', table_name, extract(epoch from clock_timestamp() - began), outcome);
    end loop;
end
$$;
comment on function dba.f_analyze_tables(boolean) is
'Analyzes the tables that the caller may analyze: those of dba and mart (true) or all others (false).';

create or replace function dba.f_analyze_our_tables()
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform dba.f_analyze_tables(true);
end
$$;
comment on function dba.f_analyze_our_tables() is 'Analyzes dba and mart as their owner, for a caller who may not.';

create or replace procedure dba.prunmaintenancevacuumanalyze()
language plpgsql
as $$
begin
    perform dba.f_analyze_our_tables();
    perform dba.f_analyze_tables(false);

    insert into dba.tmaintenancelog (operation, tablename, details)
    select 'NEEDS VACUUM', format('%I.%I', s.schemaname, s.relname), reason.words
    from pg_stat_user_tables s
    join pg_class c on c.oid = s.relid
    cross join lateral (
        select case
            when s.n_dead_tup > 50 + 0.2 * s.n_live_tup
                then format('%s dead rows beside %s', s.n_dead_tup, s.n_live_tup)
            when age(c.relfrozenxid) > 0.8 * current_setting('autovacuum_freeze_max_age')::bigint
                then format('not frozen for %s transactions', age(c.relfrozenxid))
        end as words
    ) reason
    where s.schemaname !~ '^(pg_|landing$)' and reason.words is not null
    order by s.schemaname, s.relname;
end
$$;
comment on procedure dba.prunmaintenancevacuumanalyze() is
'Analyzes every table it may and notes it in dba.tmaintenancelog; tables that need a vacuum are listed there as NEEDS VACUUM, because no procedure can vacuum.';

revoke execute on procedure
    dba.ppurgeoldlogs, dba.pcapturetableindexstats, dba.pmonitorlongrunningqueries, dba.prunmaintenancevacuumanalyze
from public;
revoke execute on function dba.f_analyze_tables, dba.f_analyze_our_tables from public;
grant execute on procedure
    dba.ppurgeoldlogs, dba.pcapturetableindexstats, dba.pmonitorlongrunningqueries, dba.prunmaintenancevacuumanalyze
to etl_user;
grant execute on function dba.f_analyze_tables, dba.f_analyze_our_tables to etl_user;
