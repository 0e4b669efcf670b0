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
  local file=$ETL_SECRETS_DIR/postgres_etl_user
  if [[ ! -s $file ]]; then
    (umask 077 && mkdir -p "$ETL_SECRETS_DIR" && od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"$file.part")
    mv "$file.part" "$file"
  fi
  cat "$file"
}

make_roles() {
  {
    printf 'set client_min_messages = warning;\n'
    printf 'select pg_advisory_xact_lock(7101001) \\g /dev/null\n'
    local role
    for role in "etl_owner nologin" "etl_user login" "etl_report login" "etl_console login"; do
      printf "select 'create role %s' where to_regrole('%s') is null \\\\gexec\n" "$role" "${role% *}"
    done
    if [[ -z ${ETL_DATABASE_URL:-} ]]; then
      printf "alter role etl_user password '%s';\n" "$(loader_password)"
    fi
    printf 'grant etl_report to etl_user;\n'
    printf "select 'grant etl_owner to current_user' from pg_roles where rolname = current_user and not rolsuper \\\\gexec\n"
  } | sql --single-transaction
}

make_database() {
  local name=$1
  [[ -n $(sql -c "select 1 from pg_database where datname = '$name'") ]] && return
  sql -v name="$name" <<<"create database :\"name\" owner etl_owner template template0 encoding 'UTF8';" ||
    [[ -n $(sql -c "select 1 from pg_database where datname = '$name'") ]] # somebody else was faster
}

connect --admin
database=$PGDATABASE
PGDATABASE=postgres
make_roles
make_database "$database"
