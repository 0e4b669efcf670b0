#!/usr/bin/env bash
# Summary: Make a Python environment from lock files, unless it is there and whole.
# Usage: make_venv.sh VENV PYTHON LOCK [LOCK...]
# Example: make_venv.sh venv /usr/bin/python3 onboarding/locks/core.txt
#
# One that was begun and not finished is made again; two at once wait for each other.
. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
help_if_asked "$@"
require flock sha256sum
[[ $# -ge 3 ]] || EXIT_CODE=64 die "too few arguments" "usage: ${0##*/} VENV PYTHON LOCK [LOCK...]"

venv=$1 python=$2
locks=("${@:3}")
folder=$(dirname "$venv")
mkdir -p "$folder" 2>/dev/null && [[ -w $folder ]] ||
  EXIT_CODE=78 die "cannot write to $folder" "Run this as the owner of the checkout."
exec 9>"$venv.lock"
flock 9

whole="$(cat "${locks[@]}" | sha256sum) $python $("$python" -V) $(realpath "$venv")"
if [[ -r $venv/whole && $(<"$venv/whole") == "$whole" ]] && "$venv/bin/python" -c 'import pip' 2>/dev/null; then
  exit 0
fi

log "making $venv (once, half a minute)"
rm -rf "$venv"
"$python" -m venv "$venv" ||
  EXIT_CODE=69 die "$python cannot make an environment" "On Debian: apt install python3-venv"
for lock in "${locks[@]}"; do
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes \
    -r "$lock" ||
    EXIT_CODE=69 die "what $lock lists could not be installed" "Is the package registry reachable? The lines above name the package."
done
"$venv/bin/python" -m compileall -q "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts" >/dev/null || true
printf '%s\n' "$whole" >"$venv/whole"
