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

-- name: finish
-- Its rows are counted, and it comes into force (1) or turns out to be empty (6).
update dba.tdataset
set datastatusid = %(datastatusid)s,
    rows_read = %(rows_read)s,
    rows_loaded = %(rows_loaded)s,
    rows_duplicate = 0,
    rows_rejected = 0,
    rows_blank = %(rows_blank)s
where datasetid = %(datasetid)s;
