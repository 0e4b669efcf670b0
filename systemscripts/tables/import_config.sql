-- name: find
-- One import, by number or by name.
select
    config_id, config_name, datasource, datasettype, source_directory, archive_directory, file_pattern,
    metadata_label_source, metadata_label_location, dateconfig, datelocation, dateformat,
    delimiter, target_table, importstrategyid, is_active = '1' as is_active, load_mode,
    priority, encoding, field_separator, quote, sheet, header_row, first_column, footer,
    decimal_mark, thousands_mark, date_formats, null_words, typing, contract, key_columns,
    deduplication, bad_rows, bad_rows_most, min_rows, max_rows, transforms
from dba.timportconfig
where config_id::text = %(wanted)s::text or config_name = %(wanted)s::text
order by config_id::text = %(wanted)s::text desc
limit 1;

-- name: names
-- What there is to choose from.
select config_id, config_name
from dba.timportconfig
where is_active = '1'
order by config_id;

-- name: rivals
-- Active imports of the same folder with the same priority or a higher one.
select config_name, file_pattern, priority
from dba.timportconfig
where config_id <> %(config_id)s
    and source_directory = %(source_directory)s
    and priority >= %(priority)s
    and is_active = '1'
order by priority desc, config_id;

-- name: wait_for_load
-- Returns when no load of the import is under way; the lock itself is not kept.
select
    pg_advisory_lock(7101004, %(config_id)s) as waited,
    pg_advisory_unlock(7101004, %(config_id)s) as free;

-- name: lock
-- Held by a load until its transaction ends.
select pg_advisory_xact_lock(7101004, %(config_id)s);
