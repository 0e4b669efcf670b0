-- name: record
-- A file came in.
insert into dba.tarrival (file_name, directory, size_bytes, sha256, origin, run_uuid)
values (%(file_name)s, %(directory)s, %(size_bytes)s, %(sha256)s, %(origin)s, %(run_uuid)s)
returning arrival_id, file_name, directory, sha256, state, message;

-- name: waiting
-- The row of a file that has not been moved yet.
select arrival_id, file_name, directory, sha256, state, message
from dba.tarrival
where file_name = %(file_name)s
    and sha256 = %(sha256)s
    and directory = %(directory)s
    and stored_as is null
order by arrival_id desc
limit 1;

-- name: same_content
-- The load that brought this content already.
select arrival_id, datasetid, file_name
from dba.tarrival
where config_id = %(config_id)s
    and label = %(label)s
    and dataset_date = %(dataset_date)s
    and sha256 = %(sha256)s
    and state in ('loaded', 'empty');

-- name: settle
-- What became of a file.
update dba.tarrival
set state = %(state)s,
    config_id = %(config_id)s,
    label = %(label)s,
    dataset_date = %(dataset_date)s,
    datasetid = %(datasetid)s,
    message = %(message)s,
    run_uuid = %(run_uuid)s,
    settled_at = now()
where arrival_id = %(arrival_id)s;

-- name: stored
-- Where the file lies now.
update dba.tarrival set stored_as = %(stored_as)s where arrival_id = %(arrival_id)s;

-- name: unplaced
-- Files whose fate is decided, though nobody recorded where they lie.
select arrival_id, file_name, directory, sha256, state, message
from dba.tarrival
where config_id = %(config_id)s and stored_as is null and state <> 'arrived'
order by arrival_id;

-- name: places
-- Where files of a name and content lie.
select stored_as
from dba.tarrival
where file_name = %(file_name)s and sha256 = %(sha256)s and stored_as is not null;

-- name: claim
-- A file belongs to one importer at a time.
select pg_try_advisory_lock(7101006, hashtext(%(path)s::text)) as claimed;

-- name: release
-- Others may look at the file again.
select pg_advisory_unlock(7101006, hashtext(%(path)s::text)) as released;

-- name: wait_for
-- Waits for whoever has claimed a file; the lock itself is not kept.
select
    pg_advisory_lock_shared(7101006, hashtext(%(path)s::text)) as waited,
    pg_advisory_unlock_shared(7101006, hashtext(%(path)s::text)) as free;

-- name: state
-- What became of a file so far.
select state from dba.tarrival where arrival_id = %(arrival_id)s;
