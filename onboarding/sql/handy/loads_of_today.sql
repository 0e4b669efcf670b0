-- What was loaded today, and do its rows count?
select
    d.createddate::time(0) as loaded_at,
    coalesce(c.config_name, 'by hand') as import,
    d.label,
    d.datasetdate,
    s.statusname as status,
    d.rows_read,
    d.rows_loaded,
    d.rows_duplicate,
    d.rows_rejected,
    d.rows_blank
from dba.tdataset d
join dba.tdatastatus s using (datastatusid)
left join dba.timportconfig c using (config_id)
where d.createddate >= current_date
order by d.datasetid desc;
