-- name: columns
-- The columns of a table, with their types; none when there is no such table.
select
    a.attname as name,
    format_type(a.atttypid, a.atttypmod) as whole,
    format_type(a.atttypid, -1) as bare,
    a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
    coalesce((
        select s.typing = 'infer'
        from dba.timportshape as s
        where s.target_table = %(schema)s::text || '.' || %(table)s::text and s.column_name = a.attname
        order by s.shape_id desc
        limit 1
    ), false) as inferred
from pg_attribute as a
where a.attrelid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
    and a.attnum > 0
    and not a.attisdropped
order by a.attnum;

-- name: are_types
-- The first of some texts that is no type.
select t.written from unnest(%(written)s::text[]) as t (written) where to_regtype(t.written) is null order by 1 limit 1;

-- name: types_of
-- The columns of a table that was made to see their types, in order.
select format_type(a.atttypid, a.atttypmod) as whole, format_type(a.atttypid, -1) as bare
from pg_attribute as a
where a.attrelid = to_regclass('pg_temp.types_asked') and a.attnum > 0
order by a.attnum;

-- name: key_sequence
-- The sequence of an identity or serial column, if this role may set it.
select s.name
from pg_attribute as a
cross join lateral pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) as s (name)
where a.attrelid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
    and a.attname = %(key)s::text
    and has_sequence_privilege(s.name, 'UPDATE');

-- name: reserve_keys
-- Moves a sequence on by so many numbers at once; the first of them.
select setval(%(sequence)s::text::regclass, n.next_key + %(count)s::bigint) - %(count)s::bigint as first_key
from (
    select
        pg_advisory_xact_lock(7101007, hashtext(%(sequence)s::text)) as alone,
        nextval(%(sequence)s::text::regclass) as next_key
) as n;

-- name: lock
-- Loads of a table come one after the other, whichever import they belong to.
select pg_advisory_xact_lock(
    7101008, hashtext(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
);

-- name: has_index
-- Whether an index begins with a column.
select exists(
    select
    from pg_index as i
    inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
        and a.attname = %(column)s::text and i.indisvalid and i.indpred is null
) as found;

-- name: unique_indexes
-- Columns whose values together are different in every row, whatever else is true of the row.
select c.relname::text as name, array_agg(a.attname::text) as columns
from pg_index as i
inner join pg_class as c on c.oid = i.indexrelid
inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
where i.indrelid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
    and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
    and i.indnatts = i.indnkeyatts
group by c.relname;

-- name: rows_about
-- How many rows a table has, from its size now and its density when it was last analyzed.
select (
    case
        when c.relpages > 0 then c.reltuples / c.relpages
        else 60
    end * (pg_relation_size(c.oid) / current_setting('block_size')::bigint)
)::bigint as rows
from pg_class as c
where c.oid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text));

-- name: dependents
-- What hinders columns of a table from getting another type: what reads them, or the view of the rows in force.
with ours as materialized (
    select
        to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text)) as of_table,
        to_regclass(format('%%I.%%I', %(schema)s::text, %(view)s::text)) as of_view
),
columns as (
    select a.attrelid, a.attnum, ours.of_view
    from ours
    inner join pg_attribute as a
        on a.attrelid = ours.of_view and a.attnum > 0
        or a.attrelid = ours.of_table and a.attname = any(%(columns)s::text[])
)
select distinct coalesce(
    quote_ident(n.nspname) || '.' || quote_ident(v.relname),
    'the column ' || g.attname,
    'the rule ' || k.conname,
    'the trigger ' || t.tgname,
    pg_describe_object(d.classid, d.objid, d.objsubid)
) as name
from columns as c
inner join pg_depend as d
    on d.refclassid = 'pg_class'::regclass and d.refobjid = c.attrelid and d.refobjsubid = c.attnum
left join pg_rewrite as r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
left join pg_class as v on v.oid = r.ev_class
left join pg_namespace as n on n.oid = v.relnamespace
left join pg_attrdef as e on d.classid = 'pg_attrdef'::regclass and e.oid = d.objid
left join pg_attribute as g on g.attrelid = e.adrelid and g.attnum = e.adnum and g.attgenerated <> ''
left join pg_constraint as k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
left join pg_trigger as t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
where r.ev_class is distinct from c.of_view
    and d.classid not in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_statistic_ext'::regclass)
    and (e.oid is null or g.attname is not null)
    and (k.oid is null or k.contype in ('c', 'f'))
order by 1;

-- name: about_view
-- Statements that say again who may do what with a view, and what it is for.
select format(
    'grant %%s on %%I.%%I to %%s%%s', r.privilege_type, %(schema)s::text, %(view)s::text,
    coalesce(quote_ident(w.rolname), 'public'), case when r.is_grantable then ' with grant option' else '' end
) as statement
from pg_class as v
cross join lateral aclexplode(v.relacl) as r
left join pg_roles as w on w.oid = r.grantee
where v.oid = to_regclass(format('%%I.%%I', %(schema)s::text, %(view)s::text)) and r.grantee <> v.relowner
union all
select format('comment on view %%I.%%I is %%L', %(schema)s::text, %(view)s::text, d.description)
from pg_description as d
where d.objoid = to_regclass(format('%%I.%%I', %(schema)s::text, %(view)s::text))
    and d.classoid = 'pg_class'::regclass and d.objsubid = 0;

-- name: all_fit
-- Whether every one of some texts fits whole into a type.
select bool_and(dba.f_fits(t.value, %(kind)s::text)) as fit from unnest(%(found)s::text[]) as t (value);

-- name: may_check_at_once
-- Whether a superuser has made the function.
select to_regprocedure('dba.f_check_each_dataset_key(regclass, boolean)') is not null as may;

-- name: check_each_row
-- Turns the check of each new row off or on; holds other writers of the table off until the end.
select dba.f_check_each_dataset_key(
    to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text)), %(each)s::boolean
) as changed;

-- name: key_of_empty
-- The primary key of a table of ours that has no row, unless another table refers to it.
select c.conname as name
from pg_constraint as c
inner join pg_class as t on t.oid = c.conrelid
inner join pg_attribute as a on a.attrelid = t.oid and c.conkey = array[a.attnum]
where t.oid = to_regclass(quote_ident(%(schema)s::text) || '.' || quote_ident(%(table)s::text))
    and c.contype = 'p'
    and a.attname = %(key)s::text
    and pg_relation_size(t.oid) = 0
    and pg_has_role(t.relowner, 'usage')
    and not t.relispartition
    and not exists (select from pg_constraint as f where f.confrelid = t.oid)
    and not exists (select from pg_index as i where i.indrelid = t.oid and i.indisreplident);
