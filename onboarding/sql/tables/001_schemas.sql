-- The rooms of the database, who may enter them, and the ledger of what was applied.

create schema if not exists dba;
create schema landing;
create schema mart;

comment on schema dba     is 'Control: what runs, what comes in, what happened. People edit rows here.';
comment on schema landing is 'Transient tables of imports; nothing here outlives its load.';
comment on schema mart    is 'Views that reports read.';

grant usage on schema dba to etl_user, etl_report, etl_console;
grant usage on schema mart to etl_user, etl_report, etl_console;
grant usage, create on schema landing to etl_user;
grant usage, create on schema public to etl_user;
grant usage on schema public to etl_report, etl_console;

alter default privileges in schema dba grant select, insert, update, delete on tables to etl_user;
alter default privileges in schema dba grant usage, select on sequences to etl_user;
alter default privileges in schema dba grant select on tables to etl_report, etl_console;
alter default privileges in schema mart grant select on tables to etl_user, etl_report, etl_console;

create table dba.tsqlfile (
    file_name  text        primary key,
    checksum   text        not null check (checksum ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz not null default now(),
    applied_by text        not null default session_user
);
comment on table  dba.tsqlfile            is 'Which files of onboarding/sql stand in this database; written in the transaction of the file itself.';
comment on column dba.tsqlfile.file_name  is 'Folder and name, such as tables/001_schemas.sql.';
comment on column dba.tsqlfile.checksum   is 'sha256 of the file as it was applied; a table file may never change afterwards.';
comment on column dba.tsqlfile.applied_at is 'When it was applied (last time, for routines and defaults).';
comment on column dba.tsqlfile.applied_by is 'The role that was logged in.';
revoke insert, update, delete on dba.tsqlfile from etl_user;

create domain dba.cron_expression as text
    constraint five_fields_as_cron_reads_them check (
        value ~* (
            '^'
            '(\*(/[1-9][0-9]?)?|[0-5]?[0-9](-[0-5]?[0-9](/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|[0-5]?[0-9](-[0-5]?[0-9](/[1-9][0-9]?)?)?))*'
            ' +'
            '(\*(/[1-9][0-9]?)?|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3])(/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3])(/[1-9][0-9]?)?)?))*'
            ' +'
            '(\*(/[1-9][0-9]?)?|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01])(/[1-9][0-9]?)?)?)(,(\*(/[1-9][0-9]?)?|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01])(/[1-9][0-9]?)?)?))*'
            ' +'
            '(\*(/[1-9][0-9]?)?|(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-2])(/[1-9][0-9]?)?)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(,(\*(/[1-9][0-9]?)?|(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-2])(/[1-9][0-9]?)?)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))*'
            ' +'
            '(\*(/[1-9][0-9]?)?|[0-7](-[0-7](/[1-9][0-9]?)?)?|sun|mon|tue|wed|thu|fri|sat)(,(\*(/[1-9][0-9]?)?|[0-7](-[0-7](/[1-9][0-9]?)?)?|sun|mon|tue|wed|thu|fri|sat))*'
            '$'
        )
    );
comment on domain dba.cron_expression is 'Five fields of cron: minute hour day month weekday, such as 0 5,17 * * 1-5; no @nicknames, no seconds.';
