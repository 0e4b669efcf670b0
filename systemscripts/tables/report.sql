-- name: find
-- One report, whatever its status.
select
    reportid, reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,
    attachmentqueries, emailbodytemplate, emailbodyqueries
from dba.treportmanager
where reportid = %(reportid)s;

-- name: scheduled
-- All reports that are scheduled.
select
    reportid, reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,
    attachmentqueries, emailbodytemplate, emailbodyqueries
from dba.treportmanager
where datastatusid = 1
order by reportid;

-- name: limit_time
-- No query of a report may run longer.
select set_config('statement_timeout', %(seconds)s || 's', true);

-- name: open_query
-- One statement of a person, opened as a cursor.
select dba.f_open_query(%(wanted)s)::text as answer;
