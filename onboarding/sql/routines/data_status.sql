-- A status that does not exist is refused in words.

create or replace function dba.f_check_data_status(p_datastatusid integer)
returns void
language plpgsql
as $$
begin
    if not exists (select from dba.tdatastatus where datastatusid = p_datastatusid) then
        raise exception 'Data status % not found', p_datastatusid
            using errcode = 'foreign_key_violation',
                  hint = format('Write one of: %s.', (
                      select string_agg(format('%s %s', datastatusid, statusname), ', ' order by datastatusid)
                      from dba.tdatastatus
                  ));
    end if;
end
$$;
comment on function dba.f_check_data_status(integer) is 'Raises when dba.tdatastatus has no such id, and says which ids there are.';

revoke execute on function dba.f_check_data_status(integer) from public;
grant execute on function dba.f_check_data_status(integer) to etl_user;
