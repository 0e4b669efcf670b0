--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: dba; Type: SCHEMA; Schema: -; Owner: etl_owner
--

CREATE SCHEMA dba;


ALTER SCHEMA dba OWNER TO etl_owner;

--
-- Name: SCHEMA dba; Type: COMMENT; Schema: -; Owner: etl_owner
--

COMMENT ON SCHEMA dba IS 'Control: what runs, what comes in, what happened. People edit rows here.';


--
-- Name: landing; Type: SCHEMA; Schema: -; Owner: etl_owner
--

CREATE SCHEMA landing;


ALTER SCHEMA landing OWNER TO etl_owner;

--
-- Name: SCHEMA landing; Type: COMMENT; Schema: -; Owner: etl_owner
--

COMMENT ON SCHEMA landing IS 'Transient tables of imports; nothing here outlives its load.';


--
-- Name: mart; Type: SCHEMA; Schema: -; Owner: etl_owner
--

CREATE SCHEMA mart;


ALTER SCHEMA mart OWNER TO etl_owner;

--
-- Name: SCHEMA mart; Type: COMMENT; Schema: -; Owner: etl_owner
--

COMMENT ON SCHEMA mart IS 'Views that reports read.';


--
-- Name: cron_expression; Type: DOMAIN; Schema: dba; Owner: etl_owner
--

CREATE DOMAIN dba.cron_expression AS text
	CONSTRAINT five_fields_as_cron_reads_them CHECK ((VALUE ~* '^(\*(/[1-9][0-9]?)?|[0-5]?[0-9](-[0-5]?[0-9](/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|[0-5]?[0-9](-[0-5]?[0-9](/[1-9][0-9]?)?)?))* +(\*(/[1-9][0-9]?)?|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3])(/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3])(/[1-9][0-9]?)?)?))* +(\*(/[1-9][0-9]?)?|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01])(/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01])(/[1-9][0-9]?)?)?))* +(\*(/[1-9][0-9]?)?|(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-2])(/[1-9][0-9]?)?)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(,(\*(/[1-9][0-9]?)?|(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-2])(/[1-9][0-9]?)?)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))* +(\*(/[1-9][0-9]?)?|[0-7](-[0-7](/[1-9][0-9]?)?)?|sun|mon|tue|wed|thu|fri|sat)(,(\*(/[1-9][0-9]?)?|[0-7](-[0-7](/[1-9][0-9]?)?)?|sun|mon|tue|wed|thu|fri|sat))*$'::text));


ALTER DOMAIN dba.cron_expression OWNER TO etl_owner;

--
-- Name: DOMAIN cron_expression; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON DOMAIN dba.cron_expression IS 'Five fields of cron: minute hour day month weekday, such as 0 5,17 * * 1-5; no @nicknames, no seconds.';


