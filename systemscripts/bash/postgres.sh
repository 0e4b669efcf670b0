# Summary: Words for shell scripts that talk to PostgreSQL.
# Usage: . systemscripts/bash/postgres.sh   (after common.sh and env.sh)
# shellcheck shell=bash

# start, stop, status, remove, connection: see systemscripts/flows/manage_postgres.py.
postgres() {
  [[ -x $ETL_PYTHON ]] ||
    EXIT_CODE=78 die "no Python environment: $ETL_PYTHON" "Run onboarding/sh/quickstart.sh, or set ETL_PYTHON."
  "$ETL_PYTHON" -c 'import sys
sys.path[0] = sys.argv.pop(1)
from systemscripts.flows import manage_postgres
manage_postgres.main()' "$ETL_HOME" "$@"
}

# Set PGHOST, PGUSER … and PSQL; --admin and --database NAME as wanted.
connect() {
  local assignments
  assignments=$(postgres connection "$@")
  eval "$assignments"
}

# psql that stops at the first error and says nothing of its own.
sql() { "$PSQL" -XqAt -v ON_ERROR_STOP=1 "$@"; }

# After `sql … ||`: what psql's exit code CODE means, in our words; 2 is no connection or a lost one.
sql_failed() { # CODE MESSAGE HINT
  [[ $1 -ne 2 ]] ||
    EXIT_CODE=69 die "PostgreSQL does not answer" "The line above says why. Is it running, and was create_database.sh run?"
  EXIT_CODE=78 die "$2" "$3"
}
