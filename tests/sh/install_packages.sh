#!/usr/bin/env bash
# Summary: Install the Debian packages that tests need; as another user than root, name the missing.
# Usage: install_packages.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../systemscripts/bash/common.sh"

packages=(python3-venv postgresql cron openssl)
[[ $(uname -m) == x86_64 ]] || packages+=(shellcheck) # the wheel of it knows no other machine

if ! command -v apt-get >/dev/null; then
  log "not a Debian system: install by hand what is missing of ${packages[*]}"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0
[[ $EUID -eq 0 ]] || {
  log "not installed, and only root can: ${missing[*]}"
  exit 0
}

log "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null; }
install 2>/dev/null || { apt-get update -qq && install; } ||
  EXIT_CODE=69 die "apt-get could not install ${missing[*]}" "The lines above say why."
