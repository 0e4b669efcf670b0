-- Which rows of files were not loaded in the last 30 days, and why?
select p.created_at, p.config_name, p.file_name, p.line, p.column_name, p.value, p.reason, p.original
from dba.vimportproblem as p
where p.created_at >= current_date - 30
order by p.problem_id desc;
