-- What the database writes about itself.

create table dba.tmaintenancelog (
    logid           bigint      primary key generated always as identity,
    maintenancetime timestamptz not null default clock_timestamp(),
    operation       text        not null,
    tablename       text,
    username        text        not null default session_user,
    durationseconds double precision,
    details         text
);
comment on table  dba.tmaintenancelog                 is 'Analyze, vacuum and purge, as they happened.';
comment on column dba.tmaintenancelog.logid           is 'Key.';
comment on column dba.tmaintenancelog.maintenancetime is 'When.';
comment on column dba.tmaintenancelog.operation       is 'ANALYZE, VACUUM, PURGE or NEEDS VACUUM.';
comment on column dba.tmaintenancelog.tablename       is 'Schema and table.';
comment on column dba.tmaintenancelog.username        is 'By whom.';
comment on column dba.tmaintenancelog.durationseconds is 'How long it took.';
comment on column dba.tmaintenancelog.details         is 'What there is to say.';

create table dba.tddllogs (
    logid        bigint      primary key generated always as identity,
    eventtime    timestamptz not null default clock_timestamp(),
    eventtype    text        not null,
    schemaname   text,
    objectname   text,
    objecttype   text,
    sqlstatement text,
    username     text        not null default session_user
);
comment on table  dba.tddllogs              is 'Every change of the shape of the database, drops too; written by event triggers where a superuser could make them.';
comment on column dba.tddllogs.logid        is 'Key.';
comment on column dba.tddllogs.eventtime    is 'When.';
comment on column dba.tddllogs.eventtype    is 'ddl_command_end or sql_drop.';
comment on column dba.tddllogs.schemaname   is 'Schema of the object.';
comment on column dba.tddllogs.objectname   is 'The object.';
comment on column dba.tddllogs.objecttype   is 'table, index, function and so on.';
comment on column dba.tddllogs.sqlstatement is 'The command, such as CREATE TABLE.';
comment on column dba.tddllogs.username     is 'By whom.';

create table dba.ttableindexstats (
    statid       bigint      primary key generated always as identity,
    snapshottime timestamptz not null default clock_timestamp(),
    schemaname   text        not null,
    tablename    text        not null,
    indexname    text,
    rowcount     bigint,
    seqscans     bigint,
    idxscans     bigint,
    inserts      bigint,
    updates      bigint,
    deletes      bigint,
    totalsize    bigint
);
comment on table  dba.ttableindexstats              is 'Size and use of tables and indexes over time.';
comment on column dba.ttableindexstats.statid       is 'Key.';
comment on column dba.ttableindexstats.snapshottime is 'When it was looked at.';
comment on column dba.ttableindexstats.schemaname   is 'Schema.';
comment on column dba.ttableindexstats.tablename    is 'Table.';
comment on column dba.ttableindexstats.indexname    is 'Index; null in the row of the table itself.';
comment on column dba.ttableindexstats.rowcount     is 'Rows, as the server estimates them.';
comment on column dba.ttableindexstats.seqscans     is 'Reads of the whole table so far.';
comment on column dba.ttableindexstats.idxscans     is 'Reads through indexes so far.';
comment on column dba.ttableindexstats.inserts      is 'Rows inserted so far.';
comment on column dba.ttableindexstats.updates      is 'Rows updated so far.';
comment on column dba.ttableindexstats.deletes      is 'Rows deleted so far.';
comment on column dba.ttableindexstats.totalsize    is 'Bytes on disk.';

create index ddllogs_by_time on dba.tddllogs (eventtime);
create index tableindexstats_by_time on dba.ttableindexstats (snapshottime);
create index maintenancelog_by_time on dba.tmaintenancelog (maintenancetime);
