-- The steps that dba.timportconfig.transforms may hold, and what is wrong with a list of them.

create or replace function dba.f_transform_settings()
returns table (step text, setting text, kind text, required boolean)
language sql immutable
as $$
    values
        ('rename',     'columns',               'renames',              true),
        ('keep',       'columns',               'names',                true),
        ('drop',       'columns',               'names',                true),
        ('trim',       'columns',               'names',                false),
        ('trim',       'characters',            'mark',                 false),
        ('case',       'columns',               'names',                true),
        ('case',       'to',                    'lower|upper|title',    true),
        ('replace',    'columns',               'names',                true),
        ('replace',    'find',                  'mark',                 true),
        ('replace',    'with',                  'text',                 true),
        ('replace',    'regex',                 'flag',                 false),
        ('split',      'column',                'name',                 true),
        ('split',      'by',                    'mark',                 true),
        ('split',      'into',                  'names',                true),
        ('split',      'regex',                 'flag',                 false),
        ('join',       'columns',               'names',                true),
        ('join',       'with',                  'text',                 true),
        ('join',       'into',                  'name',                 true),
        ('map',        'column',                'name',                 true),
        ('map',        'table',                 'table',                false),
        ('map',        'from',                  'name',                 false),
        ('map',        'to',                    'name',                 false),
        ('map',        'values',                'pairs',                false),
        ('map',        'into',                  'name',                 false),
        ('map',        'otherwise',             'keep|empty|refuse',    false),
        ('unpivot',    'keep',                  'names',                true),
        ('unpivot',    'names_to',              'name',                 true),
        ('unpivot',    'values_to',             'name',                 true),
        ('unpivot',    'drop_empty',            'flag',                 false),
        ('constant',   'column',                'name',                 true),
        ('constant',   'value',                 'text',                 true),
        ('parse_date', 'columns',               'names',                true),
        ('parse_date', 'format',                'date',                 true),
        ('parse_date', 'to',                    'moment',               false),
        ('parse_date', 'otherwise',             'keep|empty|refuse',    false),
        ('number',     'columns',               'names',                true),
        ('number',     'decimal',               '.|,',                  false),
        ('number',     'thousands',             '.|,| |''|’|_',         false),
        ('number',     'percent',               'flag',                 false),
        ('number',     'negative_in_parentheses', 'flag',               false),
        ('number',     'units',                 'names',                false),
        ('number',     'otherwise',             'keep|empty|refuse',    false)
$$;
comment on function dba.f_transform_settings() is
'The settings of each step, in order; systemscripts/stages/transform/README.md shows an example of each step.';

create or replace function dba.f_transform_like(p_word text, p_known text[])
returns text
language sql immutable
as $$
    select format('; did you mean "%s"?', candidate.known)
    from (
        select
            known,
            (
                select count(*)
                from generate_series(1, length(p_word) - 1) as n
                where position(substr(lower(p_word), n, 2) in known) > 0
            ) / greatest(length(p_word), length(known))::numeric as likeness
        from unnest(p_known) as known
    ) as candidate
    where candidate.likeness >= 0.3
    order by candidate.likeness desc, candidate.known
    limit 1
$$;
comment on function dba.f_transform_like(text, text[]) is
'Which of the known words shares most pairs of letters with a wrong one, as the end of a sentence; null: none.';

create or replace function dba.f_transform_moment(p_format text)
returns text[]
language sql immutable
as $$
    select case
        when regexp_replace(p_format, 'yyyy|MMM|MM|dd|HH|mm|ss', '', 'g') ~ '[A-SU-Ya-z]' then null
        when count(*) <> count(distinct named.part) or count(*) = 0 then null
        else array_agg(named.part)
    end
    from (
        select case found.token[1]
            when 'yyyy' then 'year' when 'MM' then 'month' when 'MMM' then 'month' when 'dd' then 'day'
            when 'HH' then 'hour' when 'mm' then 'minute' when 'ss' then 'second'
        end as part
        from regexp_matches(p_format, 'yyyy|MMM|MM|dd|HH|mm|ss', 'g') as found (token)
    ) as named
$$;
comment on function dba.f_transform_moment(text) is
'The parts of a date that a format names; null when it names one twice, none, or holds other letters than T and Z.';

create or replace function dba.f_transform_kind_problem(p_kind text, p_value jsonb)
returns text
language plpgsql immutable
as $$
declare
    of_json constant text := jsonb_typeof(p_value);
    said    constant text := case when of_json = 'string' then p_value #>> '{}' end;
    texts   text[];
    parts   text[];
