-- What dba.timportconfig.contract may say.

create or replace function dba.f_type_problem(p_type text) returns text
language plpgsql stable
as $$
declare
    usual constant text[] := array[
        'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'boolean', 'text', 'character varying', 'character',
        'bpchar', 'bit', 'bit varying', 'date', 'time without time zone', 'time with time zone', 'timestamp without time zone',
        'timestamp with time zone', 'interval', 'uuid', 'json', 'jsonb', 'bytea', 'inet', 'cidr', 'macaddr', 'macaddr8'
    ];
    meant constant jsonb := '{
        "string": "text", "varchar2": "text", "nvarchar": "text", "str": "text", "clob": "text", "number": "numeric", "double": "double precision",
        "datetime": "timestamp", "datetime2": "timestamp", "tinyint": "smallint", "long": "bigint", "serial": "integer", "bigserial": "bigint",
        "smallserial": "smallint", "money": "numeric(12,2)", "currency": "numeric(12,2)", "bytes": "bytea", "blob": "bytea"
    }';
    base  constant text := lower(trim(split_part(p_type, '(', 1)));
    kind  record;
begin
    select t.oid, t.typtype, t.typnamespace, t.typbasetype, t.typelem, t.typcategory, format_type(t.oid, null) as name into kind
    from pg_type as t where t.oid = to_regtype(case when p_type ~ '\S' and p_type !~ '--|/\*' then p_type end);
    if kind.oid is null then
        return format('there is no type %s', dba.f_quoted(p_type))
            || coalesce('; did you mean ' || coalesce(meant ->> base, dba.f_closest(base, usual)) || '?', '');
    elsif kind.typcategory = 'A' and kind.name like '%[]' then
        return dba.f_type_problem(format_type(kind.typelem, null));
    elsif kind.typtype = 'd' then
        return dba.f_type_problem(format_type(kind.typbasetype, null));
    elsif kind.typtype not in ('b', 'e') or (kind.typnamespace = 'pg_catalog'::regnamespace and kind.name <> all(usual)) then
        return format('the type %s is not for columns of imports', p_type) || coalesce('; did you mean ' || (meant ->> base) || '?', '');
    elsif not has_type_privilege(kind.oid, 'usage') then
        return format('the type %s may not be used by %s', p_type, current_user);
    end if;
    return null;
exception when syntax_error_or_access_rule_violation or data_exception then
    return format('%s is no type (%s)', dba.f_quoted(p_type), sqlerrm);
end
$$;
comment on function dba.f_type_problem(text) is 'Why a column that an import fills cannot have a type, as a sentence; null: it can.';

-- The server itself is asked. A text that is whole both within [] and within () is one expression: it cannot bring
-- a second statement along. Then it becomes the rule of a table that never exists, which refuses what a rule may not hold.
create or replace function dba.f_check_problem(p_check text, p_names text[], p_types text[]) returns text
language plpgsql
as $$
declare
    one_row constant text := (
        select string_agg(format('null::%s as %I', c.type, c.name), ', ') from unnest(p_names, p_types) as c(name, type)
    );
    fields  constant text := (
        select string_agg(format('%I %s', c.name, c.type), ', ') from unnest(p_names, p_types) as c(name, type)
    );
    answer   refcursor;
    unsteady text;
begin
    begin
        open answer for execute format(e'select array[%s\n] from (select %s) as one_row limit 0', p_check, one_row);
        close answer;
        open answer for execute format(e'select case when (%s\n) then 1 end from (select %s) as one_row limit 0', p_check, one_row);
        close answer;
        if has_database_privilege(current_database(), 'temporary') and current_setting('transaction_read_only') = 'off' then
            execute format(e'create temporary table import_check_is_tried (%s, check (%s\n)) on commit drop', fields, p_check);
            select string_agg(distinct p.proname, ', ') into unsteady
            from pg_constraint as k
            cross join regexp_matches(k.conbin::text, ':(?:op)?funcid (\d+)', 'g') as f(found)
            join pg_proc as p on p.oid = f.found[1]::oid
            where k.conrelid = to_regclass('pg_temp.import_check_is_tried') and p.provolatile = 'v';
        end if;
        raise exception using errcode = 'ETL01';
    exception
        when sqlstate 'ETL01' then
            return 'it calls what may answer differently each time: ' || unsteady;
        when syntax_error_or_access_rule_violation or data_exception or feature_not_supported or invalid_schema_name then
            return regexp_replace(sqlerrm, '^argument of (CASE/WHEN|CHECK) ', 'it ');
    end;
end
$$;
comment on function dba.f_check_problem(text, text[], text[])
is 'Why a text is no expression over these columns that is true or false for each row; null: it is one. What it had to make for that is undone.';

create or replace function dba.f_contract_column_problem(p_column jsonb) returns text
language plpgsql stable
as $$
declare
    known constant text[] := '{name,source,type,required,key,format,check}';
    odd    text;
    bare   text;
