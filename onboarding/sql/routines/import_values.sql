-- Whether a text of a file fits whole into a column of a type, and why not.

-- Where a pattern can tell, no cast has to fail: the body is inlined, and with a constant type only one branch is left of it.
create or replace function dba.f_fits_plainly(p_value text, p_type text) returns boolean
language sql immutable
return case
    when p_value is null or p_type in ('text', 'character varying') then true
    when p_type in ('smallint', 'integer', 'bigint') then case
        when p_value !~ '^[ \t\n\v\f\r]*[+-]?[0-9]+[ \t\n\v\f\r]*$' then false
        when length(p_value) <= case p_type when 'smallint' then 4 when 'integer' then 9 else 18 end then true
    end
    when p_type = 'boolean' then p_value ~* '^[ \t\n\v\f\r]*(t|f|true|false|yes|no|on|off|1|0|y|n)[ \t\n\v\f\r]*$'
    when p_type in ('real', 'double precision', 'numeric') or p_type ~ '^numeric\([^)]*\)$' then case
        when p_type = 'numeric' and p_value ~ '^-?[0-9]{1,100}(\.[0-9]{1,100})?$' then true
        when p_type = 'double precision' and p_value ~ '^-?[0-9]{1,9}(\.[0-9]{1,6})?$' then true
        when p_type = 'real' and p_value ~ '^-?[0-9]{1,4}(\.[0-9]{1,2})?$' then true
        when p_type ~ '^numeric\([0-9]{1,3},[1-9][0-9]?\)$'                    -- as many digits as there is room for
            and substring(p_type from '\((.*),')::integer > substring(p_type from ',(.*)\)')::integer
            and p_value ~ (
                '^-?[0-9]{1,'
                || least(255, substring(p_type from '\((.*),')::integer - substring(p_type from ',(.*)\)')::integer)::text
                || '}(\.[0-9]{1,' || substring(p_type from ',(.*)\)') || '})?$'
            ) then true
        when p_value !~* '^[ \t\n\v\f\r]*[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|nan|inf|infinity)[ \t\n\v\f\r]*$' then false
    end
    when p_type ~ '^character varying\([0-9]+\)$' then length(p_value) <= substring(p_type from '[0-9]+')::integer
    when p_type in ('date', 'timestamp without time zone', 'timestamp with time zone') then case
        when p_value !~* '[0-9]{5}|[0-9][^0-9]+[0-9]|j *[0-9]' then false
        when p_value ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' then true
        when p_type = 'timestamp without time zone'
            and p_value ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$' then true
        when p_type = 'timestamp with time zone'
            and p_value ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-2])(:?[0-5][0-9])?)?$' then true
    end
end;
comment on function dba.f_fits_plainly(text, text)
is 'Whether a text fits a type, as far as its look tells: null means that the server has to be asked. The type as format_type writes it.';

-- The session's own zone would hide a zone of the text that is the same: this one is nobody's.
create or replace function dba.f_names_a_zone(p_value text, p_with_date boolean) returns boolean
language sql stable
set timezone to '<none>11:59'
return case
    when p_with_date then p_value::timestamptz at time zone '<none>11:59' <> p_value::timestamp
    else extract(timezone from p_value::timetz) <> -(11 * 3600 + 59 * 60)
end;
comment on function dba.f_names_a_zone(text, boolean) is 'Whether a time that is written as text names its time zone.';

create or replace function dba.f_names_a_day(p_value text) returns boolean
language plpgsql stable
as $$
begin
    return p_value !~ '^[ 0-9.]+$' and p_value::timestamp is not null;
exception when data_exception then
    return false;
end
$$;
comment on function dba.f_names_a_day(text) is 'Whether a time that is written as text names its day.';

create or replace function dba.f_misfit_of_other(p_value text, p_kind oid, p_type text) returns text
language plpgsql stable
as $$
declare
    said text := dba.f_quoted(p_value);
    kind pg_type;
    lost boolean;
    why  text;
begin
    select * into strict kind from pg_type where oid = p_kind;
    if kind.typtype = 'd' then
        why := dba.f_misfit(p_value, format_type(kind.typbasetype, kind.typtypmod));
        if why is not null then
            return why;
        end if;
    elsif kind.typcategory = 'A' and p_type like '%[]' then
        perform p_value::text[];
        select dba.f_misfit(e, regexp_replace(p_type, '(\[\])+$', '')) into why
        from unnest(p_value::text[]) as e
        where not dba.f_fits(e, regexp_replace(p_type, '(\[\])+$', ''))
        limit 1;
        if why is not null then
            return why;
        end if;
    elsif p_type in ('"char"', 'name') then
        execute format('select $1::%s::text <> $1', p_type) into lost using p_value;
        return case when lost then format('%s is longer than %s', said, p_type) end;
    elsif p_kind = 'money'::regtype and p_value ~ '^[0-9.]+$' and p_value::numeric <> p_value::money::numeric then
        return format('%s has more decimals than money', said);
    elsif p_kind = 'interval'::regtype and p_value ~* 'infinity' then
        return said || ' is a word, not an interval';
    end if;
    execute format('select cast($1 as %s) is null', format_type(p_kind, -1)) into lost using p_value;
    if p_type like '%(%' and kind.typcategory <> 'A' then
        execute format(
            'select cast($1 as %s) is distinct from cast(cast($1 as %1$s) as %s)', format_type(p_kind, -1), p_type
        ) into lost using p_value;
        return case when lost then format('%s does not fit whole into %s', said, p_type) end;
    end if;
    return null;