begin
    if p_kind like '%|%' then
        return case when said = any (string_to_array(p_kind, '|')) then null
            else regexp_replace('"' || replace(p_kind, '|', '", "') || '"', ', ("[^"]*")$', ' or \1')
        end;
    elsif p_kind = 'text' then
        return case when said is null then 'text in quotes, such as "a"' end;
    elsif p_kind = 'mark' then
        return case when coalesce(said, '') = '' then 'text that is not empty, such as ";"' end;
    elsif p_kind = 'name' then
        return case when coalesce(said, '') !~ '\S' then 'a name such as "amount"' end;
    elsif p_kind = 'flag' then
        return case when of_json is distinct from 'boolean' then 'true or false' end;
    elsif p_kind = 'table' then
        return case when coalesce(said, '') !~ '^[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,62}$'
            then 'schema and table in lower case, such as "public.tcountry"'
        end;
    elsif p_kind in ('date', 'moment') then
        parts := dba.f_transform_moment(coalesce(said, ''));
        if parts is null and p_kind = 'moment' then
            return 'a date or a part of it in yyyy, MM or MMM, dd, HH, mm, ss, each once, such as "yyyy-MM"';
        elsif p_kind = 'date' and (
            parts is null or not parts @> '{year,month,day}'
            or (parts @> '{minute}' and not parts @> '{hour}') or (parts @> '{second}' and not parts @> '{minute}')
        ) then
            return 'a date in yyyy, MM or MMM, dd and perhaps HH, mm, ss, each once, such as "dd.MM.yyyy HH:mm"';
        end if;
        return null;
    elsif p_kind = 'names' then
        if of_json = 'array' then
            select array_agg(case when jsonb_typeof(item) = 'string' then item #>> '{}' else '' end) into texts
            from jsonb_array_elements(p_value) as item;
        end if;
        return case when not dba.f_transform_are_names(texts) then 'a list of different names such as ["a", "b"]' end;
    elsif p_kind = 'renames' then
        if of_json = 'object' then
            select array_agg(case when jsonb_typeof(item.value) = 'string' then item.value #>> '{}' else '' end) into texts
            from jsonb_each(p_value) as item;
        end if;
        return case
            when not dba.f_transform_are_names(texts) or exists (select from jsonb_object_keys(p_value) as k (old) where k.old !~ '\S')
                then 'old and new names such as {"old": "new"}'
        end;
    elsif p_kind = 'pairs' then
        if of_json = 'object' then
            select array_agg(jsonb_typeof(item.value)) into texts from jsonb_each(p_value) as item;
        end if;
        return case when ('string' = all (texts)) is not true then 'an object of texts such as {"a": "b"}' end;
    end if;
    raise exception 'dba.f_transform_settings has a kind that nobody can check: %', p_kind;
end
$$;
comment on function dba.f_transform_kind_problem(text, jsonb) is
'What a setting of that kind must be, when the value is something else; null: it fits.';

create or replace function dba.f_transform_are_names(p_texts text[])
returns boolean
language sql immutable
return coalesce(
    (select bool_and(name ~ '\S') and count(distinct name) = count(*) from unnest(p_texts) as name), false
);
comment on function dba.f_transform_are_names(text[]) is 'Whether there is at least one, each says something, and none comes twice.';

create or replace function dba.f_transform_is_no_regex(p_pattern text)
returns boolean
language plpgsql immutable
as $$
declare
    -- what both dialects read as one ordinary character
    simple constant text := regexp_replace(p_pattern, '\\[^[:alnum:]]|\\[dwsDWS]', 'x', 'g');
begin
    if simple ~ '\\$' then
        return true;
    elsif simple ~ '\\|\{|\(\?|[*+?]\+|\[.*\]' then        -- here Python, which reads it, may think otherwise
        return false;
    end if;
    perform '' ~ simple;
    return false;
exception when invalid_regular_expression then
    return true;
end
$$;
comment on function dba.f_transform_is_no_regex(text) is
'Whether a pattern is surely no regular expression; what only Python can tell is told when the steps run.';

create or replace function dba.f_transform_together_problem(p_step text, p_given jsonb)
returns text
language plpgsql immutable
as $$
declare
    pattern_key constant text := case p_step when 'replace' then 'find' when 'split' then 'by' end;
    lacking     text;
begin
    if p_step = 'map' then
        return case
            when (p_given ? 'values') = (p_given ? 'table') then 'needs either "values" or "table"'
            when p_given ? 'table' and not p_given ?& '{from,to}'
                then 'needs "from" and "to": the columns of the table to look in and to take from'
            when p_given ? 'values' and p_given ?| '{from,to}' then 'has "from" or "to", but no "table"'
        end;
    elsif p_step = 'number' then
        return case when coalesce(p_given ->> 'decimal', '.') = p_given ->> 'thousands'
            then '"decimal" and "thousands" must differ; "decimal" is "." unless it is given'
        end;
    elsif p_step = 'parse_date' and p_given ? 'to' then
        select wanted into lacking
        from unnest(dba.f_transform_moment(p_given ->> 'to')) as wanted
        where wanted <> all (dba.f_transform_moment(p_given ->> 'format'))
        limit 1;
        return '"to" asks for the ' || lacking || ', which "format" lacks';
    elsif pattern_key is not null and p_given -> 'regex' = 'true' and dba.f_transform_is_no_regex(p_given ->> pattern_key) then
        return format('"%s" is no regular expression: a bracket or a repetition in %s is not right', pattern_key, p_given -> pattern_key);
    end if;
    return null;
end
$$;
comment on function dba.f_transform_together_problem(text, jsonb) is
'What is wrong with settings that fit one by one, but not together; null: nothing.';

create or replace function dba.f_transform_step_problem(p_step text, p_given jsonb)
returns text
language plpgsql immutable
as $$
declare
    known constant text[] := array(select s.setting from dba.f_transform_settings() as s where s.step = p_step);
    named record;
    wanted text;
begin
    for named in select s.setting, s.kind from dba.f_transform_settings() as s where s.step = p_step and s.required loop
        if not p_given ? named.setting then
            return format('lacks "%s": %s', named.setting, dba.f_transform_kind_problem(named.kind, null));
        end if;
    end loop;
    for named in
        select g.key, g.value, s.kind
        from jsonb_each(p_given) as g
        left join dba.f_transform_settings() as s on s.step = p_step and s.setting = g.key
        order by s.kind is not null
    loop
        if named.kind is null then
            return format('does not know "%s"%s', named.key, coalesce(
                dba.f_transform_like(named.key, known), '; it takes ' || array_to_string(known, ', ')
            ));
        end if;
        wanted := dba.f_transform_kind_problem(named.kind, named.value);
        if wanted is not null then
            return format('"%s" must be %s', named.key, wanted);
        end if;
    end loop;
    return dba.f_transform_together_problem(p_step, p_given);
end
$$;
comment on function dba.f_transform_step_problem(text, jsonb) is 'What is wrong with the settings of one step; null: nothing.';

create or replace function dba.f_transforms_problem(p_transforms jsonb)
returns text
language plpgsql immutable
as $$
declare
    known   constant text[] := array(
        select s.step from dba.f_transform_settings() with ordinality as s (step, setting, kind, required, n)
        group by s.step order by min(s.n)
    );
    item    record;
    problem text;
begin
    if p_transforms is null then
        return null;
    elsif jsonb_typeof(p_transforms) <> 'array' then
        return 'transforms must be a list such as [{"step": "trim"}]';
    end if;
    for item in
        select s.n, s.value, s.value ->> 'step' as step
        from jsonb_array_elements(p_transforms) with ordinality as s (value, n)
        order by s.n
    loop
        if jsonb_typeof(item.value -> 'step') is distinct from 'string' then
            return format('step %s must be an object such as {"step": "trim"}', item.n);
        elsif item.step <> all (known) then
            return format('step %s (%s) is unknown%s', item.n, item.step, coalesce(
                dba.f_transform_like(item.step, known), '; the steps are ' || array_to_string(known, ', ')
            ));
        end if;
        problem := dba.f_transform_step_problem(item.step, item.value - 'step');
        if problem is not null then
            return format('step %s (%s) %s', item.n, item.step, problem);
        end if;
    end loop;
    return null;
end
$$;
comment on function dba.f_transforms_problem(jsonb) is
'One sentence that names the first step that could not work and says what to write; null: the list is fine.';

revoke execute on function
    dba.f_transform_settings, dba.f_transform_like, dba.f_transform_moment, dba.f_transform_kind_problem,
    dba.f_transform_are_names, dba.f_transform_is_no_regex, dba.f_transform_together_problem,
    dba.f_transform_step_problem, dba.f_transforms_problem
from public;
grant execute on function
    dba.f_transform_settings, dba.f_transform_like, dba.f_transform_moment, dba.f_transform_kind_problem,
    dba.f_transform_are_names, dba.f_transform_is_no_regex, dba.f_transform_together_problem,
    dba.f_transform_step_problem, dba.f_transforms_problem
to etl_user;