begin
    if jsonb_typeof(p_column) <> 'object' then
        return 'is no object in {}';
    end if;
    select k.name into odd from jsonb_object_keys(p_column) as k(name) where k.name <> all(known) limit 1;
    if odd is not null then
        return format('has %s, which means nothing', dba.f_quoted(odd))
            || coalesce('; did you mean "' || dba.f_closest(odd, known) || '"?', '');
    elsif p_column -> 'name' is null then
        return 'has no "name"';
    end if;
    select format('has a "%s" that is no %s', e.setting, case e.kind when 'string' then 'text in quotes' else 'true or false' end) into odd
    from (values ('name', 'string'), ('type', 'string'), ('required', 'boolean'), ('key', 'boolean'), ('format', 'string'), ('check', 'string'))
    as e(setting, kind)
    where jsonb_typeof(p_column -> e.setting) <> e.kind
    limit 1;
    if odd is not null then
        return odd;
    end if;
    odd := coalesce(dba.f_name_problem(p_column ->> 'name'), case
        when p_column ->> 'name' !~ '^[[:alpha:]_][[:alnum:]_]*$' then 'may hold only letters, digits and _, and begins with no digit'
    end);
    if odd is not null then
        return format('has a name that %s', odd);
    elsif p_column -> 'type' is null then
        return 'has no "type"';
    end if;
    odd := dba.f_type_problem(p_column ->> 'type');
    if odd is not null then
        return format('cannot have its type: %s', odd);
    elsif jsonb_typeof(p_column -> 'source') not in ('string', 'array') or p_column -> 'source' = '[]'
        or p_column @? '$.source[*] ? (@.type() != "string")' or p_column @? '$.source[*] ? (@ like_regex "^\\s*$")' then
        return 'has a "source" that is no heading in quotes and no list of such';
    elsif (p_column ->> 'key')::boolean and not (p_column ->> 'required')::boolean then
        return 'is a key, so it is required';
    end if;
    if p_column -> 'format' is not null then
        select format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) into bare
        from pg_type as t where t.oid = to_regtype(p_column ->> 'type');
        if bare not in ('date', 'timestamp without time zone', 'timestamp with time zone') then
            return format('has a "format", which %s does not use: it is for date and timestamp', p_column ->> 'type');
        end if;
        odd := dba.f_date_format_problem(p_column ->> 'format');
        if odd is not null then
            return format('has a "format" that %s', odd);
        end if;
    end if;
    if p_column ->> 'check' ~ '^\s*$' then
        return 'has an empty "check"';
    end if;
    return null;
end
$$;
comment on function dba.f_contract_column_problem(jsonb)
is 'What is wrong with one column of a contract by itself, as the rest of a sentence; null: nothing.';

create or replace function dba.f_contract_problem(p_contract jsonb) returns text
language plpgsql
as $$
declare
    odd   text;
    names text[];
    types text[];
begin
    if p_contract is null then
        return null;
    elsif jsonb_typeof(p_contract) <> 'object' then
        return 'the contract is no object in {}';
    end if;
    select k.name into odd from jsonb_object_keys(p_contract) as k(name) where k.name <> 'columns' limit 1;
    if odd is not null then
        return format('the contract has %s, which means nothing', dba.f_quoted(odd))
            || coalesce('; did you mean "' || dba.f_closest(odd, '{columns}') || '"?', '');
    elsif p_contract -> 'columns' is null or jsonb_typeof(p_contract -> 'columns') <> 'array' or p_contract -> 'columns' = '[]' then
        return 'the contract has no list of "columns"';
    elsif jsonb_array_length(p_contract -> 'columns') > 1500 then
        return 'the contract has more columns than the 1500 that fit into a table';
    end if;

    select format('column %s of the contract %s', coalesce(
        case when jsonb_typeof(c.setting -> 'name') = 'string' then dba.f_quoted(c.setting ->> 'name') end, c.place::text
    ), p.problem) into odd
    from jsonb_array_elements(p_contract -> 'columns') with ordinality as c(setting, place)
    cross join lateral (select dba.f_contract_column_problem(c.setting) as problem) as p
    where p.problem is not null
    order by c.place
    limit 1;
    if odd is not null then
        return odd;
    end if;

    select array_agg(c.setting ->> 'name' order by c.place), array_agg(c.setting ->> 'type' order by c.place) into names, types
    from jsonb_array_elements(p_contract -> 'columns') with ordinality as c(setting, place);
    select format('the contract has two columns %s', dba.f_quoted(n.name)) into odd
    from unnest(names) as n(name) group by n.name having count(*) > 1 limit 1;
    if odd is not null then
        return odd;
    end if;
    select format('the heading %s belongs to two columns of the contract: %s', dba.f_quoted(min(h.heading)), string_agg(h.name, ', ' order by h.place)) into odd
    from (
        select distinct on (c.place, lower(trim(translate(s.heading, e' -\n', '___'))))
            c.place, c.setting ->> 'name' as name, s.heading, lower(translate(trim(s.heading), e' -\n', '___')) as alike
        from jsonb_array_elements(p_contract -> 'columns') with ordinality as c(setting, place)
        cross join lateral (
            select x #>> '{}' as heading from jsonb_path_query(c.setting, '$.source[*]') as x
            union all
            select c.setting ->> 'name' where c.setting -> 'source' is null
        ) as s
    ) as h
    group by h.alike having count(distinct h.place) > 1
    limit 1;
    if odd is not null then
        return odd;
    end if;

    select format('the "check" of column %s does not work: %s', dba.f_quoted(c.setting ->> 'name'), p.problem) into odd
    from jsonb_array_elements(p_contract -> 'columns') with ordinality as c(setting, place)
    cross join lateral (select dba.f_check_problem(c.setting ->> 'check', names, types) as problem where c.setting -> 'check' is not null) as p
    where p.problem is not null
    order by c.place
    limit 1;
    return odd;
end
$$;
comment on function dba.f_contract_problem(jsonb)
is 'What is wrong with a contract such as {"columns": [{"name": "amount", "source": ["Amount"], "type": "numeric(10,2)", "check": "amount >= 0"}]}, as a sentence; null: nothing.';
