-- What the checks of imports are made of: names, patterns, date formats, and the word that was probably meant.

create or replace function dba.f_quoted(p_value text) returns text
language sql immutable
return '"' || regexp_replace(left(p_value, 60), '[[:cntrl:]]+', ' ', 'g') || case when length(p_value) > 60 then '…' else '' end || '"';
comment on function dba.f_quoted(text) is 'A value as it stands in a sentence: in quotes, on one line, cut after 60 characters.';

create or replace function dba.f_closest(p_word text, p_words text[]) returns text
language sql immutable
as $$
    select w.word
    from unnest(p_words) as w(word)
    cross join lateral (
        select
            ' ' || regexp_replace(lower(p_word), '[^a-z0-9]+', '', 'g') || ' ' as one,
            ' ' || regexp_replace(lower(w.word), '[^a-z0-9]+', '', 'g') || ' ' as other
    ) as t
    cross join lateral (
        select count(*) as pairs
        from (
            select substr(t.one, g, 2) from generate_series(1, length(t.one) - 1) as g
            intersect all
            select substr(t.other, g, 2) from generate_series(1, length(t.other) - 1) as g
        ) as s
    ) as shared
    where 2.0 * shared.pairs / (length(t.one) + length(t.other) - 2) >= 0.4
    order by 2.0 * shared.pairs / (length(t.one) + length(t.other) - 2) desc, w.word
    limit 1
$$;
comment on function dba.f_closest(text, text[]) is 'The word that somebody probably meant, by the pairs of letters it shares; null when none comes near.';

