#!/usr/bin/env bash
# Summary: Dump roles and all databases into backups/; a dump is whole or not there.
# Usage: daily_backup.sh [DAYS_TO_KEEP]
# Example: run_python_etl_script.sh daily_backup.sh 3
#
# Older dumps are removed only after a new one has been checked (default: after 3 days).

. "$(dirname "${BASH_SOURCE[0]}")/../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"
. "$ETL_HOME/systemscripts/bash/postgres.sh"
help_if_asked "$@"

days=${1:-3}
[[ $days =~ ^[1-9][0-9]{0,3}$ ]] || EXIT_CODE=64 die "not a number of days: $days" "usage: ${0##*/} [DAYS_TO_KEEP]"

dump_all() {
  undo_later rm -f "$unfinished"
  (umask 077 && "$programs/pg_dumpall" --no-password "${dump_options[@]}" | gzip >"$unfinished") ||
    EXIT_CODE=69 die "pg_dumpall could not dump everything" "Look at the lines above; the older dumps are kept."
  zcat "$unfinished" | tail -n 5 | grep -q 'PostgreSQL database cluster dump complete' ||
    EXIT_CODE=69 die "the dump is not complete" "Look at the lines above; the older dumps are kept."
  mv "$unfinished" "$finished"
}

expire_old_dumps() {
  find "$backup_dir" -maxdepth 1 \( -name 'all_databases_*.sql.gz' -o -name 'all_databases_*.sql.gz.part' \) \
    -mtime "+$((days - 1))" ! -samefile "$finished" -delete
}

require gzip find
connect --admin
programs=${PSQL%/*}
dump_options=()
[[ $(sql -c 'select rolsuper from pg_roles where rolname = current_user') == t ]] ||
  dump_options+=(--no-role-passwords)
backup_dir=$ETL_DATA_DIR/backups
finished=$backup_dir/all_databases_$(date +%Y%m%dT%H%M%S).sql.gz
unfinished=$finished.part
mkdir -p "$backup_dir"
dump_all
expire_old_dumps
log "wrote $finished"
