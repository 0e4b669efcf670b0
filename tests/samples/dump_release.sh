#!/usr/bin/env bash
# Summary: Write the database of this release as plain SQL, for the test of upgrades.
# Usage: dump_release.sh VERSION
# Example: tests/samples/dump_release.sh 1.0.0
#
# Builds a database from onboarding/sql in a private PostgreSQL of its own, which is removed again,
# and dumps it to tests/samples/releases/VERSION.sql so that PostgreSQL 15 and newer can read it.
# ETL_PYTHON and ETL_POSTGRES_BIN are respected; the days of the calendar are left out.

repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$repo/systemscripts/bash/common.sh"
help_if_asked "$@"
[[ $# -eq 1 && $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] ||
  EXIT_CODE=64 die "name one version" "usage: ${0##*/} VERSION, such as 1.0.0"
finished=$repo/tests/samples/releases/$1.sql

folder=$(mktemp -d)
chmod 755 "$folder" # as root the server is somebody else, who must get there
unset ETL_DATABASE_URL ETL_ADMIN_DATABASE_URL ETL_SECRETS_DIR
export ETL_DATA_DIR=$folder/var
. "$repo/env.sh"
. "$repo/systemscripts/bash/postgres.sh"

tidy() {
  postgres remove >/dev/null
  rm -rf "$folder"
}
undo_later tidy

# What one version says and another cannot read; the folder of this build is nobody's business.
neutral() {
  sed -e '/^\\\(un\)\?restrict /d' \
    -e '/^SET \(transaction_timeout\|default_table_access_method\) /d' \
    -e '/^-- Dumped \(from\|by\) /d' \
    -e "s|$ETL_DATA_DIR|/srv/client_etl_workflow/var|g"
}

"$repo/onboarding/sh/create_database.sh"
"$repo/onboarding/sh/apply_sql.sh" >/dev/null
connect --admin
"${PSQL%/*}/pg_dump" --no-password --exclude-table-data=dba.tcalendardays | neutral >"$finished.part"
mv "$finished.part" "$finished"
log "wrote $finished"
