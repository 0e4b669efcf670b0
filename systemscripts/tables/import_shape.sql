-- name: insert
-- A change of the shape of a table.
insert into dba.timportshape (
    target_table, change, column_name, heading, old_type, new_type, typing, config_id, arrival_id, run_uuid
)
values (
    %(target_table)s, %(change)s, %(column_name)s, %(heading)s, %(old_type)s, %(new_type)s, %(typing)s,
    %(config_id)s, %(arrival_id)s, %(run_uuid)s
);
