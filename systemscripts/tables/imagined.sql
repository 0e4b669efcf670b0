-- name: source
-- A source that is new.
insert into dba.tdatasource (datasourceid, sourcename)
select (select least(min(datasourceid), 0) - 1 from dba.tdatasource) as datasourceid, %(name)s::text as sourcename
where not exists (select from dba.tdatasource where sourcename = %(name)s::text);

-- name: type
-- A dataset type that is new.
insert into dba.tdatasettype (datasettypeid, typename)
select (select least(min(datasettypeid), 0) - 1 from dba.tdatasettype) as datasettypeid, %(name)s::text as typename
where not exists (select from dba.tdatasettype where typename = %(name)s::text);

-- name: arrival
-- A file that would come in.
insert into dba.tarrival (arrival_id, file_name, directory, size_bytes, sha256)
overriding system value
select
    least(min(arrival_id), 0) - 1 as arrival_id,
    %(file_name)s as file_name,
    %(directory)s as directory,
    %(size_bytes)s as size_bytes,
    %(sha256)s as sha256
from dba.tarrival
returning arrival_id, file_name, directory, sha256, state, message;

-- name: dataset
-- A dataset that is not in force yet.
insert into dba.tdataset (
    datasetid, datasetdate, label, datasettypeid, datasourceid, datastatusid, config_id, load_mode
)
select
    (select least(min(d.datasetid), 0) - 1 from dba.tdataset as d) as datasetid,
    %(datasetdate)s as datasetdate,
    %(label)s as label,
    t.datasettypeid,
    s.datasourceid,
    4 as datastatusid,
    %(config_id)s as config_id,
    %(load_mode)s as load_mode
from dba.tdatasettype as t
cross join dba.tdatasource as s
where t.typename = %(datasettype)s::text and s.sourcename = %(datasource)s::text
returning datasetid;

-- name: shape
-- A change of the shape of a table.
insert into dba.timportshape (
    shape_id, target_table, change, column_name, heading, old_type, new_type, typing, config_id, arrival_id
)
overriding system value
select
    least(min(shape_id), 0) - 1 as shape_id,
    %(target_table)s as target_table,
    %(change)s as change,
    %(column_name)s as column_name,
    %(heading)s as heading,
    %(old_type)s as old_type,
    %(new_type)s as new_type,
    %(typing)s as typing,
    %(config_id)s as config_id,
    %(arrival_id)s as arrival_id
from dba.timportshape;
