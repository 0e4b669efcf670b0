-- Where event lists can be downloaded.

create or replace function dba.f_event_downloads(p_fulldate date default null)
returns table (eventid text, downloadlink text)
language plpgsql stable
as $$
begin
    if to_regclass('public.tmeetmaxurlcheck') is null then
        return;
    end if;
    return query
    select r ->> 'eventid', r ->> 'downloadlink'
    from public.tmeetmaxurlcheck as u
    cross join lateral (select to_jsonb(u) as r) as j
    where r ->> 'isdownloadable' = '1'
        and u.datasetid = (
            select d.datasetid
            from dba.tdataset as d
            join dba.tdatasettype as t using (datasettypeid)
            where t.typename = 'MeetMaxURL' and d.isactive and d.datasetdate <= coalesce(p_fulldate, current_date)
            order by d.datasetdate desc, d.datasetid desc
            limit 1
        )
    order by u.tmeetmaxurlcheckid;
end
$$;
comment on function dba.f_event_downloads(date)
is 'Events that the newest URL check in force up to a day (default today) says can be downloaded, each with its address.';
