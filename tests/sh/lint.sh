#!/usr/bin/env bash
# Summary: Run every linter over every file of its kind; one result line each.
# Usage: lint.sh VENV [--quick]
#
# --quick leaves out the slow ones: types and SQL.
repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$repo/systemscripts/bash/common.sh"
cd "$repo"

bin=$1/bin quick=${2-}
PATH=$bin:$PATH

check() { # NAME COMMAND...
  local name=$1 outcome=passed
  printf '\n===== %s =====\n' "$name"
  "${@:2}" || outcome=failed
  printf '%s linter %s\n' "$outcome" "$name" | tee -a "${TEST_RESULTS:-/dev/null}"
}

project_files() { # what git would keep, committed or not yet
  git -c safe.directory='*' ls-files -z --cached --others --exclude-standard 2>/dev/null ||
    find . \( -name .git -o -name .venvs -o -name venv -o -name var \) -prune -o -type f -print0
}

shell_files() {
  local file line
  while IFS= read -r -d '' file; do
    [[ -f $file ]] || continue
    line=''
    [[ $file == *.* && $file != .ci/* ]] || IFS= read -r line <"$file" 2>/dev/null || true
    [[ $file != *.sh && ! $line =~ ^'#!'.*[/\ ](ba)?sh ]] || printf '%s\0' "$file"
  done < <(project_files)
}

below() { # SUFFIX FOLDER...: the folders that hold such files
  local folder
  for folder in "${@:2}"; do
    [[ ! -d $folder || -z $(find "$folder" -name "*$1" -print -quit) ]] || printf '%s\n' "$folder"
  done
}

mapfile -d '' -t scripts < <(shell_files)
mapfile -t typed < <(below .py systemscripts jobscripts)
mapfile -t sql < <(below .sql onboarding/sql systemscripts/tables)

check "ruff check" ruff check .
check "ruff format" ruff format --check .
if [[ ${#scripts[@]} -gt 0 ]]; then
  check shfmt shfmt -d "${scripts[@]}"
  # SC2119 and SC2120: a function may have arguments that nobody has to give
  check shellcheck shellcheck --shell=bash --external-sources --source-path=SCRIPTDIR \
    --exclude=SC2119,SC2120 "${scripts[@]}"
fi
[[ -z $quick ]] || exit 0
[[ ${#typed[@]} -eq 0 ]] || check mypy mypy "${typed[@]}"
[[ ${#sql[@]} -eq 0 ]] || check sqlfluff sqlfluff lint --disable-progress-bar "${sql[@]}"
