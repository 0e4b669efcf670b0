#!/usr/bin/env bash
# Summary: Bring the database to the state of onboarding/sql.
# Usage: apply_sql.sh [--from FOLDER]
# Example: apply_sql.sh
#
# tables/ once, frozen by checksum; routines/ and defaults/ again when they changed. Each
# file and its row in dba.tsqlfile are one transaction; running it twice at once is safe.

. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../../env.sh"
. "$ETL_HOME/systemscripts/bash/postgres.sh"
help_if_asked "$@"

sql_folder=$ETL_HOME/onboarding/sql
if [[ ${1:-} == --from && $# -ge 2 ]]; then
  sql_folder=$2
  shift 2
fi
[[ $# -eq 0 ]] || EXIT_CODE=64 die "unknown argument: $1" "usage: ${0##*/} [--from FOLDER]"
[[ -d $sql_folder/tables ]] || EXIT_CODE=64 die "no such folder: $sql_folder/tables" "Name a folder like onboarding/sql."

# Lines of "checksum folder/file", in the order in which they are applied.
files_as_they_are() {
  local folder
  for folder in tables routines defaults; do
    (cd "$sql_folder" && LC_ALL=C sha256sum -- "$folder"/*.sql | sed 's/  / /') || return
  done
}

# The same lines as the database knows them.
files_as_applied() {
  sql <<'SQL'
select to_regclass('dba.tsqlfile') is not null as ledger \gset
\if :ledger
  select checksum || ' ' || file_name from dba.tsqlfile;
\endif
SQL
}

refuse_changed_tables() {
  local checksum file
  while read -r checksum file; do
    [[ $file == tables/* && -n ${applied[$file]:-} && ${applied[$file]} != "$checksum" ]] || continue
    EXIT_CODE=78 die "$file was changed after it had been applied" \
      "Take the change back and write it as a new file of onboarding/sql/tables."
  done <<<"$wanted"
}

# One file as a transaction that does nothing when somebody else has just applied it.
transaction_of() {
  local checksum=$1 file=$2
  cat <<SQL
begin;
set local client_min_messages = warning;
select pg_advisory_xact_lock(7101002) \\g /dev/null
set local role etl_owner;
select to_regclass('dba.tsqlfile') is not null as ledger \\gset
\\set needed true
\\if :ledger
  select not exists (select from dba.tsqlfile where file_name = '$file' and checksum = '$checksum') as needed \\gset
\\endif
\\if :needed
  \\o /dev/null
  \\i '$sql_folder_quoted/$file'
  \\o
  insert into dba.tsqlfile (file_name, checksum) values ('$file', '$checksum')
  on conflict (file_name) do update set checksum = excluded.checksum, applied_at = now(), applied_by = session_user;
  \\echo applied $file
\\endif
commit;
SQL
}

transactions() {
  local checksum file
  while read -r checksum file; do
    [[ ${applied[$file]:-} == "$checksum" ]] || transaction_of "$checksum" "$file"
  done <<<"$wanted"
}

connect --admin
lines=$(files_as_applied) || sql_failed $? "dba.tsqlfile cannot be read" "The line above says why."
declare -A applied=()
while read -r checksum file; do
  [[ -z $file ]] || applied[$file]=$checksum
done <<<"$lines"
wanted=$(files_as_they_are) ||
  EXIT_CODE=78 die "a file of $sql_folder cannot be read" "The line above names it."
sql_folder_quoted=${sql_folder//\\/\\\\}
sql_folder_quoted=${sql_folder_quoted//\'/\'\'}

refuse_changed_tables
statements=$(transactions)
[[ -n $statements ]] || exit 0
sql -v data_dir="$ETL_DATA_DIR" <<<"$statements" ||
  sql_failed $? "the database is not as onboarding/sql describes it" \
    "The line above names the file and the reason; what came before it is applied."