end
$$;
comment on function dba.f_misfit_of_other(text, oid, text)
is 'Part of dba.f_misfit: domains, enumerations, arrays and all types without rules of their own; an error of the server is for the caller.';

create or replace function dba.f_misfit_of(p_value text, p_type text) returns text
language plpgsql stable
as $$
declare
    kind  constant oid  := to_regtype(p_type);
    plain constant text := format_type(kind, -1);        -- without its limit, such as (5,2)
    rule  text;
    lost  boolean;
begin
    if kind is null then
        raise exception 'there is no type %', p_type
            using errcode = 'undefined_object', hint = 'Write it as PostgreSQL does, such as integer or numeric(10,2).';
    elsif p_value is null or dba.f_fits_plainly(p_value, plain) and p_type = plain then
        return null;
    elsif plain in ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'boolean')
        and not dba.f_fits_plainly(p_value, plain) then
        return format('%s is no %s', dba.f_quoted(p_value), plain);
    end if;

    if plain in ('character varying', 'bpchar') then
        if length(p_value) > substring(p_type from '\(([0-9]+)\)')::integer then
            return format('%s is longer than %s', dba.f_quoted(p_value), p_type);
        end if;
    elsif plain in ('smallint', 'integer', 'bigint') then
        lost := case plain
            when 'smallint' then p_value::smallint is null
            when 'integer' then p_value::integer is null
            else p_value::bigint is null
        end;
    elsif plain = 'numeric' then
        if p_type like '%(%' then
            execute format('select cast($1 as numeric) <> cast($1 as %s)', p_type) into lost using p_value;
        else
            lost := p_value::numeric is null;
        end if;
        if lost then
            return format('%s has more decimals than %s', dba.f_quoted(p_value), p_type);
        end if;
    elsif plain in ('real', 'double precision') then
        lost := case plain
            when 'real' then p_value::real::text::numeric <> p_value::numeric
            else p_value::double precision::text::numeric <> p_value::numeric
        end;
        if lost then
            return format('%s has more digits than %s keeps', dba.f_quoted(p_value), plain);
        end if;
    elsif plain = 'date' or plain like 'time%' then
        return dba.f_misfit_of_time(p_value, p_type, plain);
    elsif plain not in ('text', 'boolean') then
        return dba.f_misfit_of_other(p_value, kind, p_type);
    end if;
    return null;
exception
    when numeric_value_out_of_range then
        return format('%s is out of range for %s', dba.f_quoted(p_value), p_type);
    when check_violation or not_null_violation then
        get stacked diagnostics rule = constraint_name;
        return format('%s breaks the rule %s of %s', dba.f_quoted(p_value), rule, p_type);
    when data_exception or feature_not_supported or raise_exception then
        return format('%s is no %s', dba.f_quoted(p_value), p_type) || case when plain ~ '^(date|time|uuid)' then '' else coalesce((
            select ', which has ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder)
            from pg_enum as e where e.enumtypid = kind
        ), '') end;
end
$$;
comment on function dba.f_misfit_of(text, text) is 'Part of dba.f_misfit: asks the server, type by type.';

create or replace function dba.f_misfit_of_time(p_value text, p_type text, p_plain text) returns text
language plpgsql stable
as $$
declare
    said text := dba.f_quoted(p_value);
    lost boolean;
begin
    if p_value ~* '\m(now|today|tomorrow|yesterday|epoch|infinity|allballs)\M' then
        return format('%s is a word, not a %s', said, case p_plain when 'date' then 'date' else 'time' end);
    elsif p_plain = 'date' then
        if p_value::date <> p_value::timestamp then
            return said || ' has a time of day, which date would drop';
        end if;
        return null;
    elsif p_plain = 'timestamp without time zone' then
        if p_value::timestamp is not null and dba.f_names_a_zone(p_value, true) then
            return format('%s names a time zone, which %s would drop', said, p_type);
        end if;
    elsif p_plain = 'timestamp with time zone' then
        lost := p_value::timestamptz is null;
    else
        lost := case p_plain when 'time with time zone' then p_value::timetz is null else p_value::time is null end;
        if dba.f_names_a_day(p_value) then
            return format('%s has a date, which %s would drop', said, p_type);
        elsif p_plain = 'time without time zone' and dba.f_names_a_zone(p_value, false) then
            return format('%s names a time zone, which %s would drop', said, p_type);
        end if;
    end if;
    if p_type like '%(%' then
        execute format(
            'select cast($1 as %s) <> cast(cast($1 as %1$s) as %s)', p_plain, p_type
        ) into lost using p_value;
    end if;
    if lost or p_value ~ '[.,][0-9]{6}[0-9]*[1-9]' then
        return format('%s has more decimals than %s keeps', said, p_type);
    end if;
    return null;
end
$$;
comment on function dba.f_misfit_of_time(text, text, text)
is 'Part of dba.f_misfit: dates and times; an error of the server is for the caller.';

create or replace function dba.f_misfit(p_value text, p_type text) returns text
language sql stable
return case when dba.f_fits_plainly(p_value, p_type) then null else dba.f_misfit_of(p_value, p_type) end;
comment on function dba.f_misfit(text, text)
is 'Why a text does not fit whole into a column of a type (as format_type writes it), such as "abc" is no integer; null: it fits without loss. The DateStyle of the session decides what 01/02/2026 means.';

create or replace function dba.f_fits(p_value text, p_type text) returns boolean
language sql stable
return coalesce(dba.f_fits_plainly(p_value, p_type), dba.f_misfit_of(p_value, p_type) is null);
comment on function dba.f_fits(text, text) is 'Whether dba.f_misfit finds nothing, at less cost.';
