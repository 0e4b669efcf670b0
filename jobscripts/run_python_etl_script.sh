#!/usr/bin/env bash
# Summary: Run one job in the project's environment, never the same one twice at once.
# Usage: run_python_etl_script.sh SCRIPT [ARGUMENT...]
# Example: run_python_etl_script.sh run_import_job.py 1
#
# Every cron line goes through here. The exit code is the job's; 75 means that the
# same job with the same arguments is running already.

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
. "$here/../systemscripts/bash/common.sh"
. "$here/../env.sh"
help_if_asked "$@"

[[ $# -ge 1 ]] || EXIT_CODE=64 die "no job named" "usage: ${0##*/} SCRIPT [ARGUMENT...]"
name=${1##*/}
script=$ETL_HOME/jobscripts/$name
[[ $name =~ ^[a-z0-9][a-z0-9_]*\.(py|sh)$ && -f $script && ($1 == "$name" || $1 -ef $script) ]] ||
  EXIT_CODE=64 die "no such job: $1" "The jobs are the files of $ETL_HOME/jobscripts."
[[ $name != "${BASH_SOURCE[0]##*/}" ]] ||
  EXIT_CODE=64 die "$name cannot run itself" "Name another file of $ETL_HOME/jobscripts."
shift
[[ $ETL_DATA_DIR == /* ]] ||
  EXIT_CODE=78 die "ETL_DATA_DIR is not an absolute path: $ETL_DATA_DIR" "Begin it with a slash."
[[ -x $ETL_PYTHON ]] ||
  EXIT_CODE=78 die "no Python environment: $ETL_PYTHON" "Run onboarding/sh/quickstart.sh, or set ETL_PYTHON."

unset PYTHONDONTWRITEBYTECODE # compiling the same files again would be most of our time
exec "$ETL_PYTHON" -c 'import sys
sys.path[0] = sys.argv.pop(1)
from systemscripts.flows import supervise_run
supervise_run.main()' "$ETL_HOME" "$script" "$@"
