#!/usr/bin/env bash
# Starts the real servers that the service tests talk to, on high loopback ports, and prints how to reach them.
# Usage: eval "$(scripts/services.sh start [name…])" | scripts/services.sh stop [name…]
# Each server is a file scripts/services/<name>.sh with <name>_install (from Debian, when it is missing), <name>_start
# (idempotent; prints `export …` lines on standard output, everything else on standard error) and <name>_stop.
set -euo pipefail
dir="${PATCHBAY_SERVICES_DIR:-${TMPDIR:-/tmp}/patchbay-services-$(id -u)}"
folder="$(cd "$(dirname "$0")" && pwd)/services"

say() { printf '%s\n' "$*" >&2; }
# install_packages NAME…: from Debian, when we may.
install_packages() {
  say "installing $* from Debian"
  [ "$(id -u)" = 0 ] || { say "missing: apt-get install $*"; exit 1; }
  apt-get -o DPkg::Lock::Timeout=300 update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >&2
}

command="${1:-start}"
[ $# -eq 0 ] || shift
names=("$@")
[ $# -gt 0 ] || for file in "$folder"/*.sh; do names+=("$(basename "$file" .sh)"); done
mkdir -p "$dir"
for name in "${names[@]}"; do
  # shellcheck source=/dev/null
  . "$folder/$name.sh"
  case "$command" in
    start) "${name}_install" && "${name}_start" ;;
    stop) "${name}_stop" || true ;;
    *) say "usage: services.sh start|stop [name…]"; exit 2 ;;
  esac
done
