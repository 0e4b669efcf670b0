# Summary: Words for jobs that remove old files.
# Usage: . systemscripts/bash/cleanup.sh   (after common.sh)
# shellcheck shell=bash

# remove_older DAYS FOLDER PATTERN...: files of the folder itself, by the day they were last written.
remove_older() {
  local days=$1 folder=$2 pattern removed
  shift 2
  [[ $days =~ ^[1-9][0-9]{0,3}$ ]] || EXIT_CODE=64 die "not a number of days: $days" "Write a whole number from 1."
  [[ -d $folder ]] || {
    log "nothing to remove: no folder $folder"
    return 0
  }
  for pattern in "$@"; do
    removed=$(find "$folder" -maxdepth 1 -type f -name "$pattern" -mtime "+$((days - 1))" -print -delete | wc -l)
    log "$folder: $removed files $pattern removed"
  done
}
