-- name: downloadable
-- What the newest URL check in force up to a day says can be downloaded.
select eventid, downloadlink
from dba.f_event_downloads(%(day)s);
