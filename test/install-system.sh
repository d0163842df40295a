#!/usr/bin/env bash
# Installs the parts of Debian that the tests use: chromium shows the report, fio judges the job files,
# redis-server brings trials to workers, zsh and fish complete what their scripts offer (bash is there).
set -euo pipefail

missing=()
for program in chromium fio redis-server zsh fish; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

cannot() {
  echo "the tests need ${missing[*]}, and $1" >&2
  exit 1
}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo)
  else
    cannot "installing needs root: run as root, or install by hand: apt-get install ${missing[*]}"
  fi
fi
command -v apt-get >/dev/null || cannot "this machine has no apt-get: install by hand what your system calls ${missing[*]}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >>"$log" 2>&1; }

echo "installing ${missing[*]} for the tests"
apt update && apt install --yes --no-install-recommends "${missing[@]}" || {
  tail -n 5 "$log" >&2
  cannot "apt-get could not install them (its last lines stand above)"
}
