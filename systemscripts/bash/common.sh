# Summary: Words that every shell script of the project speaks.
# Usage: . systemscripts/bash/common.sh
# shellcheck shell=bash

set -euo pipefail

# What went wrong and what to do; the exit code is the caller's: EXIT_CODE=64 die "…" "…".
die() {
  printf 'error: %s\n' "$1" >&2
  [[ -z ${2:-} ]] || printf 'HINT: %s\n' "$2" >&2
  exit "${EXIT_CODE:-1}"
}

log() { printf '%s\n' "$*"; }

# Every tool that is missing is named at once.
require() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [[ ${#missing[@]} -eq 0 ]] ||
    EXIT_CODE=69 die "not installed: ${missing[*]}" "Install what provides it, such as: apt install ${missing[*]}"
}

# Commands that run when the script ends, last one first, however it ends.
undo_stack=()
undo_later() { undo_stack+=("$(printf '%q ' "$@")"); }
run_undo_stack() {
  local code=$? i
  for ((i = ${#undo_stack[@]} - 1; i >= 0; i--)); do
    eval "${undo_stack[i]}" || true
  done
  return "$code"
}
trap run_undo_stack EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# --help prints the comment at the top of the script.
help_if_asked() {
  [[ ${1:-} == --help || ${1:-} == -h ]] || return 0
  local line
  while IFS= read -r line; do
    [[ $line == '#!'* ]] && continue
    [[ $line == '#'* ]] || break
    line=${line#\#}
    printf '%s\n' "${line# }"
  done <"$0"
  exit 0
}
