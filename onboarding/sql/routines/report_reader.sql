-- The door through which a report reads.

create or replace function dba.f_open_query(p_query text) returns refcursor
language plpgsql
as $$
declare
    answer refcursor;
begin
    open answer for execute p_query;
    return answer;
end
$$;
comment on function dba.f_open_query(text)
is 'Open a query that a person wrote, as exactly one statement that returns rows; it cannot end the transaction or bring a second statement along.';