create or replace function dba.f_words_allowed(p_constraint text) returns text[]
language sql stable
as $$
    select array_agg(m.found[1])
    from pg_constraint as c
    cross join regexp_matches(pg_get_constraintdef(c.oid), '''([A-Za-z_]+)''::text', 'g') as m(found)
    where c.conrelid = 'dba.timportconfig'::regclass and c.conname = p_constraint
$$;
comment on function dba.f_words_allowed(text) is 'The words that a rule of dba.timportconfig such as check (file_type in (...)) lists.';

create or replace function dba.f_name_problem(p_name text) returns text
language sql immutable
return case
    when p_name is null or p_name ~ '^\s*$' then 'is empty'
    when p_name <> lower(p_name) then format('is written %s in the table: lower case', lower(p_name))
    when p_name ~ '^\s|\s$|[[:cntrl:] -]' then format('is written %s in the table', regexp_replace(trim(p_name), '[[:cntrl:] -]', '_', 'g'))
    when octet_length(p_name) > 63 then 'is longer than 63 bytes'
    when p_name in ('datasetid', 'row_hash', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid') then 'is a column that the system fills'
end;
comment on function dba.f_name_problem(text) is 'Why a column of a table that imports fill cannot have a name, as the rest of a sentence; null: it can.';

create or replace function dba.f_plain_folder(p_folder text) returns text
language sql immutable
return regexp_replace(regexp_replace(p_folder || '/', '(/\.?)+/', '/', 'g'), '(.)/$', '\1');
comment on function dba.f_plain_folder(text) is 'A folder without needless / and /./, so that two ways to write it are equal.';

create or replace function dba.f_pattern_bare(p_pattern text) returns text
language sql immutable
return regexp_replace(
    regexp_replace(p_pattern, '\\.', 'a', 'g'), '\[(\^\]|\^(?!\])|\]|(?![\]^]))[^\]]*\]', 'a', 'g'
);
comment on function dba.f_pattern_bare(text)
is 'A regular expression with a letter for each escaped character and each set: what is left means something.';

-- Python runs the patterns, so this refuses only what is certainly broken there: what every such language
-- refuses, and, where only their common part is used, what the server's own engine refuses.
create or replace function dba.f_pattern_problem(p_pattern text) returns text
language plpgsql immutable
as $$
declare
    bare   constant text := dba.f_pattern_bare(p_pattern);
    plain  constant text := regexp_replace(regexp_replace(bare, '\(\?[aimsu]+\)', '', 'g'), '\(\?(:|<?[=!]|P<\w+>)', '(', 'g');
    rest   text := bare;
    escape text;
begin
    select e.found[1] into escape
    from regexp_matches(p_pattern, '\\.', 'g') as e(found)
    where e.found[1] ~ '[CEFGHIJKLMOPQRTVXYceghijklmopqy]';
    if escape is not null then
        return format('holds %s, which means nothing', escape);
    elsif bare ~ '\\$' then
        return 'ends with a lone backslash';
    elsif bare ~ '\[' then
        return 'opens a [ that nothing closes';
    elsif plain !~ '\(\?' and plain ~ '(^|[(|^$])[*+?]|[*+?]\*' then
        return 'has a * + or ? with nothing before it to repeat';
    end if;
    while rest ~ '\([^()]*\)' loop
        rest := regexp_replace(rest, '\([^()]*\)', 'a', 'g');
    end loop;
    if rest ~ '[()]' and bare !~ '\(\?[#x]' then
        return case when rest ~ '\)' then 'closes a ) that nothing opened' else 'opens a ( that nothing closes' end;
    end if;
    if bare !~ '\(\?[^:]|[*+?}]\+|\{(?![0-9]+(,[0-9]*)?\})|[0-9]{3}' and p_pattern !~ '\[\^?\[|\[[:.=]|\\[0-9AbBNuUxZ]' then
        perform '' ~ p_pattern;
    end if;
    return null;
exception when invalid_regular_expression then
    return format('is broken (%s)', regexp_replace(sqlerrm, '^invalid regular expression: ', ''));
end
$$;
comment on function dba.f_pattern_problem(text)
is 'What is certainly wrong with a regular expression, as the rest of a sentence; null: nothing that can be told before it runs.';

create or replace function dba.f_pattern_groups(p_pattern text) returns integer
language sql immutable
return length(replace(dba.f_pattern_bare(p_pattern), '(?', '')) - length(replace(replace(dba.f_pattern_bare(p_pattern), '(?', ''), '(', ''));
comment on function dba.f_pattern_groups(text) is 'How many groups without a name a regular expression has.';

-- Two patterns that surely mean one name: one of them is such a name, and the other one is simple.
create or replace function dba.f_pattern_covers(p_pattern text, p_other text) returns boolean
language plpgsql immutable
as $$
begin
    return p_other ~ '^\^?([A-Za-z0-9_ .-]|\\[.-])+\$?$'
        and p_pattern !~ '\\[^dwsDWS._-]|\(\?|\[[\[:.=^]|[*+?}]\+|\*\*|\{(?![0-9]+(,[0-9]*)?\})'
        and regexp_replace(p_other, '[\\^$]', '', 'g') ~ ('^(?:' || p_pattern || ')');
exception when invalid_regular_expression then
    return false;
end
$$;
comment on function dba.f_pattern_covers(text, text)
is 'Whether the first pattern surely means a file that the second one, a plain name, means.';

create or replace function dba.f_date_parts(p_format text)
returns table (part text, kind text, digits text)
language sql immutable
as $$
    select t.found[1], k.kind, repeat('#', k.width)
    from regexp_matches(p_format, 'yyyy|SSS|MM|dd|HH|mm|ss|M|d|[^yMdHmsS]+|.', 'g') with ordinality as t(found, place)
    left join (values
        ('yyyy', 'year', 4), ('MM', 'month', 2), ('M', 'month', 2), ('dd', 'day', 2), ('d', 'day', 2),
        ('HH', 'hours', 2), ('mm', 'minutes', 2), ('ss', 'seconds', 2), ('SSS', 'milliseconds', 3)
    ) as k(part, kind, width) on k.part = t.found[1]
    order by t.place
$$;
comment on function dba.f_date_parts(text) is 'The parts of a date format in their order; what only separates has no kind.';

create or replace function dba.f_date_format_problem(p_format text) returns text
language plpgsql immutable
as $$
declare
    parts   constant text[] := array(select d.part from dba.f_date_parts(p_format) as d);
    kinds   constant text[] := array(select coalesce(d.kind, '') from dba.f_date_parts(p_format) as d);
    missing text;
    odd     text;
begin
    if 'year' <> all(kinds) and p_format ~ 'yy?' then
        return 'has a year of two digits, which may be of any century; write yyyy';
    end if;
    select format('lacks %s, the %s', n.part, n.kind) || case when n.part = 'MM' and 'mm' = any(parts) then ' (mm are minutes)' else '' end
    into missing
    from (values
        ('yyyy', 'year', null), ('MM', 'month', null), ('dd', 'day', null),
        ('HH', 'hours', 'minutes'), ('mm', 'minutes', 'seconds'), ('ss', 'seconds', 'milliseconds')
    ) as n(part, kind, needed_by)
    where n.kind <> all(kinds) and (n.needed_by is null or n.needed_by = any(kinds))
    limit 1;
    if missing is not null then
        return missing;
    end if;
    for n in 1 .. cardinality(parts) loop
        odd := case when n = cardinality(parts) then rtrim(parts[n], 'Z') else parts[n] end;
        if kinds[n] = '' and odd <> 'T' and odd ~ '[[:alnum:][:cntrl:]]' then
            return format('holds %s, which means nothing there', dba.f_quoted(odd));
        elsif kinds[n] <> '' and kinds[n] = any(kinds[n + 1 :]) then
            return format('has two parts for the %s', kinds[n]);
        elsif parts[n] in ('M', 'd') and (kinds[n - 1] <> '' or kinds[n + 1] <> '') then
            return format('needs something between %s and what is beside it, or %1$s%1$s', parts[n]);
        end if;
    end loop;
    return null;
end
$$;
comment on function dba.f_date_format_problem(text)
is 'What is wrong with a format such as dd.MM.yyyy HH:mm, as the rest of a sentence; null: nothing.';

create or replace function dba.f_date_formats_problem(p_formats text[]) returns text
language plpgsql immutable
as $$
declare
    problem text;
begin
    if coalesce(cardinality(p_formats), 0) = 0 then
        return 'the list of date formats is empty';
    end if;
    select format('the date format %s %s', dba.f_quoted(coalesce(f.format, '')), case when f.format is null then 'is null' else dba.f_date_format_problem(f.format) end) into problem
    from unnest(p_formats) as f(format)
    where f.format is null or dba.f_date_format_problem(f.format) is not null
    limit 1;
    if problem is not null then
        return problem;
    end if;
    with known as (
        select distinct on (f.format) f.format, f.place, d.shape, d.kinds
        from unnest(p_formats || '{yyyy-MM-dd}'::text[]) with ordinality as f(format, place)
        cross join lateral (
            select string_agg(coalesce(p.digits, p.part), '') as shape, string_agg(p.kind, ' ') as kinds
            from dba.f_date_parts(f.format) as p
        ) as d
        order by f.format, f.place
    )
    select format(
        'the date formats %s and %s read the same text differently: %s would mean two days', one.format, other.format,
        (select string_agg(case p.kind when 'year' then '2026' when 'month' then '02' when 'day' then '01' else coalesce(p.digits, p.part) end, '')
         from dba.f_date_parts(one.format) as p)
    ) into problem
    from known as one
    join known as other on other.place > one.place and other.shape = one.shape and other.kinds <> one.kinds
    order by one.place
    limit 1;
    return coalesce(problem, (
        select format('the date format %s is listed twice', f.format)
        from unnest(p_formats) as f(format)
        group by f.format having count(*) > 1
        limit 1
    ));
end
$$;
comment on function dba.f_date_formats_problem(text[])
is 'What is wrong with a list of date formats, as a sentence; null: nothing. yyyy-MM-dd is always understood, so it is compared with the others.';

create or replace function dba.f_is_date_as(p_text text, p_format text) returns boolean
language plpgsql stable
as $$
declare
    said    constant text := trim(p_text);
    pattern text := regexp_replace(p_format, '([^[:alnum:]])', '\\\1', 'g');
    part    text;
begin
    foreach part in array '{MM,dd,HH,mm,ss}'::text[] loop
        pattern := replace(pattern, part, '[0-9]{2}');
    end loop;
    return said ~ ('^' || replace(pattern, 'yyyy', '[0-9]{4}') || '$') and dba.f_fits(format(
        '%s-%s-%s', substr(said, strpos(p_format, 'yyyy'), 4), substr(said, strpos(p_format, 'MM'), 2), substr(said, strpos(p_format, 'dd'), 2)
    ), 'date');
end
$$;
comment on function dba.f_is_date_as(text, text) is 'Whether a text is a date that is written as dateformat says.';
