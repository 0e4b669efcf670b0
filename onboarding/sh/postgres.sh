#!/usr/bin/env bash
# Summary: The private PostgreSQL of this checkout: start it, stop it, look at it, talk to it.
# Usage: postgres.sh start | stop | status | psql [ARGUMENT...]
# Example: postgres.sh psql -c 'select * from dba.vjobrun limit 10'
#
# It is used by whoever has not set ETL_DATABASE_URL; psql then opens the database of
# the pipeline as etl_user, wherever that is.

. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../../env.sh"
. "$ETL_HOME/systemscripts/bash/postgres.sh"
help_if_asked "$@"

verb=${1:-status}
case $verb in
start | stop | status) postgres "$verb" ;;
psql)
  shift
  connect
  exec "$PSQL" "$@"
  ;;
*) EXIT_CODE=64 die "no such verb: $verb" "usage: ${0##*/} start | stop | status | psql" ;;
esac
