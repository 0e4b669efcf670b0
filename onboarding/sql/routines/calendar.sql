-- The calendar follows the holidays.

create or replace function dba.f_refresh_calendar()
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    first_day constant date := '2020-01-01';
    last_day  constant date := '2040-12-31';
    changed   integer;
begin
    -- Two sessions that change holidays take turns, so that the second one sees what the first one did.
    lock table dba.tcalendardays in share row exclusive mode;

    with day as (
        select
            first_day + n as fulldate,
            extract(dow from first_day + n)::integer as downum,
            exists (select from dba.tholidays h where h.holiday_date = first_day + n) as isholiday
        from generate_series(0, last_day - first_day) n
    )
    insert into dba.tcalendardays as known
        (fulldate, downame, downum, isbusday, isholiday, previous_business_date)
    select
        fulldate,
        to_char(fulldate, 'FMDay'),
        downum,
        downum between 1 and 5,
        isholiday,
        max(fulldate) filter (where downum between 1 and 5 and not isholiday)
            over (order by fulldate rows between unbounded preceding and 1 preceding)
    from day
    on conflict (fulldate) do update set
        downame                = excluded.downame,
        downum                 = excluded.downum,
        isbusday               = excluded.isbusday,
        isholiday              = excluded.isholiday,
        previous_business_date = excluded.previous_business_date
    where (known.downame, known.downum, known.isbusday, known.isholiday, known.previous_business_date)
        is distinct from
        (excluded.downame, excluded.downum, excluded.isbusday, excluded.isholiday, excluded.previous_business_date);

    get diagnostics changed = row_count;
    return changed;
end
$$;
comment on function dba.f_refresh_calendar() is
'Fills dba.tcalendardays from 2020 to 2040 and marks the holidays; returns how many days changed. Runs by itself when dba.tholidays changes.';

create or replace function dba.f_holidays_changed()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    outside date;
begin
    perform dba.f_refresh_calendar();

    select min(h.holiday_date) into outside
    from dba.tholidays h
    where not exists (select from dba.tcalendardays c where c.fulldate = h.holiday_date);

    if outside is not null then
        raise exception 'Holiday % lies outside the calendar', outside
            using errcode = 'check_violation',
                  hint = 'Write a day from 2020-01-01 to 2040-12-31.';
    end if;
    return null;
end
$$;
comment on function dba.f_holidays_changed() is
'Trigger of dba.tholidays: refreshes the calendar and refuses a day that the calendar does not have.';

create or replace trigger holidays_changed
after insert or update or delete or truncate on dba.tholidays
for each statement execute function dba.f_holidays_changed();
comment on trigger holidays_changed on dba.tholidays is 'Keeps dba.tcalendardays in step.';

revoke execute on function dba.f_refresh_calendar(), dba.f_holidays_changed() from public;
grant execute on function dba.f_refresh_calendar() to etl_user;

do $$ begin perform dba.f_refresh_calendar(); end $$;