--
-- Name: f_analyze_our_tables(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_analyze_our_tables() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform dba.f_analyze_tables(true);
end
$$;


ALTER FUNCTION dba.f_analyze_our_tables() OWNER TO etl_owner;

--
-- Name: FUNCTION f_analyze_our_tables(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_analyze_our_tables() IS 'Analyzes dba and mart as their owner, for a caller who may not.';


--
-- Name: f_analyze_tables(boolean); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_analyze_tables(p_ours boolean) RETURNS void
    LANGUAGE plpgsql
    SET lock_timeout TO '5s'
    AS $_$
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
$_$;


ALTER FUNCTION dba.f_analyze_tables(p_ours boolean) OWNER TO etl_owner;

--
-- Name: FUNCTION f_analyze_tables(p_ours boolean); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_analyze_tables(p_ours boolean) IS 'Analyzes the tables that the caller may analyze: those of dba and mart (true) or all others (false).';


--
-- Name: f_check_data_status(integer); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_check_data_status(p_datastatusid integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if not exists (select from dba.tdatastatus where datastatusid = p_datastatusid) then
        raise exception 'Data status % not found', p_datastatusid
            using errcode = 'foreign_key_violation',
                  hint = format('Write one of: %s.', (
                      select string_agg(format('%s %s', datastatusid, statusname), ', ' order by datastatusid)
                      from dba.tdatastatus
                  ));
    end if;
end
$$;


ALTER FUNCTION dba.f_check_data_status(p_datastatusid integer) OWNER TO etl_owner;

--
-- Name: FUNCTION f_check_data_status(p_datastatusid integer); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_check_data_status(p_datastatusid integer) IS 'Raises when dba.tdatastatus has no such id, and says which ids there are.';


--
-- Name: f_dataset_iu(bigint, date, text, text, text, text, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_dataset_iu(p_datasetid bigint, p_datasetdate date, p_datasettype text, p_datasource text, p_label text, p_statusname text, p_createduser text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    status integer := dba.f_lookup_id('Data status', p_statusname);
    id     bigint;
begin
    if p_datasetid is null then
        insert into dba.tdataset (datasetdate, label, datasettypeid, datasourceid, datastatusid, createdby)
        values (
            p_datasetdate, p_label, dba.f_lookup_id('Dataset type', p_datasettype),
            dba.f_lookup_id('Data source', p_datasource), status, coalesce(p_createduser, session_user)
        )
        returning datasetid into id;
        return id;
    end if;
    update dba.tdataset as d set datastatusid = status where d.datasetid = p_datasetid returning d.datasetid into id;
    if id is null then
        raise exception 'Dataset % not found', p_datasetid using hint = 'The datasets are in dba.tdataset.';
    end if;
    return id;
end
$$;


ALTER FUNCTION dba.f_dataset_iu(p_datasetid bigint, p_datasetdate date, p_datasettype text, p_datasource text, p_label text, p_statusname text, p_createduser text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_dataset_iu(p_datasetid bigint, p_datasetdate date, p_datasettype text, p_datasource text, p_label text, p_statusname text, p_createduser text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_dataset_iu(p_datasetid bigint, p_datasetdate date, p_datasettype text, p_datasource text, p_label text, p_statusname text, p_createduser text) IS 'Make a dataset by hand (first argument null) or change its status; Active brings it into force, every other status takes it out.';


--
-- Name: f_dataset_rival_key(integer, text, integer, integer, text, date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_dataset_rival_key(p_config_id integer, p_load_mode text, p_source integer, p_type integer, p_label text, p_date date) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (p_config_id IS NULL) THEN format('hand %s %s %s %s'::text, p_source, p_type, p_date, p_label) WHEN (p_load_mode = 'version'::text) THEN format('version %s %s %s'::text, p_config_id, p_date, p_label) WHEN (p_load_mode = 'replace'::text) THEN format('replace %s'::text, p_config_id) ELSE NULL::text END;


ALTER FUNCTION dba.f_dataset_rival_key(p_config_id integer, p_load_mode text, p_source integer, p_type integer, p_label text, p_date date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_dataset_rival_key(p_config_id integer, p_load_mode text, p_source integer, p_type integer, p_label text, p_date date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_dataset_rival_key(p_config_id integer, p_load_mode text, p_source integer, p_type integer, p_label text, p_date date) IS 'Datasets with the same key cannot be in force together; null: it has no rivals.';


--
-- Name: f_event_baseline(text, date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_baseline(p_eventid text, p_fulldate date) RETURNS TABLE(datasetid bigint, datasetdate date)
    LANGUAGE sql STABLE
    AS $$
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


ALTER FUNCTION dba.f_event_baseline(p_eventid text, p_fulldate date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_baseline(p_eventid text, p_fulldate date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_baseline(p_eventid text, p_fulldate date) IS 'The last observation of an event before a day.';


--
-- Name: f_event_companies(bigint[]); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_companies(p_datasetids bigint[]) RETURNS TABLE(datasetid bigint, company_name text, ticker text)
    LANGUAGE plpgsql STABLE
    AS $$
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


ALTER FUNCTION dba.f_event_companies(p_datasetids bigint[]) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_companies(p_datasetids bigint[]); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_companies(p_datasetids bigint[]) IS 'Companies and tickers of some datasets.';


--
-- Name: f_event_company(jsonb); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_company(p_row jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN NULLIF(upper(TRIM(BOTH FROM COALESCE((p_row ->> 'company_name'::text), (p_row ->> 'company/organization'::text), (p_row ->> 'company_description'::text), (p_row ->> 'company_description_(bio)'::text), (p_row ->> 'organization_description'::text), (p_row ->> 'description'::text)))), ''::text);


ALTER FUNCTION dba.f_event_company(p_row jsonb) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_company(p_row jsonb); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_company(p_row jsonb) IS 'The company of a row of public.tmeetmaxevent, in upper case, whatever the spreadsheet called its column.';


--
-- Name: f_event_downloads(date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_downloads(p_fulldate date DEFAULT NULL::date) RETURNS TABLE(eventid text, downloadlink text)
    LANGUAGE plpgsql STABLE
    AS $$
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


ALTER FUNCTION dba.f_event_downloads(p_fulldate date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_downloads(p_fulldate date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_downloads(p_fulldate date) IS 'Events that the newest URL check in force up to a day (default today) says can be downloaded, each with its address.';


--
-- Name: f_event_is_readable(bigint); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_is_readable(p_datasetid bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
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


ALTER FUNCTION dba.f_event_is_readable(p_datasetid bigint) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_is_readable(p_datasetid bigint); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_is_readable(p_datasetid bigint) IS 'Whether a company can be found in a dataset; one with columns of unknown names says nothing about an event.';


--
-- Name: f_event_observations(date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_observations(p_fulldate date) RETURNS TABLE(eventid text, datasetid bigint, datasetdate date)
    LANGUAGE sql STABLE
    AS $$
    select d.label, d.datasetid, d.datasetdate
    from dba.tdataset as d
    join dba.tdatasettype as t using (datasettypeid)
    where t.typename = 'MeetMaxEvents' and d.isactive and d.datasetdate = p_fulldate and dba.f_event_is_readable(d.datasetid)
$$;


ALTER FUNCTION dba.f_event_observations(p_fulldate date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_observations(p_fulldate date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_observations(p_fulldate date) IS 'The events that were observed on a day, each with its dataset.';


--
-- Name: f_event_ticker(jsonb); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_ticker(p_row jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN NULLIF(upper(TRIM(BOTH FROM COALESCE((p_row ->> 'ticker'::text), (p_row ->> 'company_ticker'::text)))), ''::text);


ALTER FUNCTION dba.f_event_ticker(p_row jsonb) OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_ticker(p_row jsonb); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_ticker(p_row jsonb) IS 'The ticker of a row of public.tmeetmaxevent, in upper case, whatever the spreadsheet called its column.';


--
-- Name: f_event_urls(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_event_urls() RETURNS TABLE(eventid text, url text)
    LANGUAGE plpgsql STABLE
    AS $$
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


ALTER FUNCTION dba.f_event_urls() OWNER TO etl_owner;

--
-- Name: FUNCTION f_event_urls(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_event_urls() IS 'The page of each event, from the newest URL check in force.';


--
-- Name: f_get_event_changes(date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_get_event_changes(p_fulldate date DEFAULT NULL::date) RETURNS TABLE(eventid text, company_name text, ticker text, mindate date, maxdate date, url text, scenario text)
    LANGUAGE sql STABLE
    AS $$
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


ALTER FUNCTION dba.f_get_event_changes(p_fulldate date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_get_event_changes(p_fulldate date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_get_event_changes(p_fulldate date) IS 'Companies added to and removed from each event that was observed on the day (default today), against its last observation before; mindate and maxdate are the first and last day it was seen in the last 31 days. An event that was not observed yields nothing.';


--
-- Name: f_get_unobserved_events(date); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_get_unobserved_events(p_fulldate date DEFAULT NULL::date) RETURNS TABLE(eventid text, last_observed date)
    LANGUAGE sql STABLE
    AS $$
    select d.label, max(d.datasetdate)
    from (select coalesce(p_fulldate, current_date) as fulldate) as day
    join dba.tdataset as d on d.isactive and d.datasetdate between day.fulldate - 7 and day.fulldate - 1
    join dba.tdatasettype as t using (datasettypeid)
    where t.typename = 'MeetMaxEvents'
        and d.label not in (select o.eventid from dba.f_event_observations(day.fulldate) as o)
    group by d.label
    order by d.label
$$;


ALTER FUNCTION dba.f_get_unobserved_events(p_fulldate date) OWNER TO etl_owner;

--
-- Name: FUNCTION f_get_unobserved_events(p_fulldate date); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_get_unobserved_events(p_fulldate date) IS 'Events that were observed in the week before a day (default today) but not on it.';


--
-- Name: f_holidays_changed(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_holidays_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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


ALTER FUNCTION dba.f_holidays_changed() OWNER TO etl_owner;

--
-- Name: FUNCTION f_holidays_changed(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_holidays_changed() IS 'Trigger of dba.tholidays: refreshes the calendar and refuses a day that the calendar does not have.';


--
-- Name: f_insert_treportmanager(text, text, text, text, text, boolean, jsonb, text, jsonb, integer, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    new_id integer;
begin
    perform dba.f_check_data_status(p_datastatus);
    insert into dba.treportmanager (
        reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,
        attachmentqueries, emailbodytemplate, emailbodyqueries, datastatusid, createduser
    ) values (
        p_reportname, p_reportdescription, p_frequency, p_subjectheader, p_toheader, coalesce(p_hasattachment, false),
        coalesce(p_attachmentqueries, '[]'), p_emailbodytemplate, coalesce(p_emailbodyqueries, '{}'), p_datastatus,
        coalesce(p_createduser, session_user)
    )
    returning reportid into new_id;
    return new_id;
end
$$;


ALTER FUNCTION dba.f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) IS 'Adds a report and returns its reportid; null stands for no attachment, no attachment queries, no body queries.';


--
-- Name: f_insert_tscheduler(text, text, text, text, text, integer, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    new_id integer;
begin
    perform dba.f_check_data_status(p_datastatusid);
    insert into dba.tscheduler (taskname, taskdescription, frequency, scriptpath, scriptargs, datastatusid, createduser)
    values (
        p_taskname, p_taskdescription, p_frequency, p_scriptpath, p_scriptargs, p_datastatusid,
        coalesce(p_createduser, session_user)
    )
    returning schedulerid into new_id;
    return new_id;
end
$$;


ALTER FUNCTION dba.f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text) IS 'Adds a scheduled task and returns its schedulerid; update_cron_jobs.py brings it into cron.';


--
-- Name: f_jobrun_begin(uuid, bigint, text, text, text, text, text, integer, text, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text) RETURNS bigint
    LANGUAGE sql
    AS $$
    insert into dba.tjobrun (
        run_uuid, parent_id, script, arguments, trigger_kind, host_name, user_name, process_id, process_mark, log_file
    ) values (
        p_run_uuid, p_parent_id, p_script, coalesce(p_arguments, ''), coalesce(p_trigger_kind, 'hand'),
        p_host_name, p_user_name, p_process_id, p_process_mark, p_log_file
    )
    returning jobrun_id
$$;


ALTER FUNCTION dba.f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text) IS 'Records a run before its first step and returns its jobrun_id.';


--
-- Name: f_jobrun_died(bigint[]); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_jobrun_died(p_jobrun_ids bigint[]) RETURNS void
    LANGUAGE sql
    AS $$
    with closed as (
        update dba.tjobrun set
            ended_at = clock_timestamp(),
            outcome  = 'died',
            message  = 'its process vanished'
        where jobrun_id = any(p_jobrun_ids) and ended_at is null
        returning jobrun_id
    )
    update dba.tjobstep set
        ended_at = clock_timestamp(),
        outcome  = 'failed'
    where jobrun_id in (select jobrun_id from closed) and ended_at is null
$$;


ALTER FUNCTION dba.f_jobrun_died(p_jobrun_ids bigint[]) OWNER TO etl_owner;

--
-- Name: FUNCTION f_jobrun_died(p_jobrun_ids bigint[]); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_jobrun_died(p_jobrun_ids bigint[]) IS 'Closes runs whose process vanished, and their open steps; a run that is closed already stays as it is.';


--
-- Name: f_jobrun_end(bigint, integer, text, bigint, bigint, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text) RETURNS void
    LANGUAGE sql
    AS $$
    with closed as (
        update dba.tjobrun set
            ended_at  = clock_timestamp(),
            exit_code = p_exit_code,
            outcome   = p_outcome,
            rows_in   = coalesce(p_rows_in, rows_in),
            rows_out  = coalesce(p_rows_out, rows_out),
            message   = coalesce(p_message, message)
        where jobrun_id = p_jobrun_id and ended_at is null
        returning jobrun_id
    )
    update dba.tjobstep set
        ended_at = clock_timestamp(),
        outcome  = case when p_exit_code = 0 then 'done' else 'failed' end
    where jobrun_id in (select jobrun_id from closed) and ended_at is null
$$;


ALTER FUNCTION dba.f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text) IS 'Closes a run and its open steps; a run that is closed already stays as it is. Null keeps rows and message that the run has noted itself.';


--
-- Name: f_jobrun_open_on(text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_jobrun_open_on(p_host_name text) RETURNS TABLE(jobrun_id bigint, process_id integer, process_mark text)
    LANGUAGE sql STABLE
    AS $$
    select r.jobrun_id, r.process_id, r.process_mark
    from dba.tjobrun r
    where r.host_name = p_host_name and r.ended_at is null
    order by r.jobrun_id
$$;


ALTER FUNCTION dba.f_jobrun_open_on(p_host_name text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_jobrun_open_on(p_host_name text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_jobrun_open_on(p_host_name text) IS 'Runs of a machine that are not closed; whoever knows its processes tells which of them died.';


--
-- Name: f_lookup_id(text, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_lookup_id(p_kind text, p_name text) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS $$
declare
    id integer;
begin
    case p_kind
        when 'Dataset type' then
            select t.datasettypeid into id from dba.tdatasettype as t where t.typename = p_name;
        when 'Data source' then
            select s.datasourceid into id from dba.tdatasource as s where s.sourcename = p_name;
        when 'Data status' then
            select s.datastatusid into id from dba.tdatastatus as s where s.statusname = p_name;
    end case;
    if id is null then
        raise exception '% % not found', p_kind, p_name
            using hint = format('The names are in dba.%s.', case p_kind
                when 'Dataset type' then 'tdatasettype' when 'Data source' then 'tdatasource' else 'tdatastatus' end);
    end if;
    return id;
end
$$;


ALTER FUNCTION dba.f_lookup_id(p_kind text, p_name text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_lookup_id(p_kind text, p_name text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_lookup_id(p_kind text, p_name text) IS 'Number of a dataset type, data source or data status; an unknown name is an error.';


--
-- Name: f_open_query(text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_open_query(p_query text) RETURNS refcursor
    LANGUAGE plpgsql
    AS $$
declare
    answer refcursor;
begin
    open answer for execute p_query;
    return answer;
end
$$;


ALTER FUNCTION dba.f_open_query(p_query text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_open_query(p_query text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_open_query(p_query text) IS 'Open a query that a person wrote, as exactly one statement that returns rows; it cannot end the transaction or bring a second statement along.';


--
-- Name: f_refresh_calendar(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_refresh_calendar() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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


ALTER FUNCTION dba.f_refresh_calendar() OWNER TO etl_owner;

--
-- Name: FUNCTION f_refresh_calendar(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_refresh_calendar() IS 'Fills dba.tcalendardays from 2020 to 2040 and marks the holidays; returns how many days changed. Runs by itself when dba.tholidays changes.';


--
-- Name: f_remember_dataset_state(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_remember_dataset_state() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'UPDATE' and old.isactive and not new.isactive then
        update dba.tdatasetstate as s
        set active_thru = new.effthrudate
        where s.datasetid = new.datasetid and s.active_thru = '9999-01-01';
    elsif new.isactive and (tg_op = 'INSERT' or not old.isactive) then
        insert into dba.tdatasetstate (datasetid, active_from) values (new.datasetid, new.efffromdate);
    end if;
    return null;
end
$$;


ALTER FUNCTION dba.f_remember_dataset_state() OWNER TO etl_owner;

--
-- Name: FUNCTION f_remember_dataset_state(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_remember_dataset_state() IS 'Writes dba.tdatasetstate.';


--
-- Name: f_stamp_importconfig(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_stamp_importconfig() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.last_modified_at := clock_timestamp();
    return new;
end
$$;


ALTER FUNCTION dba.f_stamp_importconfig() OWNER TO etl_owner;

--
-- Name: FUNCTION f_stamp_importconfig(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_stamp_importconfig() IS 'Trigger of dba.timportconfig: keeps last_modified_at.';


--
-- Name: f_update_treportmanager(integer, text, text, text, text, text, boolean, jsonb, text, jsonb, integer, text); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform dba.f_check_data_status(p_datastatus);
    update dba.treportmanager set
        reportname        = p_reportname,
        reportdescription = p_reportdescription,
        frequency         = p_frequency,
        subjectheader     = p_subjectheader,
        toheader          = p_toheader,
        hasattachment     = coalesce(p_hasattachment, false),
        attachmentqueries = coalesce(p_attachmentqueries, '[]'),
        emailbodytemplate = p_emailbodytemplate,
        emailbodyqueries  = coalesce(p_emailbodyqueries, '{}'),
        datastatusid      = p_datastatus,
        createduser       = coalesce(p_createduser, createduser)
    where reportid = p_reportid;

    if not found then
        raise exception 'No report found with reportid %', p_reportid
            using errcode = 'no_data_found',
                  hint = 'See select reportid, reportname from dba.treportmanager; or add one with dba.f_insert_treportmanager.';
    end if;
end
$$;


ALTER FUNCTION dba.f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) OWNER TO etl_owner;

--
-- Name: FUNCTION f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) IS 'Overwrites every column of a report, also with null; who made it stays unless a name is given.';


--
-- Name: f_update_tscheduler(integer, text, text, text, text, text, integer); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform dba.f_check_data_status(p_datastatusid);
    update dba.tscheduler set
        taskname        = p_taskname,
        taskdescription = p_taskdescription,
        frequency       = p_frequency,
        scriptpath      = p_scriptpath,
        scriptargs      = p_scriptargs,
        datastatusid    = p_datastatusid
    where schedulerid = p_schedulerid;

    if not found then
        raise exception 'No scheduled task found with schedulerid %', p_schedulerid
            using errcode = 'no_data_found',
                  hint = 'See select schedulerid, taskname from dba.tscheduler; or add one with dba.f_insert_tscheduler.';
    end if;
end
$$;


ALTER FUNCTION dba.f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer) OWNER TO etl_owner;

--
-- Name: FUNCTION f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer) IS 'Overwrites every column of a scheduled task, also with null; who made it and when stays.';


--
-- Name: fenforcesingleactivedataset(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.fenforcesingleactivedataset() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    key    text;
    moment timestamptz;
begin
    if tg_op = 'UPDATE' and new.isactive is not distinct from old.isactive then
        new.isactive := (new.datastatusid = 1);            -- whoever sets the status means it
    elsif tg_op = 'UPDATE' and new.datastatusid is not distinct from old.datastatusid then
        new.datastatusid := case when new.isactive then 1 else 2 end;
    elsif tg_op = 'INSERT' then
        new.isactive := (new.datastatusid = 1);
    end if;

    if new.isactive and (tg_op = 'INSERT' or not old.isactive) then
        key := dba.f_dataset_rival_key(
            new.config_id, new.load_mode, new.datasourceid, new.datasettypeid, new.label, new.datasetdate
        );
        if key is not null then
            perform pg_advisory_xact_lock(hashtextextended(key, 7101003));
        end if;
        moment := clock_timestamp();
        with taken as (                                     -- a clock that was set back must not stop a load
            update dba.tdataset as d
            set isactive = false, effthrudate = greatest(moment, d.efffromdate)
            where d.isactive
                and d.datasetid <> new.datasetid
                and key is not null
                and d.config_id is not distinct from new.config_id
                and (new.load_mode is not distinct from 'replace' or (d.label = new.label and d.datasetdate = new.datasetdate))
                and (new.config_id is not null or (d.datasourceid = new.datasourceid and d.datasettypeid = new.datasettypeid))
            returning d.effthrudate
        )
        select coalesce(max(taken.effthrudate), moment) into moment from taken;
        new.efffromdate := moment;
        new.effthrudate := '9999-01-01';
    elsif tg_op = 'UPDATE' and old.isactive and not new.isactive and new.effthrudate = old.effthrudate then
        new.effthrudate := greatest(clock_timestamp(), new.efffromdate);
    end if;
    return new;
end
$$;


ALTER FUNCTION dba.fenforcesingleactivedataset() OWNER TO etl_owner;

--
-- Name: FUNCTION fenforcesingleactivedataset(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.fenforcesingleactivedataset() IS 'Keeps isactive and the status together and takes rivals out of force, also when two sessions load at once.';


--
-- Name: flogddlchanges(); Type: FUNCTION; Schema: dba; Owner: etl_owner
--

CREATE FUNCTION dba.flogddlchanges() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
    passing constant text := '^(pg_|landing$)';
begin
    if tg_event = 'sql_drop' then
        insert into dba.tddllogs (eventtype, schemaname, objectname, objecttype, sqlstatement)
        select tg_event, o.schema_name, o.object_identity, o.object_type, tg_tag
        from pg_event_trigger_dropped_objects() o
        where (o.original or (o.normal and o.object_type not in ('default value', 'rule')))
            and not o.is_temporary
            and coalesce(o.schema_name, '') !~ passing;
    else
        insert into dba.tddllogs (eventtype, schemaname, objectname, objecttype, sqlstatement)
        select tg_event, c.schema_name, c.object_identity, c.object_type, c.command_tag
        from pg_event_trigger_ddl_commands() c
        where not c.in_extension
            and c.command_tag <> 'COMMENT'
            and coalesce(c.schema_name, '') !~ passing;
    end if;
exception when others then  -- a log that fails must not forbid the change
    raise warning 'dba.tddllogs could not note %: %', tg_tag, sqlerrm;
end
$_$;


ALTER FUNCTION dba.flogddlchanges() OWNER TO etl_owner;

--
-- Name: FUNCTION flogddlchanges(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON FUNCTION dba.flogddlchanges() IS 'Event trigger: notes a change of the shape of the database in dba.tddllogs; temporary objects and schema landing are left out.';


--
-- Name: p_dataset_deactivate(bigint); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.p_dataset_deactivate(IN p_datasetid bigint)
    LANGUAGE plpgsql
    AS $$
begin
    update dba.tdataset as d set isactive = false where d.datasetid = p_datasetid;
    if not found then
        raise exception 'Dataset % not found', p_datasetid using hint = 'The datasets are in dba.tdataset.';
    end if;
end
$$;


ALTER PROCEDURE dba.p_dataset_deactivate(IN p_datasetid bigint) OWNER TO etl_owner;

--
-- Name: PROCEDURE p_dataset_deactivate(IN p_datasetid bigint); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.p_dataset_deactivate(IN p_datasetid bigint) IS 'Take a dataset out of force; its rows stay.';


--
-- Name: pcapturetableindexstats(); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.pcapturetableindexstats()
    LANGUAGE plpgsql
    AS $_$
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
$_$;


ALTER PROCEDURE dba.pcapturetableindexstats() OWNER TO etl_owner;

--
-- Name: PROCEDURE pcapturetableindexstats(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.pcapturetableindexstats() IS 'Notes size and use of every table and index in dba.ttableindexstats, all with the same snapshottime.';


--
-- Name: pimportconfigi(text, text, text, text, text, text, text, text, text, text, text, text, text, text, integer, bit); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer DEFAULT 1, IN p_is_active bit DEFAULT '1'::"bit")
    LANGUAGE plpgsql
    AS $$
begin
    insert into dba.timportconfig (
        config_name, datasource, datasettype, source_directory, archive_directory, file_pattern, file_type,
        metadata_label_source, metadata_label_location, dateconfig, datelocation, dateformat, delimiter,
        target_table, importstrategyid, is_active
    ) values (
        p_config_name, p_datasource, p_datasettype, p_source_directory, p_archive_directory, p_file_pattern, p_file_type,
        p_metadata_label_source, p_metadata_label_location, p_dateconfig, p_datelocation, p_dateformat, p_delimiter,
        p_target_table, p_importstrategyid, p_is_active
    )
    on conflict (config_name) do nothing;

    if not found then
        raise notice 'The import % exists already and stays as it is', p_config_name
            using hint = format('To change it: call dba.pimportconfigu(%s, ...);', (
                select config_id from dba.timportconfig where config_name = p_config_name
            ));
    end if;
end
$$;


ALTER PROCEDURE dba.pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) OWNER TO etl_owner;

--
-- Name: PROCEDURE pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) IS 'Adds an import; values in the order of the columns. A name that exists already is left as it is, with a notice.';


--
-- Name: pimportconfigu(integer, text, text, text, text, text, text, text, text, text, text, text, text, text, text, integer, bit); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.pimportconfigu(IN p_config_id integer, IN p_config_name text DEFAULT NULL::text, IN p_datasource text DEFAULT NULL::text, IN p_datasettype text DEFAULT NULL::text, IN p_source_directory text DEFAULT NULL::text, IN p_archive_directory text DEFAULT NULL::text, IN p_file_pattern text DEFAULT NULL::text, IN p_file_type text DEFAULT NULL::text, IN p_metadata_label_source text DEFAULT NULL::text, IN p_metadata_label_location text DEFAULT NULL::text, IN p_dateconfig text DEFAULT NULL::text, IN p_datelocation text DEFAULT NULL::text, IN p_dateformat text DEFAULT NULL::text, IN p_delimiter text DEFAULT NULL::text, IN p_target_table text DEFAULT NULL::text, IN p_importstrategyid integer DEFAULT NULL::integer, IN p_is_active bit DEFAULT NULL::"bit")
    LANGUAGE plpgsql
    AS $$
begin
    update dba.timportconfig set
        config_name             = coalesce(p_config_name, config_name),
        datasource              = coalesce(p_datasource, datasource),
        datasettype             = coalesce(p_datasettype, datasettype),
        source_directory        = coalesce(p_source_directory, source_directory),
        archive_directory       = coalesce(p_archive_directory, archive_directory),
        file_pattern            = coalesce(p_file_pattern, file_pattern),
        file_type               = coalesce(p_file_type, file_type),
        metadata_label_source   = coalesce(p_metadata_label_source, metadata_label_source),
        metadata_label_location = coalesce(p_metadata_label_location, metadata_label_location),
        dateconfig              = coalesce(p_dateconfig, dateconfig),
        datelocation            = coalesce(p_datelocation, datelocation),
        dateformat              = coalesce(p_dateformat, dateformat),
        delimiter               = coalesce(p_delimiter, delimiter),
        target_table            = coalesce(p_target_table, target_table),
        importstrategyid        = coalesce(p_importstrategyid, importstrategyid),
        is_active               = coalesce(p_is_active, is_active)
    where config_id = p_config_id;

    if not found then
        raise exception 'No configuration found with config_id %', p_config_id
            using errcode = 'no_data_found',
                  hint = 'See select config_id, config_name from dba.timportconfig; or add one with dba.pimportconfigi.';
    end if;
end
$$;


ALTER PROCEDURE dba.pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) OWNER TO etl_owner;

--
-- Name: PROCEDURE pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) IS 'Changes the given columns of an import; null leaves a column as it is (to empty one, update the row itself).';


--
-- Name: pmonitorlongrunningqueries(integer); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.pmonitorlongrunningqueries(IN minutes integer)
    LANGUAGE plpgsql
    AS $$
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


ALTER PROCEDURE dba.pmonitorlongrunningqueries(IN minutes integer) OWNER TO etl_owner;

--
-- Name: PROCEDURE pmonitorlongrunningqueries(IN minutes integer); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.pmonitorlongrunningqueries(IN minutes integer) IS 'Writes a line QueryMonitor into dba.tlogentry for each query of this database that has been running that long; a role that is no superuser sees its own.';


--
-- Name: ppurgeoldlogs(integer); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.ppurgeoldlogs(IN days integer)
    LANGUAGE plpgsql
    AS $_$
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
$_$;


ALTER PROCEDURE dba.ppurgeoldlogs(IN days integer) OWNER TO etl_owner;

--
-- Name: PROCEDURE ppurgeoldlogs(IN days integer); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.ppurgeoldlogs(IN days integer) IS 'Deletes log lines, maintenance lines, DDL lines and statistics older than so many days; runs and datasets stay.';


--
-- Name: prunmaintenancevacuumanalyze(); Type: PROCEDURE; Schema: dba; Owner: etl_owner
--

CREATE PROCEDURE dba.prunmaintenancevacuumanalyze()
    LANGUAGE plpgsql
    AS $_$
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
$_$;


ALTER PROCEDURE dba.prunmaintenancevacuumanalyze() OWNER TO etl_owner;

--
-- Name: PROCEDURE prunmaintenancevacuumanalyze(); Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON PROCEDURE dba.prunmaintenancevacuumanalyze() IS 'Analyzes every table it may and notes it in dba.tmaintenancelog; tables that need a vacuum are listed there as NEEDS VACUUM, because no procedure can vacuum.';


SET default_tablespace = '';


--
-- Name: tarrival; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tarrival (
    arrival_id bigint NOT NULL,
    file_name text NOT NULL,
    directory text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    origin text,
    arrived_at timestamp with time zone DEFAULT now() NOT NULL,
    state text DEFAULT 'arrived'::text NOT NULL,
    config_id integer,
    label text,
    dataset_date date,
    datasetid bigint,
    stored_as text,
    message text,
    settled_at timestamp with time zone,
    run_uuid uuid,
    CONSTRAINT tarrival_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT tarrival_size_bytes_check CHECK ((size_bytes >= 0)),
    CONSTRAINT tarrival_state_check CHECK ((state = ANY (ARRAY['arrived'::text, 'loaded'::text, 'empty'::text, 'duplicate'::text, 'refused'::text])))
);


ALTER TABLE dba.tarrival OWNER TO etl_owner;

--
-- Name: TABLE tarrival; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tarrival IS 'Every file that came in, and what became of it.';


--
-- Name: COLUMN tarrival.arrival_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.arrival_id IS 'Key.';


--
-- Name: COLUMN tarrival.file_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.file_name IS 'Name under which it arrived.';


--
-- Name: COLUMN tarrival.directory; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.directory IS 'Folder in which it arrived.';


--
-- Name: COLUMN tarrival.size_bytes; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.size_bytes IS 'Its length.';


--
-- Name: COLUMN tarrival.sha256; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.sha256 IS 'Checksum of its content.';


--
-- Name: COLUMN tarrival.origin; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.origin IS 'Where it came from, such as an address; null when somebody put it there.';


--
-- Name: COLUMN tarrival.arrived_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.arrived_at IS 'When it was first seen.';


--
-- Name: COLUMN tarrival.state; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.state IS 'arrived: waiting; loaded; empty: nothing in it; duplicate: the same content was loaded before; refused: see message.';


--
-- Name: COLUMN tarrival.config_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.config_id IS 'The import that took it.';


--
-- Name: COLUMN tarrival.label; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.label IS 'The label that was read for it.';


--
-- Name: COLUMN tarrival.dataset_date; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.dataset_date IS 'The date that was read for it.';


--
-- Name: COLUMN tarrival.datasetid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.datasetid IS 'The dataset it became, or, for a duplicate, the one it repeats.';


--
-- Name: COLUMN tarrival.stored_as; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.stored_as IS 'Where the file lies now, once it has been moved.';


--
-- Name: COLUMN tarrival.message; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.message IS 'Why it was refused.';


--
-- Name: COLUMN tarrival.settled_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.settled_at IS 'When its fate was decided.';


--
-- Name: COLUMN tarrival.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tarrival.run_uuid IS 'The run that decided it, until then the run that brought it.';


--
-- Name: tarrival_arrival_id_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tarrival ALTER COLUMN arrival_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tarrival_arrival_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tcalendardays; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tcalendardays (
    fulldate date NOT NULL,
    downame text NOT NULL,
    downum integer NOT NULL,
    isbusday boolean NOT NULL,
    isholiday boolean DEFAULT false NOT NULL,
    previous_business_date date,
    CONSTRAINT tcalendardays_downum_check CHECK (((downum >= 0) AND (downum <= 6)))
);


ALTER TABLE dba.tcalendardays OWNER TO etl_owner;

--
-- Name: TABLE tcalendardays; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tcalendardays IS 'Every day from 2020 to 2040.';


--
-- Name: COLUMN tcalendardays.fulldate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.fulldate IS 'The day.';


--
-- Name: COLUMN tcalendardays.downame; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.downame IS 'Its weekday in English.';


--
-- Name: COLUMN tcalendardays.downum; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.downum IS '0 Sunday to 6 Saturday, as in cron.';


--
-- Name: COLUMN tcalendardays.isbusday; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.isbusday IS 'Monday to Friday; a holiday stays true here and is marked in isholiday.';


--
-- Name: COLUMN tcalendardays.isholiday; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.isholiday IS 'Whether dba.tholidays names the day.';


--
-- Name: COLUMN tcalendardays.previous_business_date; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tcalendardays.previous_business_date IS 'The last day before it that is a business day and no holiday; null at the start of the calendar.';


--
-- Name: tdataset; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tdataset (
    datasetid bigint NOT NULL,
    datasetdate date NOT NULL,
    label text NOT NULL,
    datasettypeid integer NOT NULL,
    datasourceid integer NOT NULL,
    datastatusid integer NOT NULL,
    efffromdate timestamp with time zone DEFAULT now() NOT NULL,
    effthrudate timestamp with time zone DEFAULT '9999-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    isactive boolean DEFAULT true NOT NULL,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createdby text DEFAULT SESSION_USER NOT NULL,
    config_id integer,
    load_mode text,
    run_uuid uuid,
    rows_read bigint,
    rows_loaded bigint,
    rows_duplicate bigint,
    rows_rejected bigint,
    rows_blank bigint,
    CONSTRAINT active_is_status_one CHECK ((isactive = (datastatusid = 1))),
    CONSTRAINT chk_eff_dates CHECK ((efffromdate <= effthrudate)),
    CONSTRAINT every_row_is_accounted_for CHECK ((rows_read = (((rows_loaded + rows_duplicate) + rows_rejected) + rows_blank))),
    CONSTRAINT tdataset_load_mode_check CHECK ((load_mode = ANY (ARRAY['version'::text, 'append'::text, 'replace'::text, 'merge'::text]))),
    CONSTRAINT tdataset_rows_blank_check CHECK ((rows_blank >= 0)),
    CONSTRAINT tdataset_rows_duplicate_check CHECK ((rows_duplicate >= 0)),
    CONSTRAINT tdataset_rows_loaded_check CHECK ((rows_loaded >= 0)),
    CONSTRAINT tdataset_rows_read_check CHECK ((rows_read >= 0)),
    CONSTRAINT tdataset_rows_rejected_check CHECK ((rows_rejected >= 0))
);


ALTER TABLE dba.tdataset OWNER TO etl_owner;

--
-- Name: TABLE tdataset; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tdataset IS 'One row for each load: what it is about, whether it is in force, and how its rows were counted.';


--
-- Name: COLUMN tdataset.datasetid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.datasetid IS 'Key; every loaded row names it.';


--
-- Name: COLUMN tdataset.datasetdate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.datasetdate IS 'The day the data is about.';


--
-- Name: COLUMN tdataset.label; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.label IS 'What the data is about, such as an event id.';


--
-- Name: COLUMN tdataset.datasettypeid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.datasettypeid IS 'Kind of data.';


--
-- Name: COLUMN tdataset.datasourceid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.datasourceid IS 'Where it came from.';


--
-- Name: COLUMN tdataset.datastatusid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.datastatusid IS 'State; 1 exactly when isactive.';


--
-- Name: COLUMN tdataset.efffromdate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.efffromdate IS 'When it last came into force.';


--
-- Name: COLUMN tdataset.effthrudate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.effthrudate IS 'When it stopped being in force; 9999-01-01 while it is.';


--
-- Name: COLUMN tdataset.isactive; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.isactive IS 'Whether its rows count; setting it (or the status) true takes the older version out of force.';


--
-- Name: COLUMN tdataset.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.createddate IS 'When it was made.';


--
-- Name: COLUMN tdataset.createdby; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.createdby IS 'Who made it.';


--
-- Name: COLUMN tdataset.config_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.config_id IS 'The row of dba.timportconfig that loaded it; null when made by hand.';


--
-- Name: COLUMN tdataset.load_mode; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.load_mode IS 'How the configuration loaded at that time; null when made by hand.';


--
-- Name: COLUMN tdataset.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.run_uuid IS 'The run that loaded it.';


--
-- Name: COLUMN tdataset.rows_read; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.rows_read IS 'Data rows of the file.';


--
-- Name: COLUMN tdataset.rows_loaded; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.rows_loaded IS 'Rows that went into the target table.';


--
-- Name: COLUMN tdataset.rows_duplicate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.rows_duplicate IS 'Rows left out because they were there already.';


--
-- Name: COLUMN tdataset.rows_rejected; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.rows_rejected IS 'Rows that did not fit and are kept aside.';


--
-- Name: COLUMN tdataset.rows_blank; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdataset.rows_blank IS 'Rows without a single value.';


--
-- Name: tdataset_datasetid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tdataset ALTER COLUMN datasetid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tdataset_datasetid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tdatasetstate; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tdatasetstate (
    datasetid bigint NOT NULL,
    active_from timestamp with time zone NOT NULL,
    active_thru timestamp with time zone DEFAULT '9999-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    changed_by text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT ends_after_it_begins CHECK ((active_from <= active_thru))
);


ALTER TABLE dba.tdatasetstate OWNER TO etl_owner;

--
-- Name: TABLE tdatasetstate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tdatasetstate IS 'When each dataset was in force; written by a trigger of dba.tdataset.';


--
-- Name: COLUMN tdatasetstate.datasetid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasetstate.datasetid IS 'The dataset.';


--
-- Name: COLUMN tdatasetstate.active_from; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasetstate.active_from IS 'From this moment.';


--
-- Name: COLUMN tdatasetstate.active_thru; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasetstate.active_thru IS 'Until just before this moment; 9999-01-01 while in force.';


--
-- Name: COLUMN tdatasetstate.changed_by; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasetstate.changed_by IS 'Who brought it into force.';


--
-- Name: tdatasettype; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tdatasettype (
    datasettypeid integer NOT NULL,
    typename text NOT NULL,
    description text,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createdby text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT tdatasettype_typename_check CHECK (((typename <> ''::text) AND (length(typename) <= 100)))
);


ALTER TABLE dba.tdatasettype OWNER TO etl_owner;

--
-- Name: TABLE tdatasettype; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tdatasettype IS 'Kinds of datasets; an import adds the name of its row by itself.';


--
-- Name: COLUMN tdatasettype.datasettypeid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasettype.datasettypeid IS '1 Metadata, 2 MeetMaxURL, 3 MeetMaxEvents, then your own.';


--
-- Name: COLUMN tdatasettype.typename; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasettype.typename IS 'Name, at most 100 characters.';


--
-- Name: COLUMN tdatasettype.description; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasettype.description IS 'What the kind is.';


--
-- Name: COLUMN tdatasettype.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasettype.createddate IS 'When the row was made.';


--
-- Name: COLUMN tdatasettype.createdby; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasettype.createdby IS 'Who made the row.';


--
-- Name: tdatasettype_datasettypeid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tdatasettype ALTER COLUMN datasettypeid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tdatasettype_datasettypeid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tdatasource; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tdatasource (
    datasourceid integer NOT NULL,
    sourcename text NOT NULL,
    description text,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createdby text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT tdatasource_sourcename_check CHECK (((sourcename <> ''::text) AND (length(sourcename) <= 100)))
);


ALTER TABLE dba.tdatasource OWNER TO etl_owner;

--
-- Name: TABLE tdatasource; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tdatasource IS 'Where data comes from; an import adds the name of its row by itself.';


--
-- Name: COLUMN tdatasource.datasourceid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasource.datasourceid IS 'Key.';


--
-- Name: COLUMN tdatasource.sourcename; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasource.sourcename IS 'Name, at most 100 characters.';


--
-- Name: COLUMN tdatasource.description; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasource.description IS 'What the source is.';


--
-- Name: COLUMN tdatasource.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasource.createddate IS 'When the row was made.';


--
-- Name: COLUMN tdatasource.createdby; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatasource.createdby IS 'Who made the row.';


--
-- Name: tdatasource_datasourceid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tdatasource ALTER COLUMN datasourceid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tdatasource_datasourceid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tdatastatus; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tdatastatus (
    datastatusid integer NOT NULL,
    statusname text NOT NULL,
    description text,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createdby text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT tdatastatus_statusname_check CHECK ((statusname <> ''::text))
);


ALTER TABLE dba.tdatastatus OWNER TO etl_owner;

--
-- Name: TABLE tdatastatus; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tdatastatus IS 'States of datasets, reports and scheduled tasks.';


--
-- Name: COLUMN tdatastatus.datastatusid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatastatus.datastatusid IS '1 Active, 2 Inactive, 3 Deleted, 4 New, 5 Failed, 6 Empty.';


--
-- Name: COLUMN tdatastatus.statusname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatastatus.statusname IS 'The word people use.';


--
-- Name: COLUMN tdatastatus.description; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatastatus.description IS 'What it means.';


--
-- Name: COLUMN tdatastatus.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatastatus.createddate IS 'When the row was made.';


--
-- Name: COLUMN tdatastatus.createdby; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tdatastatus.createdby IS 'Who made the row.';


--
-- Name: tdatastatus_datastatusid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tdatastatus ALTER COLUMN datastatusid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tdatastatus_datastatusid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tddllogs; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tddllogs (
    logid bigint NOT NULL,
    eventtime timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    eventtype text NOT NULL,
    schemaname text,
    objectname text,
    objecttype text,
    sqlstatement text,
    username text DEFAULT SESSION_USER NOT NULL
);


ALTER TABLE dba.tddllogs OWNER TO etl_owner;

--
-- Name: TABLE tddllogs; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tddllogs IS 'Every change of the shape of the database, drops too; written by event triggers where a superuser could make them.';


--
-- Name: COLUMN tddllogs.logid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.logid IS 'Key.';


--
-- Name: COLUMN tddllogs.eventtime; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.eventtime IS 'When.';


--
-- Name: COLUMN tddllogs.eventtype; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.eventtype IS 'ddl_command_end or sql_drop.';


--
-- Name: COLUMN tddllogs.schemaname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.schemaname IS 'Schema of the object.';


--
-- Name: COLUMN tddllogs.objectname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.objectname IS 'The object.';


--
-- Name: COLUMN tddllogs.objecttype; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.objecttype IS 'table, index, function and so on.';


--
-- Name: COLUMN tddllogs.sqlstatement; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.sqlstatement IS 'The command, such as CREATE TABLE.';


--
-- Name: COLUMN tddllogs.username; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tddllogs.username IS 'By whom.';


--
-- Name: tddllogs_logid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tddllogs ALTER COLUMN logid ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tddllogs_logid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tholidays; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tholidays (
    holiday_date date NOT NULL,
    holiday_name text NOT NULL,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createdby text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT tholidays_holiday_name_check CHECK ((holiday_name <> ''::text))
);


ALTER TABLE dba.tholidays OWNER TO etl_owner;

--
-- Name: TABLE tholidays; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tholidays IS 'Days on which nobody works; the calendar follows by itself when a row changes.';


--
-- Name: COLUMN tholidays.holiday_date; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tholidays.holiday_date IS 'The day.';


--
-- Name: COLUMN tholidays.holiday_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tholidays.holiday_name IS 'Its name.';


--
-- Name: COLUMN tholidays.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tholidays.createddate IS 'When the row was made.';


--
-- Name: COLUMN tholidays.createdby; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tholidays.createdby IS 'Who made the row.';


--
-- Name: timportconfig; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.timportconfig (
    config_id integer NOT NULL,
    config_name text NOT NULL,
    datasource text NOT NULL,
    datasettype text NOT NULL,
    source_directory text NOT NULL,
    archive_directory text NOT NULL,
    file_pattern text NOT NULL,
    file_type text NOT NULL,
    metadata_label_source text NOT NULL,
    metadata_label_location text NOT NULL,
    dateconfig text NOT NULL,
    datelocation text NOT NULL,
    dateformat text NOT NULL,
    delimiter text,
    target_table text NOT NULL,
    importstrategyid integer DEFAULT 1 NOT NULL,
    is_active bit(1) DEFAULT '1'::"bit" NOT NULL,
    load_mode text DEFAULT 'version'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_modified_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT date_by_position_or_one_group CHECK (((dateconfig <> 'filename'::text) OR ((datelocation ~ '^[0-9]+$'::text) AND (delimiter IS NOT NULL)) OR (datelocation ~ '\([^?]'::text))),
    CONSTRAINT date_format_has_year_month_day CHECK (((dateformat ~ 'yyyy'::text) AND (dateformat ~ 'MM'::text) AND (dateformat ~ 'dd'::text))),
    CONSTRAINT label_by_position_or_one_group CHECK (((metadata_label_source <> 'filename'::text) OR ((metadata_label_location ~ '^[0-9]+$'::text) AND (delimiter IS NOT NULL)) OR (metadata_label_location ~ '\([^?]'::text))),
    CONSTRAINT target_is_not_ours CHECK ((target_table !~ '^(dba|landing|mart|pg_[a-z0-9_]*|information_schema)\.'::text)),
    CONSTRAINT target_is_schema_dot_table CHECK ((target_table ~ '^[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,48}$'::text)),
    CONSTRAINT timportconfig_config_name_check CHECK (((config_name ~ '^[^[:cntrl:]/]{1,100}$'::text) AND (config_name !~ '^([0-9]+$|-)'::text))),
    CONSTRAINT timportconfig_datasettype_check CHECK (((length(datasettype) >= 1) AND (length(datasettype) <= 100))),
    CONSTRAINT timportconfig_datasource_check CHECK (((length(datasource) >= 1) AND (length(datasource) <= 100))),
    CONSTRAINT timportconfig_dateconfig_check CHECK ((dateconfig = ANY (ARRAY['filename'::text, 'file_content'::text, 'static'::text]))),
    CONSTRAINT timportconfig_datelocation_check CHECK ((datelocation <> ''::text)),
    CONSTRAINT timportconfig_delimiter_check CHECK ((delimiter <> ''::text)),
    CONSTRAINT timportconfig_file_pattern_check CHECK ((file_pattern <> ''::text)),
    CONSTRAINT timportconfig_file_type_check CHECK ((file_type = ANY (ARRAY['CSV'::text, 'XLS'::text, 'XLSX'::text]))),
    CONSTRAINT timportconfig_load_mode_check CHECK ((load_mode = ANY (ARRAY['version'::text, 'append'::text, 'replace'::text]))),
    CONSTRAINT timportconfig_metadata_label_location_check CHECK ((metadata_label_location <> ''::text)),
    CONSTRAINT timportconfig_metadata_label_source_check CHECK ((metadata_label_source = ANY (ARRAY['filename'::text, 'file_content'::text, 'static'::text]))),
    CONSTRAINT valid_directories CHECK (((source_directory ~ '^/[^[:cntrl:]]*[^[:cntrl:]/]$'::text) AND (archive_directory ~ '^/[^[:cntrl:]]*[^[:cntrl:]/]$'::text) AND (source_directory <> archive_directory)))
);


ALTER TABLE dba.timportconfig OWNER TO etl_owner;

--
-- Name: TABLE timportconfig; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.timportconfig IS 'One row for each kind of file: where it arrives, what it is called, where its rows go.';


--
-- Name: COLUMN timportconfig.config_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.config_id IS 'Argument of run_import_job.py.';


--
-- Name: COLUMN timportconfig.config_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.config_name IS 'Name; also an argument of run_import_job.py.';


--
-- Name: COLUMN timportconfig.datasource; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.datasource IS 'Name of the source, added to dba.tdatasource when it is new.';


--
-- Name: COLUMN timportconfig.datasettype; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.datasettype IS 'Name of the kind, added to dba.tdatasettype when it is new.';


--
-- Name: COLUMN timportconfig.source_directory; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.source_directory IS 'Folder that is watched; absolute, without a final slash.';


--
-- Name: COLUMN timportconfig.archive_directory; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.archive_directory IS 'Folder that keeps loaded files; absolute, without a final slash, not the source folder.';


--
-- Name: COLUMN timportconfig.file_pattern; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.file_pattern IS 'Regular expression for the file name, matched from its start.';


--
-- Name: COLUMN timportconfig.file_type; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.file_type IS 'CSV, XLS or XLSX: what the files are said to be; how one is read is told by its content.';


--
-- Name: COLUMN timportconfig.metadata_label_source; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.metadata_label_source IS 'Where the label stands: filename, file_content or static.';


--
-- Name: COLUMN timportconfig.metadata_label_location; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.metadata_label_location IS 'filename: a position in the stem split by delimiter (first is 0) or a regular expression with one group; file_content: a column; static: the label itself.';


--
-- Name: COLUMN timportconfig.dateconfig; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.dateconfig IS 'Where the date stands: filename, file_content or static.';


--
-- Name: COLUMN timportconfig.datelocation; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.datelocation IS 'As metadata_label_location, for the date.';


--
-- Name: COLUMN timportconfig.dateformat; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.dateformat IS 'How the date is written, in yyyy MM dd HH mm ss; other characters stand for themselves.';


--
-- Name: COLUMN timportconfig.delimiter; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.delimiter IS 'Splits the file name (not the file).';


--
-- Name: COLUMN timportconfig.target_table; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.target_table IS 'Schema and table that receive the rows, lower case.';


--
-- Name: COLUMN timportconfig.importstrategyid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.importstrategyid IS 'See dba.timportstrategy.';


--
-- Name: COLUMN timportconfig.is_active; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.is_active IS '1 in use, 0 switched off.';


--
-- Name: COLUMN timportconfig.load_mode; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.load_mode IS 'version: a file replaces the active dataset of the same label and date; append: adds; replace: replaces all earlier datasets of this row.';


--
-- Name: COLUMN timportconfig.created_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.created_at IS 'When the row was made.';


--
-- Name: COLUMN timportconfig.last_modified_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportconfig.last_modified_at IS 'When the row was last changed.';


--
-- Name: timportconfig_config_id_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.timportconfig ALTER COLUMN config_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.timportconfig_config_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: timportstrategy; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.timportstrategy (
    importstrategyid integer NOT NULL,
    name text NOT NULL,
    CONSTRAINT timportstrategy_name_check CHECK ((name <> ''::text))
);


ALTER TABLE dba.timportstrategy OWNER TO etl_owner;

--
-- Name: TABLE timportstrategy; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.timportstrategy IS 'What an import does when file and table have different columns.';


--
-- Name: COLUMN timportstrategy.importstrategyid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportstrategy.importstrategyid IS '1 add columns, 2 ignore new ones, 3 refuse if the file lacks a column of the table, 4 refuse if the file has a column that the table lacks.';


--
-- Name: COLUMN timportstrategy.name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.timportstrategy.name IS 'The rule in words.';


--
-- Name: timportstrategy_importstrategyid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.timportstrategy ALTER COLUMN importstrategyid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.timportstrategy_importstrategyid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tinboxconfig; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tinboxconfig (
    config_id integer NOT NULL,
    config_name text NOT NULL,
    gmail_account text,
    subject_pattern text,
    sender_filter text,
    has_attachment boolean DEFAULT true NOT NULL,
    attachment_name_pattern text,
    processed_label text DEFAULT 'Processed'::text NOT NULL,
    error_label text DEFAULT 'ErrorFolder'::text NOT NULL,
    local_repository_path text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_by text DEFAULT SESSION_USER NOT NULL,
    created_date timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tinboxconfig_config_name_check CHECK ((config_name <> ''::text)),
    CONSTRAINT tinboxconfig_error_label_check CHECK ((error_label <> ''::text)),
    CONSTRAINT tinboxconfig_local_repository_path_check CHECK ((local_repository_path ~ '^/.*[^/]$'::text)),
    CONSTRAINT tinboxconfig_processed_label_check CHECK ((processed_label <> ''::text))
);


ALTER TABLE dba.tinboxconfig OWNER TO etl_owner;

--
-- Name: TABLE tinboxconfig; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tinboxconfig IS 'Rules for a mailbox: which messages, which attachments, into which folder.';


--
-- Name: COLUMN tinboxconfig.config_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.config_id IS 'Argument of process_inbox.py.';


--
-- Name: COLUMN tinboxconfig.config_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.config_name IS 'Name.';


--
-- Name: COLUMN tinboxconfig.gmail_account; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.gmail_account IS 'The mailbox.';


--
-- Name: COLUMN tinboxconfig.subject_pattern; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.subject_pattern IS 'Regular expression for the subject, upper or lower case.';


--
-- Name: COLUMN tinboxconfig.sender_filter; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.sender_filter IS 'Address or part of an address of the sender.';


--
-- Name: COLUMN tinboxconfig.has_attachment; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.has_attachment IS 'Whether a message must carry a file.';


--
-- Name: COLUMN tinboxconfig.attachment_name_pattern; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.attachment_name_pattern IS 'Regular expression for the names of the files to take.';


--
-- Name: COLUMN tinboxconfig.processed_label; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.processed_label IS 'Label of messages whose files were taken.';


--
-- Name: COLUMN tinboxconfig.error_label; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.error_label IS 'Label of messages that could not be handled.';


--
-- Name: COLUMN tinboxconfig.local_repository_path; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.local_repository_path IS 'Folder for the files; absolute, without a final slash.';


--
-- Name: COLUMN tinboxconfig.is_active; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.is_active IS 'Whether the rule is in use.';


--
-- Name: COLUMN tinboxconfig.created_by; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.created_by IS 'Who made the row.';


--
-- Name: COLUMN tinboxconfig.created_date; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tinboxconfig.created_date IS 'When the row was made.';


--
-- Name: tinboxconfig_config_id_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tinboxconfig ALTER COLUMN config_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tinboxconfig_config_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tjobrun; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tjobrun (
    jobrun_id bigint NOT NULL,
    run_uuid uuid NOT NULL,
    parent_id bigint,
    script text NOT NULL,
    arguments text DEFAULT ''::text NOT NULL,
    trigger_kind text DEFAULT 'hand'::text NOT NULL,
    host_name text NOT NULL,
    user_name text NOT NULL,
    process_id integer NOT NULL,
    process_mark text NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    rows_in bigint,
    rows_out bigint,
    exit_code integer,
    outcome text DEFAULT 'running'::text NOT NULL,
    message text,
    log_file text,
    CONSTRAINT ended_runs_have_an_outcome CHECK (((ended_at IS NULL) = (outcome = 'running'::text))),
    CONSTRAINT tjobrun_attempt_check CHECK ((attempt >= 1)),
    CONSTRAINT tjobrun_outcome_check CHECK ((outcome = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'refused'::text, 'unreachable'::text, 'busy'::text, 'misconfigured'::text, 'skipped'::text, 'died'::text]))),
    CONSTRAINT tjobrun_rows_in_check CHECK ((rows_in >= 0)),
    CONSTRAINT tjobrun_rows_out_check CHECK ((rows_out >= 0))
);


ALTER TABLE dba.tjobrun OWNER TO etl_owner;

--
-- Name: TABLE tjobrun; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tjobrun IS 'Every run of every job, recorded before its first step and closed after its last.';


--
-- Name: COLUMN tjobrun.jobrun_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.jobrun_id IS 'Key.';


--
-- Name: COLUMN tjobrun.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.run_uuid IS 'One id from the cron line to the last log line, dataset and mail; jobs that a job starts share it.';


--
-- Name: COLUMN tjobrun.parent_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.parent_id IS 'The run that started this one.';


--
-- Name: COLUMN tjobrun.script; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.script IS 'File name of the job.';


--
-- Name: COLUMN tjobrun.arguments; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.arguments IS 'Its arguments, quoted as for a shell.';


--
-- Name: COLUMN tjobrun.trigger_kind; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.trigger_kind IS 'What started it: cron, hand, chain.';


--
-- Name: COLUMN tjobrun.host_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.host_name IS 'On which machine.';


--
-- Name: COLUMN tjobrun.user_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.user_name IS 'As which user of the machine.';


--
-- Name: COLUMN tjobrun.process_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.process_id IS 'Process that watches over the run.';


--
-- Name: COLUMN tjobrun.process_mark; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.process_mark IS 'Boot and start time of that process, so that a number used again is not mistaken for it.';


--
-- Name: COLUMN tjobrun.attempt; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.attempt IS 'Which try.';


--
-- Name: COLUMN tjobrun.started_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.started_at IS 'When it began.';


--
-- Name: COLUMN tjobrun.ended_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.ended_at IS 'When it ended; null while it runs.';


--
-- Name: COLUMN tjobrun.rows_in; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.rows_in IS 'Rows it read.';


--
-- Name: COLUMN tjobrun.rows_out; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.rows_out IS 'Rows it wrote or sent.';


--
-- Name: COLUMN tjobrun.exit_code; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.exit_code IS '0 done, 1 defect, 64 usage, 65 refused, 69 unreachable, 75 busy, 78 to be corrected; 128 + n when ended by signal n.';


--
-- Name: COLUMN tjobrun.outcome; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.outcome IS 'The exit code in a word; skipped: the same job was running already; died: its process vanished.';


--
-- Name: COLUMN tjobrun.message; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.message IS 'Its last word, such as the error.';


--
-- Name: COLUMN tjobrun.log_file; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobrun.log_file IS 'Where its log lies.';


--
-- Name: tjobrun_jobrun_id_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tjobrun ALTER COLUMN jobrun_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tjobrun_jobrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tjobstep; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tjobstep (
    jobstep_id bigint NOT NULL,
    jobrun_id bigint,
    run_uuid uuid NOT NULL,
    step_number integer NOT NULL,
    step_name text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    rows_in bigint,
    rows_out bigint,
    outcome text DEFAULT 'running'::text NOT NULL,
    message text,
    CONSTRAINT ended_steps_have_an_outcome CHECK (((ended_at IS NULL) = (outcome = 'running'::text))),
    CONSTRAINT tjobstep_outcome_check CHECK ((outcome = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT tjobstep_rows_in_check CHECK ((rows_in >= 0)),
    CONSTRAINT tjobstep_rows_out_check CHECK ((rows_out >= 0)),
    CONSTRAINT tjobstep_step_name_check CHECK ((step_name <> ''::text)),
    CONSTRAINT tjobstep_step_number_check CHECK ((step_number >= 1))
);


ALTER TABLE dba.tjobstep OWNER TO etl_owner;

--
-- Name: TABLE tjobstep; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tjobstep IS 'The steps of a run.';


--
-- Name: COLUMN tjobstep.jobstep_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.jobstep_id IS 'Key.';


--
-- Name: COLUMN tjobstep.jobrun_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.jobrun_id IS 'The run; null when the run itself could not be recorded.';


--
-- Name: COLUMN tjobstep.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.run_uuid IS 'Its id.';


--
-- Name: COLUMN tjobstep.step_number; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.step_number IS 'Order within the run.';


--
-- Name: COLUMN tjobstep.step_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.step_name IS 'What the step does, such as convert.';


--
-- Name: COLUMN tjobstep.started_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.started_at IS 'When it began.';


--
-- Name: COLUMN tjobstep.ended_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.ended_at IS 'When it ended.';


--
-- Name: COLUMN tjobstep.rows_in; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.rows_in IS 'Rows it read.';


--
-- Name: COLUMN tjobstep.rows_out; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.rows_out IS 'Rows it wrote.';


--
-- Name: COLUMN tjobstep.outcome; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.outcome IS 'running, done or failed.';


--
-- Name: COLUMN tjobstep.message; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tjobstep.message IS 'What there is to say.';


--
-- Name: tjobstep_jobstep_id_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tjobstep ALTER COLUMN jobstep_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tjobstep_jobstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tlogentry; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tlogentry (
    logid bigint NOT NULL,
    "timestamp" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    run_uuid uuid,
    processtype text DEFAULT 'Processing'::text NOT NULL,
    stepcounter text,
    username text DEFAULT SESSION_USER NOT NULL,
    stepruntime double precision,
    totalruntime double precision,
    message text NOT NULL
);


ALTER TABLE dba.tlogentry OWNER TO etl_owner;

--
-- Name: TABLE tlogentry; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tlogentry IS 'The log lines of all runs; the same lines stand in logs/.';


--
-- Name: COLUMN tlogentry.logid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.logid IS 'Key.';


--
-- Name: COLUMN tlogentry."timestamp"; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry."timestamp" IS 'When it was said.';


--
-- Name: COLUMN tlogentry.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.run_uuid IS 'By which run.';


--
-- Name: COLUMN tlogentry.processtype; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.processtype IS 'Processing, Warning or Error; QueryMonitor and others by routines.';


--
-- Name: COLUMN tlogentry.stepcounter; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.stepcounter IS 'In which step.';


--
-- Name: COLUMN tlogentry.username; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.username IS 'As which user.';


--
-- Name: COLUMN tlogentry.stepruntime; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.stepruntime IS 'Seconds since the step began.';


--
-- Name: COLUMN tlogentry.totalruntime; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.totalruntime IS 'Seconds since the run began.';


--
-- Name: COLUMN tlogentry.message; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tlogentry.message IS 'The line, secrets masked.';


--
-- Name: tlogentry_logid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tlogentry ALTER COLUMN logid ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tlogentry_logid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tmaintenancelog; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tmaintenancelog (
    logid bigint NOT NULL,
    maintenancetime timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    operation text NOT NULL,
    tablename text,
    username text DEFAULT SESSION_USER NOT NULL,
    durationseconds double precision,
    details text
);


ALTER TABLE dba.tmaintenancelog OWNER TO etl_owner;

--
-- Name: TABLE tmaintenancelog; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tmaintenancelog IS 'Analyze, vacuum and purge, as they happened.';


--
-- Name: COLUMN tmaintenancelog.logid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.logid IS 'Key.';


--
-- Name: COLUMN tmaintenancelog.maintenancetime; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.maintenancetime IS 'When.';


--
-- Name: COLUMN tmaintenancelog.operation; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.operation IS 'ANALYZE, VACUUM, PURGE or NEEDS VACUUM.';


--
-- Name: COLUMN tmaintenancelog.tablename; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.tablename IS 'Schema and table.';


--
-- Name: COLUMN tmaintenancelog.username; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.username IS 'By whom.';


--
-- Name: COLUMN tmaintenancelog.durationseconds; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.durationseconds IS 'How long it took.';


--
-- Name: COLUMN tmaintenancelog.details; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tmaintenancelog.details IS 'What there is to say.';


--
-- Name: tmaintenancelog_logid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tmaintenancelog ALTER COLUMN logid ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.tmaintenancelog_logid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: treportmanager; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.treportmanager (
    reportid integer NOT NULL,
    reportname text NOT NULL,
    reportdescription text,
    frequency dba.cron_expression,
    subjectheader text NOT NULL,
    toheader text NOT NULL,
    hasattachment boolean DEFAULT false NOT NULL,
    attachmentqueries jsonb DEFAULT '[]'::jsonb NOT NULL,
    emailbodytemplate text,
    emailbodyqueries jsonb DEFAULT '{}'::jsonb NOT NULL,
    datastatusid integer DEFAULT 1 NOT NULL,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createduser text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT addresses_separated_by_commas CHECK ((toheader ~ '^ *[^@,;[:space:][:cntrl:]]+@[^@,;[:space:][:cntrl:]]+( *, *[^@,;[:space:][:cntrl:]]+@[^@,;[:space:][:cntrl:]]+)* *$'::text)),
    CONSTRAINT list_of_name_and_query CHECK (((jsonb_typeof(attachmentqueries) = 'array'::text) AND (NOT jsonb_path_exists(attachmentqueries, '$[*].type()?(@ != "object")'::jsonpath)) AND (NOT jsonb_path_exists(attachmentqueries, '$[*]."name"?(!(@ like_regex "^[^/\n\r]+$"))'::jsonpath)) AND (NOT jsonb_path_exists(attachmentqueries, '$[*]?(!(@."name".type() == "string" && @."query".type() == "string"))'::jsonpath)))),
    CONSTRAINT placeholder_and_query CHECK (((jsonb_typeof(emailbodyqueries) = 'object'::text) AND (NOT jsonb_path_exists(emailbodyqueries, '$.*.type()?(@ != "string")'::jsonpath)))),
    CONSTRAINT treportmanager_reportname_check CHECK ((reportname ~ '^[^[:cntrl:]]{1,255}$'::text)),
    CONSTRAINT treportmanager_subjectheader_check CHECK ((subjectheader ~ '^[^[:cntrl:]]+$'::text))
);


ALTER TABLE dba.treportmanager OWNER TO etl_owner;

--
-- Name: TABLE treportmanager; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.treportmanager IS 'Reports by mail: when, to whom, which queries fill which template.';


--
-- Name: COLUMN treportmanager.reportid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.reportid IS 'Argument of send_reports.py.';


--
-- Name: COLUMN treportmanager.reportname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.reportname IS 'Name.';


--
-- Name: COLUMN treportmanager.reportdescription; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.reportdescription IS 'What it is for.';


--
-- Name: COLUMN treportmanager.frequency; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.frequency IS 'Cron expression; null when a scheduled task sends it.';


--
-- Name: COLUMN treportmanager.subjectheader; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.subjectheader IS 'Subject; {timestamp} is replaced.';


--
-- Name: COLUMN treportmanager.toheader; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.toheader IS 'Recipients, separated by commas.';


--
-- Name: COLUMN treportmanager.hasattachment; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.hasattachment IS 'Whether attachmentqueries are sent.';


--
-- Name: COLUMN treportmanager.attachmentqueries; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.attachmentqueries IS '[{"name": "file.csv", "query": "select ..."}]; {timestamp} in the name is replaced.';


--
-- Name: COLUMN treportmanager.emailbodytemplate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.emailbodytemplate IS 'HTML with {{placeholder}} for each body query and {timestamp}.';


--
-- Name: COLUMN treportmanager.emailbodyqueries; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.emailbodyqueries IS '{"placeholder": "select ..."}; each becomes a table in the mail.';


--
-- Name: COLUMN treportmanager.datastatusid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.datastatusid IS '1 scheduled; anything else is not sent by itself.';


--
-- Name: COLUMN treportmanager.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.createddate IS 'When the row was made.';


--
-- Name: COLUMN treportmanager.createduser; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.treportmanager.createduser IS 'Who made the row.';


--
-- Name: treportmanager_reportid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.treportmanager ALTER COLUMN reportid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.treportmanager_reportid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tscheduler; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tscheduler (
    schedulerid integer NOT NULL,
    taskname text NOT NULL,
    taskdescription text,
    frequency dba.cron_expression NOT NULL,
    scriptpath text NOT NULL,
    scriptargs text,
    datastatusid integer DEFAULT 1 NOT NULL,
    createddate timestamp with time zone DEFAULT now() NOT NULL,
    createduser text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT a_script_of_jobscripts CHECK ((scriptpath ~ '^([A-Za-z0-9_./-]*/)?[a-z0-9_]+\.(py|sh)$'::text)),
    CONSTRAINT letters_digits_space_underscore_dot_dash CHECK ((taskname ~ '^[A-Za-z0-9][A-Za-z0-9 _.-]{0,254}$'::text)),
    CONSTRAINT quotes_are_closed CHECK ((scriptargs ~ '^([^''"]|''[^'']*''|"[^"]*")*$'::text)),
    CONSTRAINT words_cron_can_carry CHECK (((scriptargs !~ '[[:cntrl:]%\\]'::text) AND (length(scriptargs) <= 500)))
);


ALTER TABLE dba.tscheduler OWNER TO etl_owner;

--
-- Name: TABLE tscheduler; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tscheduler IS 'What runs when; update_cron_jobs.py turns each active row into one cron line.';


--
-- Name: COLUMN tscheduler.schedulerid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.schedulerid IS 'Key.';


--
-- Name: COLUMN tscheduler.taskname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.taskname IS 'Name.';


--
-- Name: COLUMN tscheduler.taskdescription; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.taskdescription IS 'What it is for.';


--
-- Name: COLUMN tscheduler.frequency; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.frequency IS 'Cron expression, such as 0 5,17 * * 1-5.';


--
-- Name: COLUMN tscheduler.scriptpath; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.scriptpath IS 'A script of jobscripts/; only its last part counts.';


--
-- Name: COLUMN tscheduler.scriptargs; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.scriptargs IS 'Arguments as in a shell, quoted where they hold spaces; no %, backslash or line break.';


--
-- Name: COLUMN tscheduler.datastatusid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.datastatusid IS '1 scheduled; anything else is left out.';


--
-- Name: COLUMN tscheduler.createddate; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.createddate IS 'When the row was made.';


--
-- Name: COLUMN tscheduler.createduser; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tscheduler.createduser IS 'Who made the row.';


--
-- Name: tscheduler_schedulerid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.tscheduler ALTER COLUMN schedulerid ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dba.tscheduler_schedulerid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tsqlfile; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.tsqlfile (
    file_name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_by text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT tsqlfile_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
);


ALTER TABLE dba.tsqlfile OWNER TO etl_owner;

--
-- Name: TABLE tsqlfile; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.tsqlfile IS 'Which files of onboarding/sql stand in this database; written in the transaction of the file itself.';


--
-- Name: COLUMN tsqlfile.file_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tsqlfile.file_name IS 'Folder and name, such as tables/001_schemas.sql.';


--
-- Name: COLUMN tsqlfile.checksum; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tsqlfile.checksum IS 'sha256 of the file as it was applied; a table file may never change afterwards.';


--
-- Name: COLUMN tsqlfile.applied_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tsqlfile.applied_at IS 'When it was applied (last time, for routines and defaults).';


--
-- Name: COLUMN tsqlfile.applied_by; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.tsqlfile.applied_by IS 'The role that was logged in.';


--
-- Name: ttableindexstats; Type: TABLE; Schema: dba; Owner: etl_owner
--

CREATE TABLE dba.ttableindexstats (
    statid bigint NOT NULL,
    snapshottime timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    schemaname text NOT NULL,
    tablename text NOT NULL,
    indexname text,
    rowcount bigint,
    seqscans bigint,
    idxscans bigint,
    inserts bigint,
    updates bigint,
    deletes bigint,
    totalsize bigint
);


ALTER TABLE dba.ttableindexstats OWNER TO etl_owner;

--
-- Name: TABLE ttableindexstats; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TABLE dba.ttableindexstats IS 'Size and use of tables and indexes over time.';


--
-- Name: COLUMN ttableindexstats.statid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.statid IS 'Key.';


--
-- Name: COLUMN ttableindexstats.snapshottime; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.snapshottime IS 'When it was looked at.';


--
-- Name: COLUMN ttableindexstats.schemaname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.schemaname IS 'Schema.';


--
-- Name: COLUMN ttableindexstats.tablename; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.tablename IS 'Table.';


--
-- Name: COLUMN ttableindexstats.indexname; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.indexname IS 'Index; null in the row of the table itself.';


--
-- Name: COLUMN ttableindexstats.rowcount; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.rowcount IS 'Rows, as the server estimates them.';


--
-- Name: COLUMN ttableindexstats.seqscans; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.seqscans IS 'Reads of the whole table so far.';


--
-- Name: COLUMN ttableindexstats.idxscans; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.idxscans IS 'Reads through indexes so far.';


--
-- Name: COLUMN ttableindexstats.inserts; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.inserts IS 'Rows inserted so far.';


--
-- Name: COLUMN ttableindexstats.updates; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.updates IS 'Rows updated so far.';


--
-- Name: COLUMN ttableindexstats.deletes; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.deletes IS 'Rows deleted so far.';


--
-- Name: COLUMN ttableindexstats.totalsize; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.ttableindexstats.totalsize IS 'Bytes on disk.';


--
-- Name: ttableindexstats_statid_seq; Type: SEQUENCE; Schema: dba; Owner: etl_owner
--

ALTER TABLE dba.ttableindexstats ALTER COLUMN statid ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dba.ttableindexstats_statid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: vjobrun; Type: VIEW; Schema: dba; Owner: etl_owner
--

CREATE VIEW dba.vjobrun AS
 SELECT tjobrun.jobrun_id,
    tjobrun.script,
    tjobrun.arguments,
    tjobrun.outcome,
    tjobrun.started_at,
    date_trunc('milliseconds'::text, (COALESCE(tjobrun.ended_at, clock_timestamp()) - tjobrun.started_at)) AS duration,
    tjobrun.rows_in,
    tjobrun.rows_out,
    tjobrun.exit_code,
    tjobrun.message,
    tjobrun.trigger_kind,
    tjobrun.attempt,
    tjobrun.host_name,
    tjobrun.user_name,
    tjobrun.run_uuid,
    tjobrun.parent_id,
    tjobrun.log_file
   FROM dba.tjobrun
  ORDER BY tjobrun.started_at DESC, tjobrun.jobrun_id DESC;


ALTER TABLE dba.vjobrun OWNER TO etl_owner;

--
-- Name: VIEW vjobrun; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON VIEW dba.vjobrun IS 'Runs of jobs, the newest first.';


--
-- Name: COLUMN vjobrun.jobrun_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.jobrun_id IS 'Key of dba.tjobrun.';


--
-- Name: COLUMN vjobrun.script; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.script IS 'File name of the job.';


--
-- Name: COLUMN vjobrun.arguments; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.arguments IS 'Its arguments.';


--
-- Name: COLUMN vjobrun.outcome; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.outcome IS 'running, done, failed, refused, unreachable, busy, misconfigured, skipped or died.';


--
-- Name: COLUMN vjobrun.started_at; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.started_at IS 'When it began.';


--
-- Name: COLUMN vjobrun.duration; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.duration IS 'How long it took, or has been running.';


--
-- Name: COLUMN vjobrun.rows_in; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.rows_in IS 'Rows it read.';


--
-- Name: COLUMN vjobrun.rows_out; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.rows_out IS 'Rows it wrote or sent.';


--
-- Name: COLUMN vjobrun.exit_code; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.exit_code IS 'Its exit code; null while it runs and when it died.';


--
-- Name: COLUMN vjobrun.message; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.message IS 'Its last word, such as the error.';


--
-- Name: COLUMN vjobrun.trigger_kind; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.trigger_kind IS 'What started it: cron, hand, chain.';


--
-- Name: COLUMN vjobrun.attempt; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.attempt IS 'Which try.';


--
-- Name: COLUMN vjobrun.host_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.host_name IS 'On which machine.';


--
-- Name: COLUMN vjobrun.user_name; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.user_name IS 'As which user of the machine.';


--
-- Name: COLUMN vjobrun.run_uuid; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.run_uuid IS 'Id shared with its log lines, datasets and mails.';


--
-- Name: COLUMN vjobrun.parent_id; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.parent_id IS 'The run that started it.';


--
-- Name: COLUMN vjobrun.log_file; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON COLUMN dba.vjobrun.log_file IS 'Where its log lies.';


--
-- Data for Name: tarrival; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tarrival (arrival_id, file_name, directory, size_bytes, sha256, origin, arrived_at, state, config_id, label, dataset_date, datasetid, stored_as, message, settled_at, run_uuid) FROM stdin;
\.


--
-- Data for Name: tdataset; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tdataset (datasetid, datasetdate, label, datasettypeid, datasourceid, datastatusid, efffromdate, effthrudate, isactive, createddate, createdby, config_id, load_mode, run_uuid, rows_read, rows_loaded, rows_duplicate, rows_rejected, rows_blank) FROM stdin;
\.


--
-- Data for Name: tdatasetstate; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tdatasetstate (datasetid, active_from, active_thru, changed_by) FROM stdin;
\.


--
-- Data for Name: tdatasettype; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tdatasettype (datasettypeid, typename, description, createddate, createdby) FROM stdin;
1	Metadata	Data about data.	2026-11-20 08:33:41.020797+00	postgres
2	MeetMaxURL	Which event pages exist and can be downloaded.	2026-11-20 08:33:41.020797+00	postgres
3	MeetMaxEvents	Companies that attend an event.	2026-11-20 08:33:41.020797+00	postgres
\.


--
-- Data for Name: tdatasource; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tdatasource (datasourceid, sourcename, description, createddate, createdby) FROM stdin;
1	MeetMax	Event pages on the web.	2026-11-20 08:33:41.020797+00	postgres
\.


--
-- Data for Name: tdatastatus; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tdatastatus (datastatusid, statusname, description, createddate, createdby) FROM stdin;
1	Active	In force or scheduled.	2026-11-20 08:33:41.020797+00	postgres
2	Inactive	Superseded or switched off.	2026-11-20 08:33:41.020797+00	postgres
3	Deleted	Taken away; kept for the record.	2026-11-20 08:33:41.020797+00	postgres
4	New	Made and not yet in force.	2026-11-20 08:33:41.020797+00	postgres
5	Failed	Did not work.	2026-11-20 08:33:41.020797+00	postgres
6	Empty	Came, but held nothing.	2026-11-20 08:33:41.020797+00	postgres
\.


--
-- Data for Name: tddllogs; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tddllogs (logid, eventtime, eventtype, schemaname, objectname, objecttype, sqlstatement, username) FROM stdin;
1	2026-11-20 08:33:41.00123+00	ddl_command_end	dba	dba.f_event_company(pg_catalog.jsonb)	function	CREATE FUNCTION	postgres
2	2026-11-20 08:33:41.001771+00	ddl_command_end	dba	dba.f_event_ticker(pg_catalog.jsonb)	function	CREATE FUNCTION	postgres
3	2026-11-20 08:33:41.002059+00	ddl_command_end	dba	dba.f_event_companies(bigint[])	function	CREATE FUNCTION	postgres
4	2026-11-20 08:33:41.002286+00	ddl_command_end	dba	dba.f_event_is_readable(bigint)	function	CREATE FUNCTION	postgres
5	2026-11-20 08:33:41.002583+00	ddl_command_end	dba	dba.f_event_observations(pg_catalog.date)	function	CREATE FUNCTION	postgres
6	2026-11-20 08:33:41.002816+00	ddl_command_end	dba	dba.f_event_baseline(pg_catalog.text,pg_catalog.date)	function	CREATE FUNCTION	postgres
7	2026-11-20 08:33:41.003011+00	ddl_command_end	dba	dba.f_event_urls()	function	CREATE FUNCTION	postgres
8	2026-11-20 08:33:41.003564+00	ddl_command_end	dba	dba.f_get_event_changes(pg_catalog.date)	function	CREATE FUNCTION	postgres
9	2026-11-20 08:33:41.003827+00	ddl_command_end	dba	dba.f_get_unobserved_events(pg_catalog.date)	function	CREATE FUNCTION	postgres
10	2026-11-20 08:33:41.004801+00	ddl_command_end	dba	dba.f_event_downloads(pg_catalog.date)	function	CREATE FUNCTION	postgres
11	2026-11-20 08:33:41.005687+00	ddl_command_end	dba	dba.pimportconfigi(pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,integer,bit)	procedure	CREATE PROCEDURE	postgres
12	2026-11-20 08:33:41.006037+00	ddl_command_end	dba	dba.pimportconfigu(integer,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,integer,bit)	procedure	CREATE PROCEDURE	postgres
13	2026-11-20 08:33:41.006231+00	ddl_command_end	dba	dba.f_stamp_importconfig()	function	CREATE FUNCTION	postgres
14	2026-11-20 08:33:41.006451+00	ddl_command_end	\N	importconfig_modified on dba.timportconfig	trigger	CREATE TRIGGER	postgres
15	2026-11-20 08:33:41.006682+00	ddl_command_end	\N	\N	PROCEDURE	REVOKE	postgres
16	2026-11-20 08:33:41.006764+00	ddl_command_end	\N	\N	FUNCTION	REVOKE	postgres
17	2026-11-20 08:33:41.006853+00	ddl_command_end	\N	\N	PROCEDURE	GRANT	postgres
18	2026-11-20 08:33:41.007849+00	ddl_command_end	dba	dba.ppurgeoldlogs(integer)	procedure	CREATE PROCEDURE	postgres
19	2026-11-20 08:33:41.008154+00	ddl_command_end	dba	dba.pcapturetableindexstats()	procedure	CREATE PROCEDURE	postgres
20	2026-11-20 08:33:41.008493+00	ddl_command_end	dba	dba.pmonitorlongrunningqueries(integer)	procedure	CREATE PROCEDURE	postgres
21	2026-11-20 08:33:41.008808+00	ddl_command_end	dba	dba.f_analyze_tables(boolean)	function	CREATE FUNCTION	postgres
22	2026-11-20 08:33:41.009084+00	ddl_command_end	dba	dba.f_analyze_our_tables()	function	CREATE FUNCTION	postgres
23	2026-11-20 08:33:41.009332+00	ddl_command_end	dba	dba.prunmaintenancevacuumanalyze()	procedure	CREATE PROCEDURE	postgres
24	2026-11-20 08:33:41.009581+00	ddl_command_end	\N	\N	PROCEDURE	REVOKE	postgres
25	2026-11-20 08:33:41.00969+00	ddl_command_end	\N	\N	FUNCTION	REVOKE	postgres
26	2026-11-20 08:33:41.009825+00	ddl_command_end	\N	\N	PROCEDURE	GRANT	postgres
27	2026-11-20 08:33:41.00996+00	ddl_command_end	\N	\N	FUNCTION	GRANT	postgres
28	2026-11-20 08:33:41.011198+00	ddl_command_end	dba	dba.f_insert_treportmanager(pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,boolean,pg_catalog.jsonb,pg_catalog.text,pg_catalog.jsonb,integer,pg_catalog.text)	function	CREATE FUNCTION	postgres
29	2026-11-20 08:33:41.011487+00	ddl_command_end	dba	dba.f_update_treportmanager(integer,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,boolean,pg_catalog.jsonb,pg_catalog.text,pg_catalog.jsonb,integer,pg_catalog.text)	function	CREATE FUNCTION	postgres
30	2026-11-20 08:33:41.011662+00	ddl_command_end	\N	\N	FUNCTION	REVOKE	postgres
31	2026-11-20 08:33:41.011805+00	ddl_command_end	\N	\N	FUNCTION	GRANT	postgres
32	2026-11-20 08:33:41.012852+00	ddl_command_end	dba	dba.f_open_query(pg_catalog.text)	function	CREATE FUNCTION	postgres
33	2026-11-20 08:33:41.01399+00	ddl_command_end	dba	dba.f_jobrun_begin(pg_catalog.uuid,bigint,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,integer,pg_catalog.text,pg_catalog.text)	function	CREATE FUNCTION	postgres
34	2026-11-20 08:33:41.0143+00	ddl_command_end	dba	dba.f_jobrun_end(bigint,integer,pg_catalog.text,bigint,bigint,pg_catalog.text)	function	CREATE FUNCTION	postgres
35	2026-11-20 08:33:41.014586+00	ddl_command_end	dba	dba.f_jobrun_open_on(pg_catalog.text)	function	CREATE FUNCTION	postgres
36	2026-11-20 08:33:41.014819+00	ddl_command_end	dba	dba.f_jobrun_died(bigint[])	function	CREATE FUNCTION	postgres
37	2026-11-20 08:33:41.015844+00	ddl_command_end	dba	dba.vjobrun	view	CREATE VIEW	postgres
38	2026-11-20 08:33:41.017384+00	ddl_command_end	\N	\N	TABLE	REVOKE	postgres
39	2026-11-20 08:33:41.017525+00	ddl_command_end	\N	\N	TABLE	GRANT	postgres
40	2026-11-20 08:33:41.017658+00	ddl_command_end	\N	\N	FUNCTION	REVOKE	postgres
41	2026-11-20 08:33:41.017805+00	ddl_command_end	\N	\N	FUNCTION	GRANT	postgres
42	2026-11-20 08:33:41.018834+00	ddl_command_end	dba	dba.f_insert_tscheduler(pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,integer,pg_catalog.text)	function	CREATE FUNCTION	postgres
43	2026-11-20 08:33:41.019064+00	ddl_command_end	dba	dba.f_update_tscheduler(integer,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,pg_catalog.text,integer)	function	CREATE FUNCTION	postgres
44	2026-11-20 08:33:41.01926+00	ddl_command_end	\N	\N	FUNCTION	REVOKE	postgres
45	2026-11-20 08:33:41.019356+00	ddl_command_end	\N	\N	FUNCTION	GRANT	postgres
\.


--
-- Data for Name: tholidays; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tholidays (holiday_date, holiday_name, createddate, createdby) FROM stdin;
2026-01-01	New Year's Day	2026-11-20 08:33:41.020797+00	postgres
2026-07-04	Independence Day	2026-11-20 08:33:41.020797+00	postgres
2026-12-25	Christmas Day	2026-11-20 08:33:41.020797+00	postgres
\.


--
-- Data for Name: timportconfig; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.timportconfig (config_id, config_name, datasource, datasettype, source_directory, archive_directory, file_pattern, file_type, metadata_label_source, metadata_label_location, dateconfig, datelocation, dateformat, delimiter, target_table, importstrategyid, is_active, load_mode, created_at, last_modified_at) FROM stdin;
1	MeetMaxURLCheckImport	MeetMax	MeetMaxURL	/srv/client_etl_workflow/var/file_watcher	/srv/client_etl_workflow/var/archive/import_MeetMaxURLCheckImport	\\d{8}T\\d{6}_MeetMaxURLCheck\\.csv	CSV	static	MeetMaxURLCheck	filename	0	yyyyMMddTHHmmss	_	public.tmeetmaxurlcheck	1	1	version	2026-11-20 08:33:41.050329+00	2026-11-20 08:33:41.050329+00
2	MeetMax_Events_XLS_Import	MeetMax	MeetMaxEvents	/srv/client_etl_workflow/var/file_watcher	/srv/client_etl_workflow/var/archive/meetmaxevents	^\\d{8}T\\d{6}_MeetMax_\\d+\\.xls$	XLS	filename	2	filename	0	yyyyMMddTHHmmss	_	public.tmeetmaxevent	1	1	version	2026-11-20 08:33:41.050329+00	2026-11-20 08:33:41.050329+00
\.


--
-- Data for Name: timportstrategy; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.timportstrategy (importstrategyid, name) FROM stdin;
1	Import and create new columns if needed
2	Import only (ignores new columns)
3	Import or fail if columns are missing from source file
4	Import or fail if the source file has columns that the table lacks
\.


--
-- Data for Name: tinboxconfig; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tinboxconfig (config_id, config_name, gmail_account, subject_pattern, sender_filter, has_attachment, attachment_name_pattern, processed_label, error_label, local_repository_path, is_active, created_by, created_date) FROM stdin;
\.


--
-- Data for Name: tjobrun; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tjobrun (jobrun_id, run_uuid, parent_id, script, arguments, trigger_kind, host_name, user_name, process_id, process_mark, attempt, started_at, ended_at, rows_in, rows_out, exit_code, outcome, message, log_file) FROM stdin;
\.


--
-- Data for Name: tjobstep; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tjobstep (jobstep_id, jobrun_id, run_uuid, step_number, step_name, started_at, ended_at, rows_in, rows_out, outcome, message) FROM stdin;
\.


--
-- Data for Name: tlogentry; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tlogentry (logid, "timestamp", run_uuid, processtype, stepcounter, username, stepruntime, totalruntime, message) FROM stdin;
\.


--
-- Data for Name: tmaintenancelog; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tmaintenancelog (logid, maintenancetime, operation, tablename, username, durationseconds, details) FROM stdin;
\.


--
-- Data for Name: treportmanager; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.treportmanager (reportid, reportname, reportdescription, frequency, subjectheader, toheader, hasattachment, attachmentqueries, emailbodytemplate, emailbodyqueries, datastatusid, createddate, createduser) FROM stdin;
1	Event changes	Companies added to and removed from events since the day before.	20 11 * * 1-5	Event changes {timestamp}	me@localhost.localdomain	t	[{"name": "event_changes_{timestamp}.csv", "query": "select eventid, company_name, ticker, scenario, mindate, maxdate, url from dba.f_get_event_changes(current_date) order by eventid, scenario, company_name"}]	<h2>Companies added</h2>{{added}}<h2>Companies removed</h2>{{removed}}<h2>Events not observed today</h2><p>Nothing is said about these.</p>{{not_observed}}	{"added": "select eventid, company_name, ticker from dba.f_get_event_changes(current_date) where scenario = 'added' order by eventid, company_name", "removed": "select eventid, company_name, ticker from dba.f_get_event_changes(current_date) where scenario = 'removed' order by eventid, company_name", "not_observed": "select eventid, last_observed from dba.f_get_unobserved_events(current_date) order by eventid"}	1	2026-11-20 08:33:41.050329+00	postgres
2	Loads of the day	What was loaded today, file by file.	25 11 * * 1-5	Loads of the day {timestamp}	me@localhost.localdomain	f	[]	<h2>Loaded today</h2>{{loads}}<h2>Refused today</h2>{{refused}}	{"loads": "select c.config_name, d.label, d.datasetdate, d.rows_loaded from dba.tdataset d join dba.timportconfig c using (config_id) where d.createddate >= current_date order by d.datasetid", "refused": "select file_name, message from dba.tarrival where state = 'refused' and settled_at >= current_date order by arrival_id"}	1	2026-11-20 08:33:41.050329+00	postgres
\.


--
-- Data for Name: tscheduler; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tscheduler (schedulerid, taskname, taskdescription, frequency, scriptpath, scriptargs, datastatusid, createddate, createduser) FROM stdin;
1	MeetMax download and import	Downloads the event lists and loads them.	0 5,17 * * 1-5	run_download_and_import.sh	\N	1	2026-11-20 08:33:41.050329+00	postgres
2	MeetMax URL check	Looks which event pages exist.	0 19 * * 5	meetmax_url_check.py	--from 115000 --to 139999	1	2026-11-20 08:33:41.050329+00	postgres
3	MeetMax URL check import	Loads what the URL check found.	30 4 * * 1-5	run_import_job.py	1	1	2026-11-20 08:33:41.050329+00	postgres
4	Clean up logs	Removes logs older than a week.	0 2 * * 0	weekly_cleanup_logs.sh	\N	1	2026-11-20 08:33:41.050329+00	postgres
5	Clean up MeetMax events	Removes archived event lists older than a week.	0 2 * * 0	weekly_cleanup_meetmaxevents.sh	\N	1	2026-11-20 08:33:41.050329+00	postgres
6	Daily backup	Dumps the database.	0 3 * * *	daily_backup.sh	\N	1	2026-11-20 08:33:41.050329+00	postgres
\.


--
-- Data for Name: tsqlfile; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.tsqlfile (file_name, checksum, applied_at, applied_by) FROM stdin;
tables/001_schemas.sql	86dcc47f03242b86603cfceb961a37db2802b1d03af7a7386a2f5cf9ffb26b97	2026-11-20 08:33:40.763458+00	postgres
tables/002_lookups.sql	50b09501082b49adecc7eeee0a6bde57ee8b78c65246bb2ebdeba8347b39eb24	2026-11-20 08:33:40.769596+00	postgres
tables/003_calendar.sql	69f4881d983e9c019f5c9d02e88f27d6e31dd38df96e8ed8dcecba43bc9fff46	2026-11-20 08:33:40.779233+00	postgres
tables/004_imports.sql	d43a5489191bd8074f086d06677640efd24ad50116ad2189760233be8f4805f8	2026-11-20 08:33:40.783347+00	postgres
tables/005_datasets.sql	24977a8859a95390fd9176bbf4d2a099735c5498d90f28b8631b70fe9c716a13	2026-11-20 08:33:40.788294+00	postgres
tables/006_inbox_and_reports.sql	297b3a97c2e6b8d53143e1450a81ab912497772428d5836ba33bdeb3a220fcda	2026-11-20 08:33:40.803559+00	postgres
tables/007_schedule_and_runs.sql	f5217b9aca446beef7ff716b4c0c247bae89ddcf621aad519f6e4c3c9d54e70d	2026-11-20 08:33:40.810178+00	postgres
tables/008_maintenance.sql	36955b99d7024a64240f5489ebbcad6896578557ad3c7e45b97dd271860664fb	2026-11-20 08:33:40.82502+00	postgres
routines/calendar.sql	f4c1cf6294935b956922aef46dcb5d2e65edc8b89bb6b4e65c17fca1d39370b2	2026-11-20 08:33:40.832885+00	postgres
routines/data_status.sql	934c8c9cddb470ec6bfc95dc5dc5209c83a69e6f190829917ccff36a02fcdccc	2026-11-20 08:33:40.994548+00	postgres
routines/datasets.sql	4cafe8d7d4fc5328958a05022adb18444dfc2a24b4638453881fc172e16c9a2b	2026-11-20 08:33:40.995985+00	postgres
routines/ddl_log.sql	baf81b57753824ba26cc1def74fe91ea533b6110496fb5e8931f02ffe95beaf2	2026-11-20 08:33:40.998456+00	postgres
routines/event_changes.sql	8b38821bfa73822b33077ffba3de262901ab2ac50da3ad16c91a5280e028feb5	2026-11-20 08:33:41.000388+00	postgres
routines/event_downloads.sql	876b66c896b22d868928a96c54c9cbd0e23c1dbcca526097441bee5e554f67dc	2026-11-20 08:33:41.004319+00	postgres
routines/import_config.sql	4ea505ac386a092ff891cc62cb9aad672d4f11be592969118616813e801b2dac	2026-11-20 08:33:41.005186+00	postgres
routines/maintenance.sql	5d7c32234c8eb9a7560d91c325c25e499c40d78a25b3b84941874b31f17112a9	2026-11-20 08:33:41.007203+00	postgres
routines/report.sql	f42a9fb2b6bbcdecc221322f45b803a6e4684a7c4734e78590302b4af7403c39	2026-11-20 08:33:41.0105+00	postgres
routines/report_reader.sql	63f05fb0f2746646ac9b08cad1d806ef96e051e0b463ed65907921c1b7f5c01c	2026-11-20 08:33:41.01228+00	postgres
routines/runs.sql	5fccc5f6f8d1046eacf2fb2d59f5fbeb8e6cf473df140bef6edf708f33558078	2026-11-20 08:33:41.013339+00	postgres
routines/schedule.sql	14800e1e401cd5e8e47860e55b646b576523a1c24380336997ecb346d772cf55	2026-11-20 08:33:41.018295+00	postgres
defaults/lookups.sql	1870a3c54324af236d20f6f4120ee64b0c4795ffd12120e3402837fd983546b0	2026-11-20 08:33:41.020797+00	postgres
defaults/meetmax.sql	6b43757849120aebee815bb3e8db78b35ea89a92e706fb82c95f66bd876d592f	2026-11-20 08:33:41.050329+00	postgres
\.


--
-- Data for Name: ttableindexstats; Type: TABLE DATA; Schema: dba; Owner: etl_owner
--

COPY dba.ttableindexstats (statid, snapshottime, schemaname, tablename, indexname, rowcount, seqscans, idxscans, inserts, updates, deletes, totalsize) FROM stdin;
\.


--
-- Name: tarrival_arrival_id_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tarrival_arrival_id_seq', 1, false);


--
-- Name: tdataset_datasetid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tdataset_datasetid_seq', 1, false);


--
-- Name: tdatasettype_datasettypeid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tdatasettype_datasettypeid_seq', 3, true);


--
-- Name: tdatasource_datasourceid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tdatasource_datasourceid_seq', 1, true);


--
-- Name: tdatastatus_datastatusid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tdatastatus_datastatusid_seq', 6, true);


--
-- Name: tddllogs_logid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tddllogs_logid_seq', 45, true);


--
-- Name: timportconfig_config_id_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.timportconfig_config_id_seq', 2, true);


--
-- Name: timportstrategy_importstrategyid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.timportstrategy_importstrategyid_seq', 4, true);


--
-- Name: tinboxconfig_config_id_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tinboxconfig_config_id_seq', 1, false);


--
-- Name: tjobrun_jobrun_id_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tjobrun_jobrun_id_seq', 1, false);


--
-- Name: tjobstep_jobstep_id_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tjobstep_jobstep_id_seq', 1, false);


--
-- Name: tlogentry_logid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tlogentry_logid_seq', 1, false);


--
-- Name: tmaintenancelog_logid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tmaintenancelog_logid_seq', 1, false);


--
-- Name: treportmanager_reportid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.treportmanager_reportid_seq', 2, true);


--
-- Name: tscheduler_schedulerid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.tscheduler_schedulerid_seq', 6, true);


--
-- Name: ttableindexstats_statid_seq; Type: SEQUENCE SET; Schema: dba; Owner: etl_owner
--

SELECT pg_catalog.setval('dba.ttableindexstats_statid_seq', 1, false);


--
-- Name: tarrival tarrival_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tarrival
    ADD CONSTRAINT tarrival_pkey PRIMARY KEY (arrival_id);


--
-- Name: tcalendardays tcalendardays_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tcalendardays
    ADD CONSTRAINT tcalendardays_pkey PRIMARY KEY (fulldate);


--
-- Name: tdataset tdataset_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdataset
    ADD CONSTRAINT tdataset_pkey PRIMARY KEY (datasetid);


--
-- Name: tdatasetstate tdatasetstate_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasetstate
    ADD CONSTRAINT tdatasetstate_pkey PRIMARY KEY (datasetid, active_from);


--
-- Name: tdatasettype tdatasettype_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasettype
    ADD CONSTRAINT tdatasettype_pkey PRIMARY KEY (datasettypeid);


--
-- Name: tdatasettype tdatasettype_typename_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasettype
    ADD CONSTRAINT tdatasettype_typename_key UNIQUE (typename);


--
-- Name: tdatasource tdatasource_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasource
    ADD CONSTRAINT tdatasource_pkey PRIMARY KEY (datasourceid);


--
-- Name: tdatasource tdatasource_sourcename_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasource
    ADD CONSTRAINT tdatasource_sourcename_key UNIQUE (sourcename);


--
-- Name: tdatastatus tdatastatus_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatastatus
    ADD CONSTRAINT tdatastatus_pkey PRIMARY KEY (datastatusid);


--
-- Name: tdatastatus tdatastatus_statusname_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatastatus
    ADD CONSTRAINT tdatastatus_statusname_key UNIQUE (statusname);


--
-- Name: tddllogs tddllogs_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tddllogs
    ADD CONSTRAINT tddllogs_pkey PRIMARY KEY (logid);


--
-- Name: tholidays tholidays_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tholidays
    ADD CONSTRAINT tholidays_pkey PRIMARY KEY (holiday_date);


--
-- Name: timportconfig timportconfig_config_name_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.timportconfig
    ADD CONSTRAINT timportconfig_config_name_key UNIQUE (config_name);


--
-- Name: timportconfig timportconfig_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.timportconfig
    ADD CONSTRAINT timportconfig_pkey PRIMARY KEY (config_id);


--
-- Name: timportstrategy timportstrategy_name_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.timportstrategy
    ADD CONSTRAINT timportstrategy_name_key UNIQUE (name);


--
-- Name: timportstrategy timportstrategy_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.timportstrategy
    ADD CONSTRAINT timportstrategy_pkey PRIMARY KEY (importstrategyid);


--
-- Name: tinboxconfig tinboxconfig_config_name_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tinboxconfig
    ADD CONSTRAINT tinboxconfig_config_name_key UNIQUE (config_name);


--
-- Name: tinboxconfig tinboxconfig_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tinboxconfig
    ADD CONSTRAINT tinboxconfig_pkey PRIMARY KEY (config_id);


--
-- Name: tjobrun tjobrun_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tjobrun
    ADD CONSTRAINT tjobrun_pkey PRIMARY KEY (jobrun_id);


--
-- Name: tjobstep tjobstep_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tjobstep
    ADD CONSTRAINT tjobstep_pkey PRIMARY KEY (jobstep_id);


--
-- Name: tlogentry tlogentry_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tlogentry
    ADD CONSTRAINT tlogentry_pkey PRIMARY KEY (logid);


--
-- Name: tmaintenancelog tmaintenancelog_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tmaintenancelog
    ADD CONSTRAINT tmaintenancelog_pkey PRIMARY KEY (logid);


--
-- Name: treportmanager treportmanager_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.treportmanager
    ADD CONSTRAINT treportmanager_pkey PRIMARY KEY (reportid);


--
-- Name: tscheduler tscheduler_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tscheduler
    ADD CONSTRAINT tscheduler_pkey PRIMARY KEY (schedulerid);


--
-- Name: tscheduler tscheduler_taskname_key; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tscheduler
    ADD CONSTRAINT tscheduler_taskname_key UNIQUE (taskname);


--
-- Name: tsqlfile tsqlfile_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tsqlfile
    ADD CONSTRAINT tsqlfile_pkey PRIMARY KEY (file_name);


--
-- Name: ttableindexstats ttableindexstats_pkey; Type: CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.ttableindexstats
    ADD CONSTRAINT ttableindexstats_pkey PRIMARY KEY (statid);


--
-- Name: arrival_by_dataset; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX arrival_by_dataset ON dba.tarrival USING btree (datasetid);


--
-- Name: arrival_by_file; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX arrival_by_file ON dba.tarrival USING btree (file_name, sha256);


--
-- Name: arrival_by_run; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX arrival_by_run ON dba.tarrival USING btree (run_uuid);


--
-- Name: arrival_not_put_away; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX arrival_not_put_away ON dba.tarrival USING btree (config_id) WHERE ((stored_as IS NULL) AND (state <> 'arrived'::text));


--
-- Name: dataset_by_config; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX dataset_by_config ON dba.tdataset USING btree (config_id, datasetdate DESC);


--
-- Name: dataset_by_label; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX dataset_by_label ON dba.tdataset USING btree (label, datasettypeid, datasetdate DESC);


--
-- Name: dataset_by_run; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX dataset_by_run ON dba.tdataset USING btree (run_uuid);


--
-- Name: dataset_by_type_and_date; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX dataset_by_type_and_date ON dba.tdataset USING btree (datasettypeid, datasetdate DESC) WHERE isactive;


--
-- Name: ddllogs_by_time; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX ddllogs_by_time ON dba.tddllogs USING btree (eventtime);


--
-- Name: jobrun_by_parent; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobrun_by_parent ON dba.tjobrun USING btree (parent_id) WHERE (parent_id IS NOT NULL);


--
-- Name: jobrun_by_script; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobrun_by_script ON dba.tjobrun USING btree (script, started_at DESC);


--
-- Name: jobrun_by_time; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobrun_by_time ON dba.tjobrun USING btree (started_at);


--
-- Name: jobrun_by_uuid; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobrun_by_uuid ON dba.tjobrun USING btree (run_uuid);


--
-- Name: jobrun_still_open; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobrun_still_open ON dba.tjobrun USING btree (host_name) WHERE (ended_at IS NULL);


--
-- Name: jobstep_by_run; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobstep_by_run ON dba.tjobstep USING btree (jobrun_id);


--
-- Name: jobstep_by_uuid; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX jobstep_by_uuid ON dba.tjobstep USING btree (run_uuid);


--
-- Name: logentry_by_run; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX logentry_by_run ON dba.tlogentry USING btree (run_uuid);


--
-- Name: logentry_by_time; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX logentry_by_time ON dba.tlogentry USING btree ("timestamp");


--
-- Name: maintenancelog_by_time; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX maintenancelog_by_time ON dba.tmaintenancelog USING btree (maintenancetime);


--
-- Name: one_active_by_hand; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE UNIQUE INDEX one_active_by_hand ON dba.tdataset USING btree (datasourceid, datasettypeid, label, datasetdate) WHERE (isactive AND (config_id IS NULL));


--
-- Name: one_active_replacement; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE UNIQUE INDEX one_active_replacement ON dba.tdataset USING btree (config_id) WHERE (isactive AND (load_mode = 'replace'::text));


--
-- Name: one_active_version; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE UNIQUE INDEX one_active_version ON dba.tdataset USING btree (config_id, label, datasetdate) WHERE (isactive AND (load_mode = 'version'::text));


--
-- Name: one_load_of_the_same_content; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE UNIQUE INDEX one_load_of_the_same_content ON dba.tarrival USING btree (config_id, label, dataset_date, sha256) WHERE (state = ANY (ARRAY['loaded'::text, 'empty'::text]));


--
-- Name: tableindexstats_by_time; Type: INDEX; Schema: dba; Owner: etl_owner
--

CREATE INDEX tableindexstats_by_time ON dba.ttableindexstats USING btree (snapshottime);


--
-- Name: tholidays holidays_changed; Type: TRIGGER; Schema: dba; Owner: etl_owner
--

CREATE TRIGGER holidays_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON dba.tholidays FOR EACH STATEMENT EXECUTE FUNCTION dba.f_holidays_changed();


--
-- Name: TRIGGER holidays_changed ON tholidays; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TRIGGER holidays_changed ON dba.tholidays IS 'Keeps dba.tcalendardays in step.';


--
-- Name: timportconfig importconfig_modified; Type: TRIGGER; Schema: dba; Owner: etl_owner
--

CREATE TRIGGER importconfig_modified BEFORE UPDATE ON dba.timportconfig FOR EACH ROW EXECUTE FUNCTION dba.f_stamp_importconfig();


--
-- Name: TRIGGER importconfig_modified ON timportconfig; Type: COMMENT; Schema: dba; Owner: etl_owner
--

COMMENT ON TRIGGER importconfig_modified ON dba.timportconfig IS 'Keeps last_modified_at.';


--
-- Name: tdataset remember_dataset_state; Type: TRIGGER; Schema: dba; Owner: etl_owner
--

CREATE TRIGGER remember_dataset_state AFTER INSERT OR UPDATE OF isactive, datastatusid ON dba.tdataset FOR EACH ROW EXECUTE FUNCTION dba.f_remember_dataset_state();


--
-- Name: tdataset ttriggerenforcesingleactivedataset; Type: TRIGGER; Schema: dba; Owner: etl_owner
--

CREATE TRIGGER ttriggerenforcesingleactivedataset BEFORE INSERT OR UPDATE OF isactive, datastatusid ON dba.tdataset FOR EACH ROW EXECUTE FUNCTION dba.fenforcesingleactivedataset();


--
-- Name: tarrival tarrival_config_id_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tarrival
    ADD CONSTRAINT tarrival_config_id_fkey FOREIGN KEY (config_id) REFERENCES dba.timportconfig(config_id);


--
-- Name: tarrival tarrival_datasetid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tarrival
    ADD CONSTRAINT tarrival_datasetid_fkey FOREIGN KEY (datasetid) REFERENCES dba.tdataset(datasetid);


--
-- Name: tdataset tdataset_config_id_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdataset
    ADD CONSTRAINT tdataset_config_id_fkey FOREIGN KEY (config_id) REFERENCES dba.timportconfig(config_id);


--
-- Name: tdataset tdataset_datasettypeid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdataset
    ADD CONSTRAINT tdataset_datasettypeid_fkey FOREIGN KEY (datasettypeid) REFERENCES dba.tdatasettype(datasettypeid);


--
-- Name: tdataset tdataset_datasourceid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdataset
    ADD CONSTRAINT tdataset_datasourceid_fkey FOREIGN KEY (datasourceid) REFERENCES dba.tdatasource(datasourceid);


--
-- Name: tdataset tdataset_datastatusid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdataset
    ADD CONSTRAINT tdataset_datastatusid_fkey FOREIGN KEY (datastatusid) REFERENCES dba.tdatastatus(datastatusid);


--
-- Name: tdatasetstate tdatasetstate_datasetid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tdatasetstate
    ADD CONSTRAINT tdatasetstate_datasetid_fkey FOREIGN KEY (datasetid) REFERENCES dba.tdataset(datasetid) ON DELETE CASCADE;


--
-- Name: timportconfig timportconfig_importstrategyid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.timportconfig
    ADD CONSTRAINT timportconfig_importstrategyid_fkey FOREIGN KEY (importstrategyid) REFERENCES dba.timportstrategy(importstrategyid);


--
-- Name: tjobrun tjobrun_parent_id_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tjobrun
    ADD CONSTRAINT tjobrun_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES dba.tjobrun(jobrun_id) ON DELETE SET NULL;


--
-- Name: tjobstep tjobstep_jobrun_id_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tjobstep
    ADD CONSTRAINT tjobstep_jobrun_id_fkey FOREIGN KEY (jobrun_id) REFERENCES dba.tjobrun(jobrun_id) ON DELETE CASCADE;


--
-- Name: treportmanager treportmanager_datastatusid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.treportmanager
    ADD CONSTRAINT treportmanager_datastatusid_fkey FOREIGN KEY (datastatusid) REFERENCES dba.tdatastatus(datastatusid);


--
-- Name: tscheduler tscheduler_datastatusid_fkey; Type: FK CONSTRAINT; Schema: dba; Owner: etl_owner
--

ALTER TABLE ONLY dba.tscheduler
    ADD CONSTRAINT tscheduler_datastatusid_fkey FOREIGN KEY (datastatusid) REFERENCES dba.tdatastatus(datastatusid);


--
-- Name: SCHEMA dba; Type: ACL; Schema: -; Owner: etl_owner
--

GRANT USAGE ON SCHEMA dba TO etl_user;
GRANT USAGE ON SCHEMA dba TO etl_report;
GRANT USAGE ON SCHEMA dba TO etl_console;


--
-- Name: SCHEMA landing; Type: ACL; Schema: -; Owner: etl_owner
--

GRANT ALL ON SCHEMA landing TO etl_user;


--
-- Name: SCHEMA mart; Type: ACL; Schema: -; Owner: etl_owner
--

GRANT USAGE ON SCHEMA mart TO etl_user;
GRANT USAGE ON SCHEMA mart TO etl_report;
GRANT USAGE ON SCHEMA mart TO etl_console;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

GRANT ALL ON SCHEMA public TO etl_user;
GRANT USAGE ON SCHEMA public TO etl_report;
GRANT USAGE ON SCHEMA public TO etl_console;


--
-- Name: FUNCTION f_analyze_our_tables(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_analyze_our_tables() FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_analyze_our_tables() TO etl_user;


--
-- Name: FUNCTION f_analyze_tables(p_ours boolean); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_analyze_tables(p_ours boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_analyze_tables(p_ours boolean) TO etl_user;


--
-- Name: FUNCTION f_check_data_status(p_datastatusid integer); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_check_data_status(p_datastatusid integer) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_check_data_status(p_datastatusid integer) TO etl_user;


--
-- Name: FUNCTION f_holidays_changed(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_holidays_changed() FROM PUBLIC;


--
-- Name: FUNCTION f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_insert_treportmanager(p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) TO etl_user;


--
-- Name: FUNCTION f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_insert_tscheduler(p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer, p_createduser text) TO etl_user;


--
-- Name: FUNCTION f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_jobrun_begin(p_run_uuid uuid, p_parent_id bigint, p_script text, p_arguments text, p_trigger_kind text, p_host_name text, p_user_name text, p_process_id integer, p_process_mark text, p_log_file text) TO etl_user;


--
-- Name: FUNCTION f_jobrun_died(p_jobrun_ids bigint[]); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_jobrun_died(p_jobrun_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_jobrun_died(p_jobrun_ids bigint[]) TO etl_user;


--
-- Name: FUNCTION f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_jobrun_end(p_jobrun_id bigint, p_exit_code integer, p_outcome text, p_rows_in bigint, p_rows_out bigint, p_message text) TO etl_user;


--
-- Name: FUNCTION f_jobrun_open_on(p_host_name text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_jobrun_open_on(p_host_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_jobrun_open_on(p_host_name text) TO etl_user;


--
-- Name: FUNCTION f_refresh_calendar(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_refresh_calendar() FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_refresh_calendar() TO etl_user;


--
-- Name: FUNCTION f_stamp_importconfig(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_stamp_importconfig() FROM PUBLIC;


--
-- Name: FUNCTION f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_update_treportmanager(p_reportid integer, p_reportname text, p_reportdescription text, p_frequency text, p_subjectheader text, p_toheader text, p_hasattachment boolean, p_attachmentqueries jsonb, p_emailbodytemplate text, p_emailbodyqueries jsonb, p_datastatus integer, p_createduser text) TO etl_user;


--
-- Name: FUNCTION f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer) FROM PUBLIC;
GRANT ALL ON FUNCTION dba.f_update_tscheduler(p_schedulerid integer, p_taskname text, p_taskdescription text, p_frequency text, p_scriptpath text, p_scriptargs text, p_datastatusid integer) TO etl_user;


--
-- Name: FUNCTION flogddlchanges(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON FUNCTION dba.flogddlchanges() FROM PUBLIC;


--
-- Name: PROCEDURE pcapturetableindexstats(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.pcapturetableindexstats() FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.pcapturetableindexstats() TO etl_user;


--
-- Name: PROCEDURE pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.pimportconfigi(IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) TO etl_user;


--
-- Name: PROCEDURE pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.pimportconfigu(IN p_config_id integer, IN p_config_name text, IN p_datasource text, IN p_datasettype text, IN p_source_directory text, IN p_archive_directory text, IN p_file_pattern text, IN p_file_type text, IN p_metadata_label_source text, IN p_metadata_label_location text, IN p_dateconfig text, IN p_datelocation text, IN p_dateformat text, IN p_delimiter text, IN p_target_table text, IN p_importstrategyid integer, IN p_is_active bit) TO etl_user;


--
-- Name: PROCEDURE pmonitorlongrunningqueries(IN minutes integer); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.pmonitorlongrunningqueries(IN minutes integer) FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.pmonitorlongrunningqueries(IN minutes integer) TO etl_user;


--
-- Name: PROCEDURE ppurgeoldlogs(IN days integer); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.ppurgeoldlogs(IN days integer) FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.ppurgeoldlogs(IN days integer) TO etl_user;


--
-- Name: PROCEDURE prunmaintenancevacuumanalyze(); Type: ACL; Schema: dba; Owner: etl_owner
--

REVOKE ALL ON PROCEDURE dba.prunmaintenancevacuumanalyze() FROM PUBLIC;
GRANT ALL ON PROCEDURE dba.prunmaintenancevacuumanalyze() TO etl_user;


--
-- Name: TABLE tarrival; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tarrival TO etl_report;
GRANT SELECT ON TABLE dba.tarrival TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tarrival TO etl_user;


--
-- Name: SEQUENCE tarrival_arrival_id_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tarrival_arrival_id_seq TO etl_user;


--
-- Name: TABLE tcalendardays; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tcalendardays TO etl_report;
GRANT SELECT ON TABLE dba.tcalendardays TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tcalendardays TO etl_user;


--
-- Name: TABLE tdataset; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tdataset TO etl_report;
GRANT SELECT ON TABLE dba.tdataset TO etl_console;
GRANT SELECT,INSERT,REFERENCES,DELETE,UPDATE ON TABLE dba.tdataset TO etl_user;


--
-- Name: SEQUENCE tdataset_datasetid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tdataset_datasetid_seq TO etl_user;


--
-- Name: TABLE tdatasetstate; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tdatasetstate TO etl_report;
GRANT SELECT ON TABLE dba.tdatasetstate TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tdatasetstate TO etl_user;


--
-- Name: TABLE tdatasettype; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tdatasettype TO etl_report;
GRANT SELECT ON TABLE dba.tdatasettype TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tdatasettype TO etl_user;


--
-- Name: SEQUENCE tdatasettype_datasettypeid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tdatasettype_datasettypeid_seq TO etl_user;


--
-- Name: TABLE tdatasource; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tdatasource TO etl_report;
GRANT SELECT ON TABLE dba.tdatasource TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tdatasource TO etl_user;


--
-- Name: SEQUENCE tdatasource_datasourceid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tdatasource_datasourceid_seq TO etl_user;


--
-- Name: TABLE tdatastatus; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tdatastatus TO etl_report;
GRANT SELECT ON TABLE dba.tdatastatus TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tdatastatus TO etl_user;


--
-- Name: SEQUENCE tdatastatus_datastatusid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tdatastatus_datastatusid_seq TO etl_user;


--
-- Name: TABLE tddllogs; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tddllogs TO etl_report;
GRANT SELECT ON TABLE dba.tddllogs TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tddllogs TO etl_user;


--
-- Name: SEQUENCE tddllogs_logid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tddllogs_logid_seq TO etl_user;


--
-- Name: TABLE tholidays; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tholidays TO etl_report;
GRANT SELECT ON TABLE dba.tholidays TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tholidays TO etl_user;


--
-- Name: TABLE timportconfig; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.timportconfig TO etl_report;
GRANT SELECT ON TABLE dba.timportconfig TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.timportconfig TO etl_user;


--
-- Name: SEQUENCE timportconfig_config_id_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.timportconfig_config_id_seq TO etl_user;


--
-- Name: TABLE timportstrategy; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.timportstrategy TO etl_report;
GRANT SELECT ON TABLE dba.timportstrategy TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.timportstrategy TO etl_user;


--
-- Name: SEQUENCE timportstrategy_importstrategyid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.timportstrategy_importstrategyid_seq TO etl_user;


--
-- Name: TABLE tinboxconfig; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tinboxconfig TO etl_report;
GRANT SELECT ON TABLE dba.tinboxconfig TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tinboxconfig TO etl_user;


--
-- Name: SEQUENCE tinboxconfig_config_id_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tinboxconfig_config_id_seq TO etl_user;


--
-- Name: TABLE tjobrun; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tjobrun TO etl_report;
GRANT SELECT ON TABLE dba.tjobrun TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tjobrun TO etl_user;


--
-- Name: SEQUENCE tjobrun_jobrun_id_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tjobrun_jobrun_id_seq TO etl_user;


--
-- Name: TABLE tjobstep; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tjobstep TO etl_report;
GRANT SELECT ON TABLE dba.tjobstep TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tjobstep TO etl_user;


--
-- Name: SEQUENCE tjobstep_jobstep_id_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tjobstep_jobstep_id_seq TO etl_user;


--
-- Name: TABLE tlogentry; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tlogentry TO etl_report;
GRANT SELECT ON TABLE dba.tlogentry TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tlogentry TO etl_user;


--
-- Name: SEQUENCE tlogentry_logid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tlogentry_logid_seq TO etl_user;


--
-- Name: TABLE tmaintenancelog; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tmaintenancelog TO etl_report;
GRANT SELECT ON TABLE dba.tmaintenancelog TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tmaintenancelog TO etl_user;


--
-- Name: SEQUENCE tmaintenancelog_logid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tmaintenancelog_logid_seq TO etl_user;


--
-- Name: TABLE treportmanager; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.treportmanager TO etl_report;
GRANT SELECT ON TABLE dba.treportmanager TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.treportmanager TO etl_user;


--
-- Name: SEQUENCE treportmanager_reportid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.treportmanager_reportid_seq TO etl_user;


--
-- Name: TABLE tscheduler; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tscheduler TO etl_report;
GRANT SELECT ON TABLE dba.tscheduler TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.tscheduler TO etl_user;


--
-- Name: SEQUENCE tscheduler_schedulerid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.tscheduler_schedulerid_seq TO etl_user;


--
-- Name: TABLE tsqlfile; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.tsqlfile TO etl_report;
GRANT SELECT ON TABLE dba.tsqlfile TO etl_console;
GRANT SELECT ON TABLE dba.tsqlfile TO etl_user;


--
-- Name: TABLE ttableindexstats; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.ttableindexstats TO etl_report;
GRANT SELECT ON TABLE dba.ttableindexstats TO etl_console;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dba.ttableindexstats TO etl_user;


--
-- Name: SEQUENCE ttableindexstats_statid_seq; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT,USAGE ON SEQUENCE dba.ttableindexstats_statid_seq TO etl_user;


--
-- Name: TABLE vjobrun; Type: ACL; Schema: dba; Owner: etl_owner
--

GRANT SELECT ON TABLE dba.vjobrun TO etl_report;
GRANT SELECT ON TABLE dba.vjobrun TO etl_console;
GRANT SELECT ON TABLE dba.vjobrun TO etl_user;


--
-- Name: DEFAULT PRIVILEGES FOR SEQUENCES; Type: DEFAULT ACL; Schema: dba; Owner: etl_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA dba GRANT SELECT,USAGE ON SEQUENCES  TO etl_user;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: dba; Owner: etl_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA dba GRANT SELECT ON TABLES  TO etl_report;
ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA dba GRANT SELECT ON TABLES  TO etl_console;
ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA dba GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES  TO etl_user;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: mart; Owner: etl_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA mart GRANT SELECT ON TABLES  TO etl_report;
ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA mart GRANT SELECT ON TABLES  TO etl_console;
ALTER DEFAULT PRIVILEGES FOR ROLE etl_owner IN SCHEMA mart GRANT SELECT ON TABLES  TO etl_user;


--
-- Name: logddl; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER logddl ON ddl_command_end
   EXECUTE FUNCTION dba.flogddlchanges();


ALTER EVENT TRIGGER logddl OWNER TO postgres;

--
-- Name: EVENT TRIGGER logddl; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON EVENT TRIGGER logddl IS 'Notes what was created and altered in dba.tddllogs.';


--
-- Name: logddl_drop; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER logddl_drop ON sql_drop
   EXECUTE FUNCTION dba.flogddlchanges();


ALTER EVENT TRIGGER logddl_drop OWNER TO postgres;

--
-- Name: EVENT TRIGGER logddl_drop; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON EVENT TRIGGER logddl_drop IS 'Notes what was dropped in dba.tddllogs.';


--
-- PostgreSQL database dump complete
--


