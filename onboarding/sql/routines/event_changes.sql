-- What changed in the events, with coverage: an event that was not observed says nothing.

create or replace function dba.f_event_company(p_row jsonb) returns text
language sql immutable
return nullif(upper(trim(coalesce(
    p_row ->> 'company_name', p_row ->> 'company/organization', p_row ->> 'company_description',
    p_row ->> 'company_description_(bio)', p_row ->> 'organization_description', p_row ->> 'description'
))), '');
comment on function dba.f_event_company(jsonb) is 'The company of a row of public.tmeetmaxevent, in upper case, whatever the spreadsheet called its column.';

create or replace function dba.f_event_ticker(p_row jsonb) returns text
language sql immutable
return nullif(upper(trim(coalesce(p_row ->> 'ticker', p_row ->> 'company_ticker'))), '');
comment on function dba.f_event_ticker(jsonb) is 'The ticker of a row of public.tmeetmaxevent, in upper case, whatever the spreadsheet called its column.';

create or replace function dba.f_event_companies(p_datasetids bigint[])
returns table (datasetid bigint, company_name text, ticker text)
language plpgsql stable
as $$
begin
    if to_regclass('public.tmeetmaxevent') is null then
        return;
    end if;
    return query
    select distinct e.datasetid, c.company, c.symbol
    from public.tmeetmaxevent as e
    cross join lateral (select dba.f_event_company(to_jsonb(e)) as company, dba.f_event_ticker(to_jsonb(e)) as symbol) as c
    where e.datasetid = any (p_datasetids) and coalesce(c.company, c.symbol) is not null;
end
$$;
comment on function dba.f_event_companies(bigint[]) is 'Companies and tickers of some datasets.';

create or replace function dba.f_event_is_readable(p_datasetid bigint) returns boolean
language plpgsql stable
as $$
begin
    if to_regclass('public.tmeetmaxevent') is null then
        return false;
    end if;
    return exists (
        select from public.tmeetmaxevent as e
        where e.datasetid = p_datasetid
            and coalesce(dba.f_event_company(to_jsonb(e)), dba.f_event_ticker(to_jsonb(e))) is not null
    );
end
$$;
comment on function dba.f_event_is_readable(bigint)
is 'Whether a company can be found in a dataset; one with columns of unknown names says nothing about an event.';

create or replace function dba.f_event_observations(p_fulldate date)
returns table (eventid text, datasetid bigint, datasetdate date)
language sql stable
as $$
    select d.label, d.datasetid, d.datasetdate
    from dba.tdataset as d
    join dba.tdatasettype as t using (datasettypeid)
    where t.typename = 'MeetMaxEvents' and d.isactive and d.datasetdate = p_fulldate and dba.f_event_is_readable(d.datasetid)
$$;
comment on function dba.f_event_observations(date) is 'The events that were observed on a day, each with its dataset.';

create or replace function dba.f_event_baseline(p_eventid text, p_fulldate date)
returns table (datasetid bigint, datasetdate date)
language sql stable
as $$
    with
    observed as (
        select d.datasetid, d.datasetdate
        from dba.tdataset as d
        join dba.tdatasettype as t using (datasettypeid)
        where t.typename = 'MeetMaxEvents' and d.isactive and d.label = p_eventid and d.datasetdate < p_fulldate
    ),
    last as (
        select o.datasetdate from observed as o
        where dba.f_event_is_readable(o.datasetid)
        order by o.datasetdate desc
        limit 1
    )
    select o.datasetid, o.datasetdate
    from observed as o
    join last using (datasetdate)
$$;
comment on function dba.f_event_baseline(text, date) is 'The last observation of an event before a day.';

create or replace function dba.f_event_urls()
returns table (eventid text, url text)
language plpgsql stable
as $$
begin
    if to_regclass('public.tmeetmaxurlcheck') is null then
        return;
    end if;
    return query
    select distinct on (r ->> 'eventid') r ->> 'eventid', r ->> 'url'
    from public.tmeetmaxurlcheck as u
    join dba.tdataset as d on d.datasetid = u.datasetid and d.isactive
    cross join lateral (select to_jsonb(u) as r) as j
    order by r ->> 'eventid', d.datasetdate desc, d.datasetid desc;
end
$$;
comment on function dba.f_event_urls() is 'The page of each event, from the newest URL check in force.';

create or replace function dba.f_get_event_changes(p_fulldate date default null)
returns table (
    eventid text, company_name text, ticker text, mindate date, maxdate date, url text, scenario text
)
language sql stable
as $$
    with
    day as (select coalesce(p_fulldate, current_date) as fulldate),
    observed as (select o.* from day cross join lateral dba.f_event_observations(day.fulldate) as o),
    baseline as (
        select e.eventid, b.datasetid
        from (select distinct o.eventid, o.datasetdate from observed as o) as e
        cross join lateral dba.f_event_baseline(e.eventid, e.datasetdate) as b
    ),
    this as (
        select o.eventid, c.company_name, c.ticker
        from dba.f_event_companies(array(select o.datasetid from observed as o)) as c
        join observed as o using (datasetid)
    ),
    last as (
        select b.eventid, c.company_name, c.ticker
        from dba.f_event_companies(array(select b.datasetid from baseline as b)) as c
        join baseline as b using (datasetid)
    ),
    changed as (
        select 'added' as scenario, a.* from (table this except table last) as a
        union all
        select 'removed', r.* from (table last except table this) as r
    ),
    recent as (
        select d.datasetid, d.label as eventid, d.datasetdate
        from dba.tdataset as d
        join dba.tdatasettype as t using (datasettypeid)
        cross join day
        where t.typename = 'MeetMaxEvents' and d.isactive
            and d.datasetdate between day.fulldate - 31 and day.fulldate
            and d.label in (select c.eventid from changed as c)
    ),
    seen as (
        select r.eventid, c.company_name, c.ticker, min(r.datasetdate) as mindate, max(r.datasetdate) as maxdate
        from dba.f_event_companies(array(select r.datasetid from recent as r)) as c
        join recent as r using (datasetid)
        group by r.eventid, c.company_name, c.ticker
    )
    select c.eventid, c.company_name, c.ticker, s.mindate, s.maxdate, u.url, c.scenario
    from changed as c
    left join seen as s
        on s.eventid = c.eventid
        and s.company_name is not distinct from c.company_name
        and s.ticker is not distinct from c.ticker
    left join dba.f_event_urls() as u on u.eventid = c.eventid
    order by c.eventid, c.scenario, c.company_name, c.ticker
$$;
comment on function dba.f_get_event_changes(date)
is 'Companies added to and removed from each event that was observed on the day (default today), against its last observation before; mindate and maxdate are the first and last day it was seen in the last 31 days. An event that was not observed yields nothing.';

create or replace function dba.f_get_unobserved_events(p_fulldate date default null)
returns table (eventid text, last_observed date)
language sql stable
as $$
    select d.label, max(d.datasetdate)
    from (select coalesce(p_fulldate, current_date) as fulldate) as day
    join dba.tdataset as d on d.isactive and d.datasetdate between day.fulldate - 7 and day.fulldate - 1
    join dba.tdatasettype as t using (datasettypeid)
    where t.typename = 'MeetMaxEvents'
        and d.label not in (select o.eventid from dba.f_event_observations(day.fulldate) as o)
    group by d.label
    order by d.label
$$;
comment on function dba.f_get_unobserved_events(date)
is 'Events that were observed in the week before a day (default today) but not on it.';
