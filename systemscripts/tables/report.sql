-- name: find
-- One report, whatever its status.
select
    reportid, reportname, subjectheader, toheader, hasattachment,
    attachmentqueries, emailbodytemplate, emailbodyqueries
from dba.treportmanager
where reportid = %(reportid)s;

-- name: scheduled
-- All reports that are scheduled.
select
    reportid, reportname, subjectheader, toheader, hasattachment,
    attachmentqueries, emailbodytemplate, emailbodyqueries
from dba.treportmanager
where datastatusid = 1
order by reportid;

-- name: restrict
-- Whose rights the next query has, and how long it may take; the one before may have changed it.
select
    set_config('role', %(wanted)s, true) as rights,
    set_config('statement_timeout', %(milliseconds)s, true) as patience;

-- name: open_query
-- One statement of a person, opened as a cursor.
select dba.f_open_query(%(wanted)s)::text as answer;
