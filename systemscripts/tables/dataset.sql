-- name: ensure_source
-- A source by its name, made when it is new.
insert into dba.tdatasource (sourcename)
select %(name)s::text
where not exists (select from dba.tdatasource where sourcename = %(name)s::text)
on conflict do nothing;

-- name: ensure_type
-- A dataset type by its name, made when it is new.
insert into dba.tdatasettype (typename)
select %(name)s::text
where not exists (select from dba.tdatasettype where typename = %(name)s::text)
on conflict do nothing;

-- name: create
-- A dataset that is not in force yet.
insert into dba.tdataset (
    datasetdate, label, datasettypeid, datasourceid, datastatusid, config_id, load_mode, run_uuid
)
select
    %(datasetdate)s as datasetdate,
    %(label)s as label,
    t.datasettypeid,
    s.datasourceid,
    4 as datastatusid,
    %(config_id)s as config_id,
    %(load_mode)s as load_mode,
    %(run_uuid)s as run_uuid
from dba.tdatasettype as t
cross join dba.tdatasource as s
where t.typename = %(datasettype)s::text and s.sourcename = %(datasource)s::text
returning datasetid;

-- name: rivals
-- Datasets in force that a new one of this import, label and date will take out of force.
select d.datasetid
from dba.tdataset as d
where d.isactive
    and d.config_id = %(config_id)s
    and (
        %(load_mode)s::text = 'replace'
        or (%(load_mode)s::text = 'version' and d.label = %(label)s::text and d.datasetdate = %(datasetdate)s::date)
    )
order by d.datasetid;

-- name: finish
-- Its rows are counted, and it comes into force (1) or turns out to be empty (6).
update dba.tdataset
set datastatusid = %(datastatusid)s,
    rows_read = %(rows_read)s,
    rows_loaded = %(rows_loaded)s,
    rows_duplicate = %(rows_duplicate)s,
    rows_rejected = %(rows_rejected)s,
    rows_blank = %(rows_blank)s,
    first_key = %(first_key)s
where datasetid = %(datasetid)s;

-- name: in_force
-- Datasets in force that may have rows in a table; those made by hand may have rows in any.
select d.datasetid
from dba.tdataset as d
where d.isactive
    and d.datasetid <> all(%(leaving)s::bigint[])
    and (
        d.config_id is null
        or d.config_id in (select c.config_id from dba.timportconfig as c where c.target_table = %(target_table)s::text)
    )
order by d.datasetid;
