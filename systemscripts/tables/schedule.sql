-- name: active_tasks
-- Rows of dba.tscheduler that get a cron line, in the order of the file.
select schedulerid, taskname, frequency, scriptpath, coalesce(scriptargs, '') as scriptargs
from dba.tscheduler
where datastatusid = 1
order by schedulerid;

-- name: active_reports
-- Reports that get a cron line, in the order of the file.
select reportid, reportname, frequency
from dba.treportmanager
where datastatusid = 1 and frequency is not null
order by reportid;
