-- Which jobs ran today, and how did they end?
select started_at::time(0) as began, duration, script, arguments, outcome, rows_in, rows_out, message
from dba.vjobrun
where started_at >= current_date
order by started_at desc;
