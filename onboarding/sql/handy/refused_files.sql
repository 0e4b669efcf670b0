-- Which files were refused in the last 30 days, why, and where do they lie?
select a.settled_at, c.config_name, a.file_name, a.message, a.stored_as
from dba.tarrival a
left join dba.timportconfig c using (config_id)
where a.state = 'refused' and a.settled_at >= current_date - 30
order by a.settled_at desc;
