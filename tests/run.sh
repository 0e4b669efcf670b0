#!/usr/bin/env bash
# Summary: Set up what the tests need and run them: linters, then legs of pytest.
# Usage: tests/run.sh [--quick] [--bench] [--python VERSION] [--only PART]... [-- PYTEST_ARGS]
# Example: tests/run.sh --quick --only unit -- -k cron
#
# PART: linters house unit database shell journeys services host bench. The whole suite runs with
# the first Python and the oldest PostgreSQL; the newest PostgreSQL and each other Python of 3.11
# to 3.13 run the parts where they matter. --quick: only the first leg, and only quick linters.
# Exit code 0: nothing failed. With CI=true a skipped test fails the run too.

repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$repo/systemscripts/bash/common.sh"
help_if_asked "$@"
cd "$repo"

parts=(linters house unit database shell journeys services host)
everywhere=(unit database journeys) # with every Python
on_newest=(database journeys)       # with every PostgreSQL
quick='' bench='' python='' only=() pytest_args=()

while [[ $# -gt 0 ]]; do
  case $1 in
  --quick) quick=--quick ;;
  --bench) bench=bench ;;
  --python) python=${2-} && shift ;;
  --only) only+=("${2-}") && shift ;;
  --) shift && pytest_args=("$@") && break ;;
  *) EXIT_CODE=64 die "unknown argument: $1" "tests/run.sh --help lists them." ;;
  esac
  shift || EXIT_CODE=64 die "an argument lacks its value" "tests/run.sh --help shows how."
done

# Settings and connections of the caller never reach a test.
for name in "${!ETL_@}" "${!PG@}" PYTHONHOME PYTHONPATH; do unset "$name"; done

results=$(mktemp -d)
undo_later rm -rf "$results"
export TEST_RESULTS=$results/lines # one "passed|failed|skipped NAME" a line
: >"$TEST_RESULTS"
legs=0

heading() { printf '\n===== %s =====\n' "$*"; }
result() { printf '%s\n' "$*" >>"$TEST_RESULTS"; }

# Those of the given parts that were asked for and exist.
chosen() {
  local part wanted
  for part in "$@"; do
    for wanted in "${only[@]-$part}"; do
      [[ $wanted == "$part" && ($part == linters || -d tests/$part) ]] && printf '%s\n' "$part"
    done
  done
  return 0
}

marked='' # the first leg runs everything, the others what is not marked `once`
leg() {   # VERSION POSTGRES_MAJOR POSTGRES_BIN PART...
  local version=$1 major=$2 bin=$3 code=0 folders
  mapfile -t folders < <(chosen "${@:4}")
  [[ ${#folders[@]} -gt 0 ]] || return 0
  heading "Python $version, PostgreSQL $major: ${folders[*]}"
  onboarding/sh/make_venv.sh ".venvs/tests-$version" "${pythons[$version]}" tests/lock.txt
  legs=$((legs + 1))
  TEST_POSTGRES_BIN=$bin ".venvs/tests-$version/bin/python" -m pytest "${folders[@]/#/tests/}" -rs \
    -m "$marked" --junit-xml="$results/$legs python $version, postgresql $major.xml" "${pytest_args[@]}" || code=$?
  case $code in
  0 | 1) ;;
  5) result "skipped Python $version, PostgreSQL $major: no test was found in ${folders[*]}" ;;
  *) result "failed Python $version, PostgreSQL $major: pytest ended with $code" ;;
  esac
}

for part in "${only[@]}"; do
  [[ " ${parts[*]} bench " == *" $part "* ]] || EXIT_CODE=64 die "no such part: $part" "Parts: ${parts[*]} bench"
done
mapfile -t wanted < <(chosen "${parts[@]}" bench)
[[ ${#wanted[@]} -gt 0 ]] || EXIT_CODE=64 die "there are no tests in: ${only[*]}" "Parts: ${parts[*]} bench"

heading "what the tests need"
tests/sh/install_packages.sh || result "skipped what needs a Debian package that is missing"

declare -A pythons=()
versions=()
while read -r version path; do
  [[ -n $python && $version != "$python" ]] || { versions+=("$version") && pythons[$version]=$path; }
done < <(onboarding/sh/find_pythons.sh)
[[ ${#versions[@]} -gt 0 ]] || EXIT_CODE=69 die "no Python ${python:-3.11 or newer} that can make a venv" \
  "Install one, such as: apt install python3-venv"
first=${versions[0]}
log "Python: ${versions[*]}"
for version in 3.11 3.12 3.13; do
  [[ -n $python || -n ${pythons[$version]-} ]] || log "no Python $version on this machine: its leg does not run"
done
onboarding/sh/make_venv.sh ".venvs/tests-$first" "${pythons[$first]}" tests/lock.txt

[[ " ${wanted[*]} " != *' linters '* ]] || tests/sh/lint.sh ".venvs/tests-$first" $quick

if [[ ${wanted[*]} != linters ]]; then
  heading "PostgreSQL"
  postgres=$(tests/sh/find_postgres.sh ".venvs/tests-$first/bin/python")
  log "$postgres"
  read -r oldest oldest_bin <<<"${postgres%%$'\n'*}"
  read -r newest newest_bin <<<"${postgres##*$'\n'}"
  leg "$first" "$oldest" "$oldest_bin" "${parts[@]:1}" $bench
fi

if [[ ${wanted[*]} != linters && -z $quick ]]; then
  marked='not once'
  if [[ $newest != "$oldest" ]]; then
    leg "$first" "$newest" "$newest_bin" "${on_newest[@]}"
  else
    result "skipped the leg with another PostgreSQL: only $oldest was found"
  fi
  for version in "${versions[@]:1}"; do
    leg "$version" "$newest" "$newest_bin" "${everywhere[@]}"
  done
fi

heading "sum"
".venvs/tests-$first/bin/python" tests/tally.py "$results"
