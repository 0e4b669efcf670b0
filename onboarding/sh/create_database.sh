#!/usr/bin/env bash
# Summary: Make the roles and the database, where they are missing.
# Usage: create_database.sh
# Example: ETL_ADMIN_DATABASE_URL=postgresql://postgres@localhost/feeds create_database.sh
#
# Connects as an administrator; safe to run again.

. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../../env.sh"
. "$ETL_HOME/systemscripts/bash/postgres.sh"
help_if_asked "$@"

# The loader of the private PostgreSQL gets a password of its own; elsewhere the URL brings it.
loader_password() {
  if [[ -n ${ETL_DATABASE_URL:-} ]]; then
    (
      unset PGUSER PGPASSWORD
      connect
      [[ ${PGUSER:-} != etl_user ]] || printf '%s' "${PGPASSWORD:-}"
    )
    return
  fi
  local file=$ETL_SECRETS_DIR/postgres_etl_user made=$ETL_SECRETS_DIR/.postgres_etl_user.$$.part
  if [[ ! -e $file ]]; then
    (umask 077 && mkdir -p "$ETL_SECRETS_DIR" && od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"$made")
    ln "$made" "$file" 2>/dev/null || true # somebody else was faster: theirs is the password
    rm -f "$made"
  fi
  [[ -s $file ]] || EXIT_CODE=78 die "the secret $file is empty" "Remove it, then run this again."
  cat "$file"
}

make_roles() {
  loader_password=$password sql --single-transaction -v private="${private:-0}" <<'SQL'
\getenv password loader_password
set client_min_messages = warning;
select pg_advisory_xact_lock(7101001) \g /dev/null
select 'create role etl_owner nologin' where to_regrole('etl_owner') is null \gexec
select 'create role etl_report login' where to_regrole('etl_report') is null \gexec
select 'create role etl_console login' where to_regrole('etl_console') is null \gexec
select format('create role etl_user login password %L', nullif(:'password', ''))
where to_regrole('etl_user') is null \gexec
\if :private
  alter role etl_user password :'password';
\endif
select 'grant etl_report to etl_user' where not pg_has_role('etl_user', 'etl_report', 'member') \gexec
select 'grant etl_owner to current_user' from pg_roles
where rolname = current_user and not rolsuper and not pg_has_role(oid, 'etl_owner', 'usage') \gexec
SQL
}

make_database() {
  sql -v name="$database" <<'SQL'
select pg_advisory_lock(7101003) \g /dev/null
select format('create database %I owner etl_owner template template0 encoding %L', :'name', 'UTF8')
where not exists (select from pg_database where datname = :'name') \gexec
SQL
}

connect --admin
database=$PGDATABASE
PGDATABASE=postgres
[[ -n ${ETL_DATABASE_URL:-} ]] || private=1
password=$(loader_password)
make_roles ||
  sql_failed $? "the roles could not be made" "The line above says why; a role that may create roles is needed."
make_database ||
  sql_failed $? "the database $database could not be made" "The line above says why; a role that may create databases is needed."
