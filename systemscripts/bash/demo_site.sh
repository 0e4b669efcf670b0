# Summary: Start and stop the demo site from a shell script.
# Usage: . systemscripts/bash/demo_site.sh   (after common.sh and env.sh)
# shellcheck shell=bash

demo_folder=$ETL_DATA_DIR/demo
demo_port_file=$ETL_DATA_DIR/demo_port

# The process that a run before us may have left; a number that another process has now does not count.
demo_process() {
  local pid
  pid=$(cat "$demo_folder/pid" 2>/dev/null) || return 1
  grep -qs event_site.py "/proc/$pid/cmdline" && printf '%s' "$pid"
}

stop_demo_site() {
  local pid
  if pid=$(demo_process); then
    kill "$pid" 2>/dev/null || true
  fi
  rm -rf "$demo_folder"
}

start_demo_site() {
  stop_demo_site
  mkdir -p "$demo_folder"
  undo_later stop_demo_site
  listen_on "$(cat "$demo_port_file" 2>/dev/null || printf 0)" || listen_on 0 ||
    EXIT_CODE=69 die "the demo site does not start: $(tail -n 1 "$demo_folder/log")" "Its log is $demo_folder/log."
  cp "$demo_folder/port" "$demo_port_file"
  ETL_MEETMAX_BASE_URL=http://127.0.0.1:$(<"$demo_folder/port")
  NO_PROXY=127.0.0.1,${NO_PROXY:-}
  no_proxy=$NO_PROXY
  export ETL_MEETMAX_BASE_URL NO_PROXY no_proxy
  log "  $ETL_MEETMAX_BASE_URL"
}

# The address stands in what is loaded; the same port again keeps that the same.
listen_on() {
  "$ETL_PYTHON" "$ETL_HOME/onboarding/demo/event_site.py" --port "$1" --port-file "$demo_folder/port" \
    >"$demo_folder/log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$demo_folder/pid"
  local tries=100
  until [[ -s $demo_folder/port ]]; do
    kill -0 "$!" 2>/dev/null && [[ $tries -gt 0 ]] || return 1
    tries=$((tries - 1))
    sleep 0.1
  done
}

set_demo_day() {
  "$ETL_PYTHON" -c 'import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(urllib.request.Request(sys.argv[1], method="POST"), timeout=10).read()' \
    "$ETL_MEETMAX_BASE_URL/demo/day/$1"
}
