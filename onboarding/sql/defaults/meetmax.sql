-- The imports, reports and tasks that every installation starts with.

insert into dba.timportconfig (
    config_id, config_name, datasource, datasettype, source_directory, archive_directory, file_pattern, file_type,
    metadata_label_source, metadata_label_location, dateconfig, datelocation, dateformat, delimiter, target_table
) values
    (1, 'MeetMaxURLCheckImport', 'MeetMax', 'MeetMaxURL',
     :'data_dir' || '/file_watcher', :'data_dir' || '/archive/import_MeetMaxURLCheckImport',
     '\d{8}T\d{6}_MeetMaxURLCheck\.csv', 'CSV',
     'static', 'MeetMaxURLCheck', 'filename', '0', 'yyyyMMddTHHmmss', '_', 'public.tmeetmaxurlcheck'),
    (2, 'MeetMax_Events_XLS_Import', 'MeetMax', 'MeetMaxEvents',
     :'data_dir' || '/file_watcher', :'data_dir' || '/archive/meetmaxevents',
     '^\d{8}T\d{6}_MeetMax_\d+\.xls$', 'XLS',
     'filename', '2', 'filename', '0', 'yyyyMMddTHHmmss', '_', 'public.tmeetmaxevent')
on conflict do nothing;

insert into dba.treportmanager (
    reportid, reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,
    attachmentqueries, emailbodytemplate, emailbodyqueries
) values
    (1, 'Event changes', 'Companies added to and removed from events since the day before.', '20 11 * * 1-5',
     'Event changes {timestamp}', 'me@localhost.localdomain', true,
     '[{"name": "event_changes_{timestamp}.csv", "query": "select eventid, company_name, ticker, scenario, mindate, maxdate, url from dba.f_get_event_changes(current_date) order by eventid, scenario, company_name"}]',
     '<h2>Companies added</h2>{{added}}<h2>Companies removed</h2>{{removed}}<h2>Events not observed today</h2><p>Nothing is said about these.</p>{{not_observed}}',
     jsonb_build_object(
         'added', 'select eventid, company_name, ticker from dba.f_get_event_changes(current_date) where scenario = ''added'' order by eventid, company_name',
         'removed', 'select eventid, company_name, ticker from dba.f_get_event_changes(current_date) where scenario = ''removed'' order by eventid, company_name',
         'not_observed', 'select eventid, last_observed from dba.f_get_unobserved_events(current_date) order by eventid'
     )),
    (2, 'Loads of the day', 'What was loaded today, file by file.', '25 11 * * 1-5',
     'Loads of the day {timestamp}', 'me@localhost.localdomain', false,
     '[]',
     '<h2>Loaded today</h2>{{loads}}<h2>Refused today</h2>{{refused}}',
     jsonb_build_object(
         'loads', 'select c.config_name, d.label, d.datasetdate, d.rows_loaded from dba.tdataset d join dba.timportconfig c using (config_id) where d.createddate >= current_date order by d.datasetid',
         'refused', 'select file_name, message from dba.tarrival where state = ''refused'' and settled_at >= current_date order by arrival_id'
     ))
on conflict do nothing;

insert into dba.tscheduler (schedulerid, taskname, taskdescription, frequency, scriptpath, scriptargs) values
    (1, 'MeetMax download and import', 'Downloads the event lists and loads them.', '0 5,17 * * 1-5', 'run_download_and_import.sh', null),
    (2, 'MeetMax URL check', 'Looks which event pages exist.', '0 19 * * 5', 'meetmax_url_check.py', '--from 115000 --to 139999'),
    (3, 'MeetMax URL check import', 'Loads what the URL check found.', '30 4 * * 1-5', 'run_import_job.py', '1'),
    (4, 'Clean up logs', 'Removes logs older than a week.', '0 2 * * 0', 'weekly_cleanup_logs.sh', null),
    (5, 'Clean up MeetMax events', 'Removes archived event lists older than a week.', '0 2 * * 0', 'weekly_cleanup_meetmaxevents.sh', null),
    (6, 'Daily backup', 'Dumps the database.', '0 3 * * *', 'daily_backup.sh', null)
on conflict do nothing;

select setval(pg_get_serial_sequence('dba.timportconfig', 'config_id'), max(config_id)) from dba.timportconfig;
select setval(pg_get_serial_sequence('dba.treportmanager', 'reportid'), max(reportid)) from dba.treportmanager;
select setval(pg_get_serial_sequence('dba.tscheduler', 'schedulerid'), max(schedulerid)) from dba.tscheduler;
