-- Which imports in use cannot work, and what is to be written instead?
select c.config_id, c.config_name, p.field, p.problem, p.hint
from dba.timportconfig as c
cross join lateral dba.f_import_problems(c) as p
where c.is_active = '1'
order by c.config_id;
