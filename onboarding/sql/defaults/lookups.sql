-- Words with fixed numbers; rows that people changed stay as they are.

insert into dba.tdatastatus (datastatusid, statusname, description) values
    (1, 'Active',   'In force or scheduled.'),
    (2, 'Inactive', 'Superseded or switched off.'),
    (3, 'Deleted',  'Taken away; kept for the record.'),
    (4, 'New',      'Made and not yet in force.'),
    (5, 'Failed',   'Did not work.'),
    (6, 'Empty',    'Came, but held nothing.')
on conflict do nothing;

insert into dba.tdatasettype (datasettypeid, typename, description) values
    (1, 'Metadata',      'Data about data.'),
    (2, 'MeetMaxURL',    'Which event pages exist and can be downloaded.'),
    (3, 'MeetMaxEvents', 'Companies that attend an event.')
on conflict do nothing;

insert into dba.tdatasource (sourcename, description) values ('MeetMax', 'Event pages on the web.')
on conflict do nothing;

insert into dba.timportstrategy (importstrategyid, name) values
    (1, 'Import and create new columns if needed'),
    (2, 'Import only (ignores new columns)'),
    (3, 'Import or fail if columns are missing from source file'),
    (4, 'Import or fail if the source file has columns that the table lacks')
on conflict do nothing;

insert into dba.tholidays (holiday_date, holiday_name) values
    ('2026-01-01', 'New Year''s Day'),
    ('2026-07-04', 'Independence Day'),
    ('2026-12-25', 'Christmas Day')
on conflict do nothing;

select setval(pg_get_serial_sequence('dba.tdatastatus', 'datastatusid'), max(datastatusid)) from dba.tdatastatus;
select setval(pg_get_serial_sequence('dba.tdatasettype', 'datasettypeid'), max(datasettypeid)) from dba.tdatasettype;
select setval(pg_get_serial_sequence('dba.timportstrategy', 'importstrategyid'), max(importstrategyid)) from dba.timportstrategy;
