-- A dataset is a version: bringing one into force takes the older one out, and both are remembered.

create or replace function dba.f_dataset_rival_key(
    p_config_id integer, p_load_mode text, p_source integer, p_type integer, p_label text, p_date date
) returns text
language sql immutable
return case
    when p_config_id is null then format('hand %s %s %s %s', p_source, p_type, p_date, p_label)
    when p_load_mode = 'version' then format('version %s %s %s', p_config_id, p_date, p_label)
    when p_load_mode = 'replace' then format('replace %s', p_config_id)
end;
comment on function dba.f_dataset_rival_key(integer, text, integer, integer, text, date)
is 'Datasets with the same key cannot be in force together; null: it has no rivals.';

create or replace function dba.fenforcesingleactivedataset() returns trigger
language plpgsql
as $$
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
comment on function dba.fenforcesingleactivedataset()
is 'Keeps isactive and the status together and takes rivals out of force, also when two sessions load at once.';

create or replace trigger ttriggerenforcesingleactivedataset
before insert or update of isactive, datastatusid on dba.tdataset
for each row execute function dba.fenforcesingleactivedataset();

create or replace function dba.f_remember_dataset_state() returns trigger
language plpgsql
as $$
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
comment on function dba.f_remember_dataset_state() is 'Writes dba.tdatasetstate.';

create or replace trigger remember_dataset_state
after insert or update of isactive, datastatusid on dba.tdataset
for each row execute function dba.f_remember_dataset_state();

create or replace function dba.f_lookup_id(p_kind text, p_name text) returns integer
language plpgsql stable
as $$
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
comment on function dba.f_lookup_id(text, text) is 'Number of a dataset type, data source or data status; an unknown name is an error.';

create or replace function dba.f_dataset_iu(
    p_datasetid bigint, p_datasetdate date, p_datasettype text, p_datasource text,
    p_label text, p_statusname text, p_createduser text
) returns bigint
language plpgsql
as $$
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
comment on function dba.f_dataset_iu(bigint, date, text, text, text, text, text)
is 'Make a dataset by hand (first argument null) or change its status; Active brings it into force, every other status takes it out.';

create or replace procedure dba.p_dataset_deactivate(p_datasetid bigint)
language plpgsql
as $$
begin
    update dba.tdataset as d set isactive = false where d.datasetid = p_datasetid;
    if not found then
        raise exception 'Dataset % not found', p_datasetid using hint = 'The datasets are in dba.tdataset.';
    end if;
end
$$;
comment on procedure dba.p_dataset_deactivate(bigint) is 'Take a dataset out of force; its rows stay.';
