#!/usr/bin/env bash
# Summary: Install the loaders that the importer is compared with, those that can be had.
# Usage: install_peers.sh [PYTHON]
# Example: install_peers.sh && BENCH_PEERS=1 tests/run.sh --bench --only bench -- -s -k peers
#
# They get an environment of their own, .venvs/bench-peers; pgloader comes from Debian. What is
# missing afterwards is left out of the comparison.
repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$repo/systemscripts/bash/common.sh"
help_if_asked "$@"
cd "$repo"

python=${1:-}
if [[ -z $python ]]; then
  read -r _ python < <(onboarding/sh/find_pythons.sh) || true
  [[ -n $python ]] || EXIT_CODE=69 die "no Python 3.11 or newer that can make a venv" \
    "Install one, such as: apt install python3-venv"
fi
onboarding/sh/make_venv.sh .venvs/bench-peers "$python" tests/bench/peers.txt

if command -v pgloader >/dev/null; then
  log "pgloader is installed"
elif [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null &&
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends pgloader </dev/null >/dev/null 2>&1; then
  log "pgloader was installed"
else
  log "pgloader is missing: apt install pgloader"
fi
