-- Adding and changing rows of dba.treportmanager.

create or replace function dba.f_insert_treportmanager(
    p_reportname        text,
    p_reportdescription text,
    p_frequency         text,
    p_subjectheader     text,
    p_toheader          text,
    p_hasattachment     boolean,
    p_attachmentqueries jsonb,
    p_emailbodytemplate text,
    p_emailbodyqueries  jsonb,
    p_datastatus        integer,
    p_createduser       text
)
returns integer
language plpgsql
as $$
declare
    new_id integer;
begin
    perform dba.f_check_data_status(p_datastatus);
    insert into dba.treportmanager (
        reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,
        attachmentqueries, emailbodytemplate, emailbodyqueries, datastatusid, createduser
    ) values (
        p_reportname, p_reportdescription, p_frequency, p_subjectheader, p_toheader, coalesce(p_hasattachment, false),
        coalesce(p_attachmentqueries, '[]'), p_emailbodytemplate, coalesce(p_emailbodyqueries, '{}'), p_datastatus,
        coalesce(p_createduser, session_user)
    )
    returning reportid into new_id;
    return new_id;
end
$$;
comment on function dba.f_insert_treportmanager is
'Adds a report and returns its reportid; null stands for no attachment, no attachment queries, no body queries.';

create or replace function dba.f_update_treportmanager(
    p_reportid          integer,
    p_reportname        text,
    p_reportdescription text,
    p_frequency         text,
    p_subjectheader     text,
    p_toheader          text,
    p_hasattachment     boolean,
    p_attachmentqueries jsonb,
    p_emailbodytemplate text,
    p_emailbodyqueries  jsonb,
    p_datastatus        integer,
    p_createduser       text default null
)
returns void
language plpgsql
as $$
begin
    perform dba.f_check_data_status(p_datastatus);
    update dba.treportmanager set
        reportname        = p_reportname,
        reportdescription = p_reportdescription,
        frequency         = p_frequency,
        subjectheader     = p_subjectheader,
        toheader          = p_toheader,
        hasattachment     = coalesce(p_hasattachment, false),
        attachmentqueries = coalesce(p_attachmentqueries, '[]'),
        emailbodytemplate = p_emailbodytemplate,
        emailbodyqueries  = coalesce(p_emailbodyqueries, '{}'),
        datastatusid      = p_datastatus,
        createduser       = coalesce(p_createduser, createduser)
    where reportid = p_reportid;

    if not found then
        raise exception 'No report found with reportid %', p_reportid
            using errcode = 'no_data_found',
                  hint = 'See select reportid, reportname from dba.treportmanager; or add one with dba.f_insert_treportmanager.';
    end if;
end
$$;
comment on function dba.f_update_treportmanager is
'Overwrites every column of a report, also with null; who made it stays unless a name is given.';

revoke execute on function dba.f_insert_treportmanager, dba.f_update_treportmanager from public;
grant execute on function dba.f_insert_treportmanager, dba.f_update_treportmanager to etl_user;
