-- Adding and changing rows of dba.timportconfig.

create or replace procedure dba.pimportconfigi(
    p_config_name             text,
    p_datasource              text,
    p_datasettype             text,
    p_source_directory        text,
    p_archive_directory       text,
    p_file_pattern            text,
    p_file_type               text,
    p_metadata_label_source   text,
    p_metadata_label_location text,
    p_dateconfig              text,
    p_datelocation            text,
    p_dateformat              text,
    p_delimiter               text,
    p_target_table            text,
    p_importstrategyid        integer default 1,
    p_is_active               bit default '1'
)
language plpgsql
as $$
begin
    insert into dba.timportconfig (
        config_name, datasource, datasettype, source_directory, archive_directory, file_pattern, file_type,
        metadata_label_source, metadata_label_location, dateconfig, datelocation, dateformat, delimiter,
        target_table, importstrategyid, is_active
    ) values (
        p_config_name, p_datasource, p_datasettype, p_source_directory, p_archive_directory, p_file_pattern, p_file_type,
        p_metadata_label_source, p_metadata_label_location, p_dateconfig, p_datelocation, p_dateformat, p_delimiter,
        p_target_table, p_importstrategyid, p_is_active
    )
    on conflict (config_name) do nothing;

    if not found then
        raise notice 'The import % exists already and stays as it is', p_config_name
            using hint = format('To change it: call dba.pimportconfigu(%s, ...);', (
                select config_id from dba.timportconfig where config_name = p_config_name
            ));
    end if;
end
$$;
comment on procedure dba.pimportconfigi is
'Adds an import; values in the order of the columns. A name that exists already is left as it is, with a notice.';

create or replace procedure dba.pimportconfigu(
    p_config_id               integer,
    p_config_name             text default null,
    p_datasource              text default null,
    p_datasettype             text default null,
    p_source_directory        text default null,
    p_archive_directory       text default null,
    p_file_pattern            text default null,
    p_file_type               text default null,
    p_metadata_label_source   text default null,
    p_metadata_label_location text default null,
    p_dateconfig              text default null,
    p_datelocation            text default null,
    p_dateformat              text default null,
    p_delimiter               text default null,
    p_target_table            text default null,
    p_importstrategyid        integer default null,
    p_is_active               bit default null
)
language plpgsql
as $$
begin
    update dba.timportconfig set
        config_name             = coalesce(p_config_name, config_name),
        datasource              = coalesce(p_datasource, datasource),
        datasettype             = coalesce(p_datasettype, datasettype),
        source_directory        = coalesce(p_source_directory, source_directory),
        archive_directory       = coalesce(p_archive_directory, archive_directory),
        file_pattern            = coalesce(p_file_pattern, file_pattern),
        file_type               = coalesce(p_file_type, file_type),
        metadata_label_source   = coalesce(p_metadata_label_source, metadata_label_source),
        metadata_label_location = coalesce(p_metadata_label_location, metadata_label_location),
        dateconfig              = coalesce(p_dateconfig, dateconfig),
        datelocation            = coalesce(p_datelocation, datelocation),
        dateformat              = coalesce(p_dateformat, dateformat),
        delimiter               = coalesce(p_delimiter, delimiter),
        target_table            = coalesce(p_target_table, target_table),
        importstrategyid        = coalesce(p_importstrategyid, importstrategyid),
        is_active               = coalesce(p_is_active, is_active)
    where config_id = p_config_id;

    if not found then
        raise exception 'No configuration found with config_id %', p_config_id
            using errcode = 'no_data_found',
                  hint = 'See select config_id, config_name from dba.timportconfig; or add one with dba.pimportconfigi.';
    end if;
end
$$;
comment on procedure dba.pimportconfigu is
'Changes the given columns of an import; null leaves a column as it is (to empty one, update the row itself).';

create or replace function dba.f_stamp_importconfig()
returns trigger
language plpgsql
as $$
begin
    new.last_modified_at := clock_timestamp();
    return new;
end
$$;
comment on function dba.f_stamp_importconfig() is 'Trigger of dba.timportconfig: keeps last_modified_at.';

create or replace trigger importconfig_modified
before update on dba.timportconfig
for each row execute function dba.f_stamp_importconfig();
comment on trigger importconfig_modified on dba.timportconfig is 'Keeps last_modified_at.';

revoke execute on procedure dba.pimportconfigi, dba.pimportconfigu from public;
revoke execute on function dba.f_stamp_importconfig() from public;
grant execute on procedure dba.pimportconfigi, dba.pimportconfigu to etl_user;
