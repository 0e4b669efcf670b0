-- Which tables and columns did imports make or widen, and for which files?
select s.changed_at, s.target_table, s.change, s.column_name, s.heading, s.old_type, s.new_type, s.typing, c.config_name, a.file_name
from dba.timportshape as s
left join dba.timportconfig as c using (config_id)
left join dba.tarrival as a using (arrival_id)
order by s.shape_id desc;
