-- The rest of an import's row: how its files are read, typed, checked and loaded; and what became of their rows.

alter table dba.timportconfig drop constraint timportconfig_load_mode_check;
alter table dba.timportconfig
    add column encoding         text    not null default 'auto',
    add column field_separator  text    not null default 'auto',
    add column quote            text    not null default '"',
    add column sheet            text,
    add column header_row       text    not null default 'auto',
    add column first_column     integer not null default 1,
    add column footer           text,
    add column decimal_mark     text    not null default '.',
    add column thousands_mark   text,
    add column date_formats     text[]  not null default '{yyyy-MM-dd}',
    add column null_words       text[]  not null default '{""}',
    add column typing           text    not null default 'text',
    add column contract         jsonb,
    add column key_columns      text[],
    add column deduplication    text    not null default 'none',
    add column bad_rows         text    not null default 'refuse_file',
    add column bad_rows_most    text,
    add column min_rows         bigint,
    add column max_rows         bigint,
    add column priority         integer not null default 0,
    add column transforms       jsonb,
    add constraint timportconfig_load_mode_check check (load_mode in ('version', 'append', 'replace', 'merge')),
    add constraint typing_is_known check (typing in ('text', 'infer', 'contract')),
    add constraint deduplication_is_known check (deduplication in ('none', 'row_hash')),
    add constraint bad_rows_is_known check (bad_rows in ('reject', 'refuse_file', 'widen'));

comment on column dba.timportconfig.encoding        is 'auto: a byte-order mark, else UTF-8, else the file is refused with the best guess named; or the name of an encoding, such as windows-1252.';
comment on column dba.timportconfig.field_separator is 'What stands between two values of a text file (tab, comma, semicolon and bar may be written as words); auto: comma, semicolon, tab or bar, as the header shows.';
comment on column dba.timportconfig.quote           is 'The mark around values that hold a separator or a line break; empty: there is none.';
comment on column dba.timportconfig.sheet           is 'Name or number (1 is the first) of the sheet of a workbook; the key of the list in JSON; the element of a row in XML. Null: the first.';
comment on column dba.timportconfig.header_row      is 'auto: the first row that says something; a number: that row (1 is the first); 0: there is no header, columns are called column_1, column_2 ...';
comment on column dba.timportconfig.first_column    is 'Columns before this one (1 is the first) are not read.';
comment on column dba.timportconfig.footer          is 'A number: so many rows at the end are no data; else a regular expression: the first row whose first value it matches from its start is no data, nor is what follows.';
comment on column dba.timportconfig.decimal_mark    is 'The mark before decimals in numbers of the file: . or ,';
comment on column dba.timportconfig.thousands_mark  is 'The mark between groups of digits in numbers of the file; null: none.';
comment on column dba.timportconfig.date_formats    is 'How dates are written in the file, in yyyy MM dd HH mm ss SSS (M and d: without a leading zero); yyyy-MM-dd is always understood.';
comment on column dba.timportconfig.null_words      is 'Values that mean "nothing"; by default only the empty one.';
comment on column dba.timportconfig.typing          is 'Types of new columns. text: all text; infer: the type that every value of the file fits without loss; contract: as the contract says.';
comment on column dba.timportconfig.contract        is 'What the file must hold: {"columns": [{"name", "source": [headings], "type", "required", "key", "format", "check"}]}.';
comment on column dba.timportconfig.key_columns     is 'Columns that tell rows apart (names as in the table); needed by load_mode merge.';
comment on column dba.timportconfig.deduplication   is 'row_hash: a row that stands in the table already, in a dataset in force, is left out and remembered; none: every row is loaded.';
comment on column dba.timportconfig.bad_rows        is 'A row that does not fit its columns: refuse_file; reject: the row is kept in dba.timportproblem, the others are loaded; widen: the column becomes wide enough.';
comment on column dba.timportconfig.bad_rows_most   is 'With bad_rows = reject: more bad rows than this refuse the file; a number such as 100, or a share such as 1%; null: any number.';
comment on column dba.timportconfig.min_rows        is 'A file with fewer data rows is refused; blank ones do not count.';
comment on column dba.timportconfig.max_rows        is 'A file with more data rows is refused; blank ones do not count.';
comment on column dba.timportconfig.priority        is 'Where two imports of a folder mean the same file, the higher one takes it.';
comment on column dba.timportconfig.transforms      is 'Steps between conversion and load: a list such as [{"step": "rename", "columns": {"old": "new"}}].';
comment on column dba.timportconfig.load_mode       is 'version: a file replaces the active dataset of the same label and date; append: adds; replace: replaces all earlier datasets of this row; merge: by key_columns, the newest version of each key is kept.';

