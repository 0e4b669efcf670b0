-- The rest of what dba.timportconfig is checked for, and the trigger that refuses; see import_config_checks.sql.

create or replace function dba.f_import_loading_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language plpgsql
as $$
declare
    own   constant text   := split_part(c.target_table, '.', 2) || 'id';
    names constant text[] := array(select n #>> '{}' from jsonb_path_query(c.contract, '$.columns[*].name') as n);
    keys  constant text[] := array(select n #>> '{}' from jsonb_path_query(c.contract, '$.columns[*] ? (@.key == true).name') as n);
begin
    return query
    select 'typing', 'typing is contract, but there is no contract', 'Write the contract, or choose typing text or infer.', null::text
    where c.typing = 'contract' and c.contract is null
    union all
    select 'contract', 'there is a contract, but typing is ' || c.typing, 'Write typing = ''contract'', or contract = null.', null
    where c.typing <> 'contract' and c.contract is not null
    union all
    select 'contract', p.problem, 'Write {"columns": [{"name": "amount", "source": ["Amount"], "type": "numeric(10,2)", "required": true}]}; name and type suffice.', null
    from (select dba.f_contract_problem(c.contract) as problem where c.contract is not null) as p
    where p.problem is not null;

    return query
    select 'contract', format('the column name %s is the key of %s', own, c.target_table), 'Give the column another name.', null::text
    where own = any(names)
    union all
    select 'key_columns', format('the column %s %s', dba.f_quoted(coalesce(k.name, '')), coalesce(dba.f_name_problem(k.name), 'is missing')),
        'Write names of columns as they are in the table, such as {order_no,line}.', null
    from unnest(c.key_columns) as k(name)
    where k.name is null or dba.f_name_problem(k.name) is not null or k.name = own
    union all
    select 'key_columns', 'the list of key columns is empty', 'Write names of columns, or null.', null
    where cardinality(c.key_columns) = 0
    union all
    select 'key_columns', format('the column %s is listed twice', min(k.name)), 'Write it once.', null
    from unnest(c.key_columns) as k(name)
    group by k.name having count(*) > 1
    union all
    select 'key_columns', format('the column %s is not in the contract', dba.f_quoted(k.name)),
        'Write names of the contract, or mark its columns with "key": true.', null
    from unnest(c.key_columns) as k(name)
    where c.contract is not null and k.name <> all(names)
    union all
    select 'key_columns', 'key_columns and the contract name different keys', 'Write the key in one of them.', null
    where not (c.key_columns <@ keys and c.key_columns @> keys) and keys <> '{}'
    union all
    select 'key_columns', 'load_mode merge needs to know which columns tell rows apart',
        'Write them in key_columns, such as {order_no}, or mark columns of the contract with "key": true.', null
    where c.load_mode = 'merge' and c.key_columns is null and keys = '{}'
    union all
    select 'deduplication', 'load_mode merge leaves no rows out: the key decides', 'Write deduplication = ''none''.', null
    where c.load_mode = 'merge' and c.deduplication = 'row_hash'
    union all
    select 'bad_rows', 'the types of a contract do not widen', 'Write bad_rows = ''reject'' or ''refuse_file''.', null
    where c.bad_rows = 'widen' and c.typing = 'contract'
    union all
    select 'bad_rows_most', format('bad_rows_most has no meaning while bad_rows is %s', c.bad_rows), 'Write bad_rows = ''reject'', or bad_rows_most = null.', null
    where c.bad_rows_most is not null and c.bad_rows <> 'reject'
    union all
    select 'bad_rows_most', format('%s is no number of rows and no share', dba.f_quoted(c.bad_rows_most)),
        'Write a number such as 100, or a share from 0% to 100% such as 0.5%.', null
    where c.bad_rows_most !~ '^([0-9]{1,18}|(100(\.0+)?|[0-9]{1,2}(\.[0-9]{1,6})?)%)$'
    union all
    select n.field, format('%s is %s', n.field, n.rows), 'Write 0 or more, or null.', null
    from (values ('min_rows', c.min_rows), ('max_rows', c.max_rows)) as n(field, rows)
    where n.rows < 0
    union all
    select 'max_rows', format('no file has %s rows or more, but %s at most', c.min_rows, c.max_rows), 'Write max_rows not below min_rows.', null
    where c.min_rows > c.max_rows;

    if c.transforms is not null and to_regprocedure('dba.f_transforms_problem(jsonb)') is not null then
        return query
        select 'transforms', p.problem, 'Write a list such as [{"step": "rename", "columns": {"old": "new"}}], or null.', null::text
        from (select dba.f_transforms_problem(c.transforms) as problem) as p
        where p.problem is not null;
    end if;
end
$$;
comment on function dba.f_import_loading_problems(dba.timportconfig) is 'What cannot work in how rows are typed, changed, checked and loaded.';

create or replace function dba.f_import_neighbour_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language sql stable
as $$
    with other as (
        select o.*
        from dba.timportconfig as o
        where c.is_active = '1' and o.is_active = '1' and o.config_id <> c.config_id and o.config_name <> c.config_name
    )
    select 'file_pattern', format('the import %s means the same files of %s, with the same priority', o.config_name, c.source_directory),
        'Give one of them a higher priority, or another file_pattern.', null
    from other as o
    where o.priority = c.priority
        and dba.f_plain_folder(o.source_directory) = dba.f_plain_folder(c.source_directory)
        and (o.file_pattern = c.file_pattern or dba.f_pattern_covers(o.file_pattern, c.file_pattern) or dba.f_pattern_covers(c.file_pattern, o.file_pattern))
    union all
    select 'archive_directory', format('the import %s would load again what lies in %s', o.config_name, c.archive_directory),
        'Write an archive_directory that no import watches.', null
    from other as o
    where dba.f_plain_folder(o.source_directory) = dba.f_plain_folder(c.archive_directory)
    union all
    select 'source_directory', format('%s is the archive of the import %s', c.source_directory, o.config_name),
        'Write a source_directory that is no archive.', null
    from other as o
    where dba.f_plain_folder(o.archive_directory) = dba.f_plain_folder(c.source_directory)
    union all
    select 'load_mode', format('the import %s loads %s with load_mode %s, which does not go together with %s', o.config_name, c.target_table, o.load_mode, c.load_mode),
        'Use merge for all imports of a table or for none, or write another target_table.', null
    from other as o
    where o.target_table = c.target_table and o.load_mode <> c.load_mode and 'merge' in (o.load_mode, c.load_mode)
    union all
    select 'target_table', format('%s is %s', c.target_table, case
            when t.relispartition then 'a partition'
            else coalesce((jsonb_build_object(
                'v', 'a view', 'm', 'a materialized view', 'f', 'a foreign table', 'S', 'a sequence', 'i', 'an index', 'I', 'an index', 'c', 'a type'
            ) ->> t.relkind::text), 'no table')
        end), 'Write a table, or a name that is free: the importer makes the table.', null
    from pg_class as t
    join pg_namespace as n on n.oid = t.relnamespace
    where n.nspname = split_part(c.target_table, '.', 1) and t.relname = split_part(c.target_table, '.', 2)
        and (t.relkind not in ('r', 'p') or t.relispartition)
$$;
comment on function dba.f_import_neighbour_problems(dba.timportconfig) is 'What cannot work beside the other imports and the tables that exist.';

create or replace function dba.f_import_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language plpgsql
as $$
begin
    return query select * from dba.f_import_name_problems(c);
    return query select * from dba.f_import_reading_problems(c);
    return query select * from dba.f_import_value_problems(c);
    return query select * from dba.f_import_loading_problems(c);
    return query select * from dba.f_import_neighbour_problems(c);
end
$$;
comment on function dba.f_import_problems(dba.timportconfig)
is 'Everything that cannot work in a row of dba.timportconfig, also one that was written behind the checks: select p.* from dba.timportconfig as c, dba.f_import_problems(c) as p.';

create or replace function dba.f_warn_of_import(c dba.timportconfig) returns void
language plpgsql
as $$
begin
    if c.file_pattern ~ '(^|[^\\])[\w-]\*\.\w+$' then
        raise warning 'the pattern % is a regular expression, in which * repeats what stands before it', c.file_pattern
            using hint = format('Should * mean anything, write %s$', regexp_replace(replace(c.file_pattern, '*', '.*'), '\.(\w+)$', '\\.\1'));
    end if;
    if exists (
        select from pg_class as t
        join pg_namespace as n on n.oid = t.relnamespace
        where n.nspname = split_part(c.target_table, '.', 1) and t.relname = split_part(c.target_table, '.', 2)
            and not exists (select from pg_attribute as a where a.attrelid = t.oid and a.attname = 'datasetid' and not a.attisdropped)
    ) then
        raise warning 'the table % has no column datasetid, which the importer needs', c.target_table
            using hint = format('alter table %s add datasetid bigint references dba.tdataset;', c.target_table);
    end if;
end
$$;
comment on function dba.f_warn_of_import(dba.timportconfig) is 'Says what probably is not meant, or has to be done before the first file.';

create or replace function dba.f_check_importconfig() returns trigger
language plpgsql
as $$
declare
    as_it_was dba.timportconfig;
    found     record;
begin
    if tg_op = 'UPDATE' then
        as_it_was := old;
        as_it_was.last_modified_at := new.last_modified_at;
        if new is not distinct from as_it_was then
            return new;
        end if;
        as_it_was.is_active := '0';
        if new is not distinct from as_it_was then         -- whatever a row says, it can be switched off
            return new;
        end if;
    end if;
    if new.is_active = '1' then                             -- two rows that are saved at once would not see each other
        perform pg_advisory_xact_lock(7101006);
    end if;
    for found in select p.* from dba.f_import_problems(new) as p limit 1 loop
        raise exception 'import %: %', regexp_replace(left(new.config_name, 100), '[[:cntrl:]]+', ' ', 'g'), found.problem
            using errcode = 'check_violation', hint = found.hint, schema = 'dba', table = 'timportconfig',
                  column = found.field, constraint = coalesce(found.rule, found.field || '_can_work');
    end loop;
    perform dba.f_warn_of_import(new);
    return new;
end
$$;
comment on function dba.f_check_importconfig() is 'Trigger of dba.timportconfig: refuses a row that cannot work.';

create or replace trigger importconfig_can_work
before insert or update on dba.timportconfig
for each row execute function dba.f_check_importconfig();
comment on trigger importconfig_can_work on dba.timportconfig is 'Refuses a row that cannot work, with what to write instead.';

revoke execute on function dba.f_check_importconfig() from public;
