-- Rows that were not loaded, in a form that people read.

create or replace function dba.f_bytes_as_text(p_bytes bytea, p_encoding text) returns text
language plpgsql immutable
as $$
begin
    begin
        return convert_from(p_bytes, 'UTF8');
    exception when data_exception then
        null;
    end;
    return convert_from(p_bytes, regexp_replace(p_encoding, '^cp(?=125)', 'win', 'i'));
exception when others then                              -- no encoding of the server's, or bytes that it lacks
    return encode(p_bytes, 'escape');
end
$$;
comment on function dba.f_bytes_as_text(bytea, text)
is 'Bytes as text: as UTF-8, else in the given encoding if the server knows it, else with \ooo for each byte that is no ASCII.';

create or replace view dba.vimportproblem as
select
    p.problem_id,
    p.created_at,
    c.config_name,
    a.file_name,
    coalesce(d.label, a.label) as label,
    coalesce(d.datasetdate, a.dataset_date) as dataset_date,
    p.record_number,
    p.line,
    p.column_name,
    p.value,
    p.reason,
    dba.f_bytes_as_text(p.original, c.encoding) as original,
    p.config_id,
    p.arrival_id,
    p.datasetid,
    p.run_uuid
from dba.timportproblem as p
join dba.tarrival as a using (arrival_id)
join dba.timportconfig as c on c.config_id = p.config_id
left join dba.tdataset as d on d.datasetid = p.datasetid;
comment on view   dba.vimportproblem               is 'Rows of files that were not loaded, with the file, the reason and the row as text.';
comment on column dba.vimportproblem.problem_id    is 'Key; the highest is the newest.';
comment on column dba.vimportproblem.created_at    is 'When it was found.';
comment on column dba.vimportproblem.config_name   is 'The import.';
comment on column dba.vimportproblem.file_name     is 'The file.';
comment on column dba.vimportproblem.label         is 'The label of the file.';
comment on column dba.vimportproblem.dataset_date  is 'The date of the file.';
comment on column dba.vimportproblem.record_number is 'Position among the data rows of the file; the first is 1.';
comment on column dba.vimportproblem.line          is 'Line of a text file, row of a sheet, or position in a list, where the row begins.';
comment on column dba.vimportproblem.column_name   is 'The column that does not fit; null when the row as a whole does not.';
comment on column dba.vimportproblem.value         is 'Its value, as it stands in the file (cut after 1,000 characters).';
comment on column dba.vimportproblem.reason        is 'Why it does not fit.';
comment on column dba.vimportproblem.original      is 'The whole row, as it stands in the file.';
comment on column dba.vimportproblem.config_id     is 'The row of dba.timportconfig.';
comment on column dba.vimportproblem.arrival_id    is 'The row of dba.tarrival.';
comment on column dba.vimportproblem.datasetid     is 'The dataset that the other rows of the file became; null when the file was refused.';
comment on column dba.vimportproblem.run_uuid      is 'The run that found it.';

create or replace view dba.vimportduplicate as
select i.datasetid, r.record_number, r.hash
from dba.timportduplicate as i
cross join lateral unnest(i.records, i.hashes) as r(record_number, hash);
comment on view   dba.vimportduplicate               is 'Rows of files that were left out because they stood in the table already, one in each row.';
comment on column dba.vimportduplicate.datasetid     is 'The dataset whose file brought the row once more.';
comment on column dba.vimportduplicate.record_number is 'Position among the data rows of that file; the first is 1.';
comment on column dba.vimportduplicate.hash          is 'Hash of the row.';
