#!/usr/bin/env bash
# Summary: Print "VERSION PATH" for each Python from 3.11 on that can make a venv; the usual one first.
# Usage: find_pythons.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"

LOOK='
import ensurepip, os, sys, venv
print("%d.%d" % sys.version_info[:2], os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
'

candidates() {
  local name
  for name in python3 python3.11 python3.12 python3.13; do
    type -aP "$name" || true
    printf '%s\n' /usr/bin/"$name" /usr/local/bin/"$name" "${HOME:-/nowhere}"/.pyenv/versions/*/bin/"$name"
  done
}

declare -A seen=()
while read -r candidate; do
  read -r version path < <("$candidate" -c "$LOOK" 2>/dev/null) || continue
  case $version in
  3.11 | 3.12 | 3.13) ;;
  3.1[4-9]) [[ ${#seen[@]} -eq 0 ]] || continue ;; # good enough where it is the usual one
  *) continue ;;
  esac
  [[ -z ${seen[$version]-} ]] || continue
  seen[$version]=$path
  printf '%s %s\n' "$version" "$path"
done < <(candidates)
