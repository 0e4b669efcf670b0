"""The shape of a database as text: everything of our schemas that a release could change."""

from typing import Any

import psycopg2

OURS = "n.nspname in ('dba', 'landing', 'mart', 'public')"
SHAPE = {
    "schemas": f"""
        select n.nspname, r.rolname, obj_description(n.oid, 'pg_namespace') from pg_namespace n
        join pg_roles r on r.oid = n.nspowner where {OURS}""",
    "relations": f"""
        select c.oid::regclass::text, c.relkind, r.rolname, c.relpersistence, c.relrowsecurity,
            c.reloptions::text, obj_description(c.oid, 'pg_class')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_roles r on r.oid = c.relowner where {OURS}""",
    "columns": f"""
        select c.oid::regclass::text, row_number() over (partition by c.oid order by a.attnum),
            a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            a.attgenerated, a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid),
            col_description(c.oid, a.attnum)
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where {OURS} and a.attnum > 0 and not a.attisdropped
            and c.relkind in ('r', 'v', 'm', 'c')""",
    "constraints": f"""
        select coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text),
            k.conname, pg_get_constraintdef(k.oid), k.convalidated,
            obj_description(k.oid, 'pg_constraint')
        from pg_constraint k join pg_namespace n on n.oid = k.connamespace where {OURS}""",
    "indexes": f"""
        select pg_get_indexdef(i.indexrelid), i.indisvalid from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_namespace n on n.oid = c.relnamespace where {OURS}""",
    "sequences": f"""
        select c.oid::regclass::text, format_type(s.seqtypid, null), s.seqincrement, s.seqstart
        from pg_sequence s join pg_class c on c.oid = s.seqrelid
        join pg_namespace n on n.oid = c.relnamespace where {OURS}""",
    "views": f"""
        select c.oid::regclass::text, pg_get_viewdef(c.oid) from pg_class c
        join pg_namespace n on n.oid = c.relnamespace where {OURS} and c.relkind in ('v', 'm')""",
    "types": f"""
        select t.typname, t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
            t.typdefault, obj_description(t.oid, 'pg_type')
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where {OURS} and t.typtype in ('d', 'e')""",
    "routines": f"""
        select p.oid::regprocedure::text, pg_get_functiondef(p.oid), r.rolname,
            obj_description(p.oid, 'pg_proc')
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        join pg_roles r on r.oid = p.proowner where {OURS} and p.prokind in ('f', 'p')""",
    "triggers": f"""
        select pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger')
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_namespace n on n.oid = c.relnamespace where {OURS} and not t.tgisinternal""",
    "event triggers": """
        select evtname, evtevent, evtfoid::regprocedure::text, evtenabled, evttags::text,
            obj_description(oid, 'pg_event_trigger') from pg_event_trigger""",
    "grants": f"""
        select kind, name, a.grantor::regrole::text, a.grantee::regrole::text, a.privilege_type,
            a.is_grantable
        from (
            select 'schema' as kind, n.nspname::text as name, n.nspacl as acl
            from pg_namespace n where {OURS}
            union all
            select 'relation', c.oid::regclass::text, c.relacl from pg_class c
            join pg_namespace n on n.oid = c.relnamespace where {OURS}
            union all
            select 'column', c.oid::regclass || '.' || a.attname, a.attacl from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace where {OURS}
            union all
            select 'routine', p.oid::regprocedure::text, p.proacl from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace where {OURS}
            union all
            select 'type', t.typname, t.typacl from pg_type t
            join pg_namespace n on n.oid = t.typnamespace where {OURS}
            union all
            select 'default ' || d.defaclobjtype::text, n.nspname, d.defaclacl from pg_default_acl d
            join pg_namespace n on n.oid = d.defaclnamespace where {OURS}
        ) as granted, aclexplode(granted.acl) as a""",
    "applied files": "select file_name, checksum from dba.tsqlfile",
}


def shape(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Kind of thing -> its rows, sorted."""
    connection = psycopg2.connect(url)
    try:
        cursor = connection.cursor()
        cursor.execute("set search_path = pg_catalog")  # every other name is written in full
        found = {}
        for kind, query in SHAPE.items():
            cursor.execute(query)
            found[kind] = sorted(cursor.fetchall(), key=repr)
        return found
    finally:
        connection.close()


def difference(
    one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]
) -> list[str]:
    """Lines that only one of them has."""
    lines = []
    for kind in SHAPE:
        lines += [f"- {kind}: {row}" for row in one[kind] if row not in other[kind]]
        lines += [f"+ {kind}: {row}" for row in other[kind] if row not in one[kind]]
    return lines