alter table dba.tdataset add column first_key bigint;
comment on column dba.tdataset.first_key is 'Key that the first data row of the file has (or would have, had it been loaded): row n has first_key + n - 1.';

create table dba.timportproblem (
    problem_id    bigint      primary key generated always as identity,
    arrival_id    bigint      not null references dba.tarrival on delete cascade,
    config_id     integer     not null references dba.timportconfig,
    datasetid     bigint      references dba.tdataset on delete cascade,
    record_number bigint      not null check (record_number > 0),
    line          bigint      not null check (line > 0),
    column_name   text,
    value         text,
    reason        text        not null,
    original      bytea       not null,
    run_uuid      uuid,
    created_at    timestamptz not null default now()
);
comment on table  dba.timportproblem               is 'Rows of files that were not loaded because they do not fit, with the reason; dba.vimportproblem shows them as text.';
comment on column dba.timportproblem.problem_id    is 'Key.';
comment on column dba.timportproblem.arrival_id    is 'The file.';
comment on column dba.timportproblem.config_id     is 'The import.';
comment on column dba.timportproblem.datasetid     is 'The dataset that the other rows of the file became.';
comment on column dba.timportproblem.record_number is 'Position among the data rows of the file; the first is 1.';
comment on column dba.timportproblem.line          is 'Line of a text file, row of a sheet, or position in a list, where the row begins.';
comment on column dba.timportproblem.column_name   is 'The column that does not fit; null when the row as a whole does not.';
comment on column dba.timportproblem.value         is 'Its value, as it stands in the file (cut after 1,000 characters; the original is whole).';
comment on column dba.timportproblem.reason        is 'Why it does not fit.';
comment on column dba.timportproblem.original      is 'The bytes of the row: as in a text file; for other formats as CSV.';
comment on column dba.timportproblem.run_uuid      is 'The run that found it.';
comment on column dba.timportproblem.created_at    is 'When it was found.';
create index importproblem_by_arrival on dba.timportproblem (arrival_id);
create index importproblem_by_dataset on dba.timportproblem (datasetid);
create index importproblem_by_config on dba.timportproblem (config_id, created_at);
create index importproblem_by_run on dba.timportproblem (run_uuid);

create table dba.timportduplicate (
    datasetid    bigint   not null references dba.tdataset on delete cascade,
    first_record bigint   not null,
    "hashes"     bigint[] not null,
    records      bigint[] not null,
    primary key (datasetid, first_record),
    constraint one_record_for_each_hash check (cardinality("hashes") = cardinality(records))
);
comment on table  dba.timportduplicate              is 'Rows that were left out because they stood in the table already, many in one row; dba.vimportduplicate lists them.';
comment on column dba.timportduplicate.datasetid    is 'The dataset whose file brought them once more.';
comment on column dba.timportduplicate.first_record is 'The smallest of the records.';
comment on column dba.timportduplicate.hashes       is 'Hash of each row.';
comment on column dba.timportduplicate.records      is 'Position of each row among the data rows of the file.';

create table dba.timportshape (
    shape_id     bigint      primary key generated always as identity,
    target_table text        not null,
    change       text        not null check (change in ('table created', 'column added', 'column widened')),
    column_name  text,
    heading      text,
    old_type     text,
    new_type     text,
    typing       text        check (typing in ('text', 'infer', 'contract')),
    config_id    integer     references dba.timportconfig,
    arrival_id   bigint      references dba.tarrival on delete set null,
    run_uuid     uuid,
    changed_at   timestamptz not null default now()
);
comment on table  dba.timportshape              is 'Every change that an import made to the shape of a table.';
comment on column dba.timportshape.shape_id     is 'Key.';
comment on column dba.timportshape.target_table is 'The table.';
comment on column dba.timportshape.change       is 'table created, column added or column widened.';
comment on column dba.timportshape.column_name  is 'The column; null for a table.';
comment on column dba.timportshape.heading      is 'How the file heads that column.';
comment on column dba.timportshape.old_type     is 'Its type before.';
comment on column dba.timportshape.new_type     is 'Its type since.';
comment on column dba.timportshape.typing       is 'How the type was found.';
comment on column dba.timportshape.config_id    is 'The import.';
comment on column dba.timportshape.arrival_id   is 'The file that made it necessary.';
comment on column dba.timportshape.run_uuid     is 'The run.';
comment on column dba.timportshape.changed_at   is 'When.';
alter table dba.timportduplicate
    alter column "hashes" set storage external,
    alter column records set storage external;

create index importshape_by_table on dba.timportshape (target_table, column_name);
