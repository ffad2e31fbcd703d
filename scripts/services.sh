#!/usr/bin/env bash
# Starts the real servers that the service tests talk to, on high loopback ports, and prints how to reach them.
# Usage: eval "$(scripts/services.sh start)" | scripts/services.sh stop
set -euo pipefail
dir="${PATCHBAY_SERVICES_DIR:-${TMPDIR:-/tmp}/patchbay-services-$(id -u)}"
port="${PATCHBAY_POSTGRES_PORT:-15432}"

say() { printf '%s\n' "$*" >&2; }
find_bin() { command -v "$1" 2>/dev/null || ls /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1; }
install_missing() {
  [ -n "$(find_bin pg_ctl)" ] && return
  say "installing postgresql from Debian"
  [ "$(id -u)" = 0 ] || { say "PostgreSQL is missing: apt-get install postgresql"; exit 1; }
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >&2
}
# PostgreSQL refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi; }

start() {
  install_missing
  local ctl; ctl=$(find_bin pg_ctl)
  mkdir -p "$dir" && { [ "$(id -u)" != 0 ] || chown postgres: "$dir"; }
  if [ ! -f "$dir/postgres/PG_VERSION" ]; then
    say "creating a PostgreSQL cluster in $dir/postgres"
    (cd "$dir" && as_server "$(find_bin initdb)" -D "$dir/postgres" -U postgres --auth=trust --no-sync >/dev/null)
  fi
  if ! (cd "$dir" && as_server "$ctl" -D "$dir/postgres" status >/dev/null 2>&1); then
    (cd "$dir" && as_server "$ctl" -D "$dir/postgres" -w -l "$dir/postgres.log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c max_connections=200 -c shared_buffers=256MB -c synchronous_commit=on" start >/dev/null)
  fi
  # The hub's login as an owner would make it: no superuser, may create databases and roles.
  "$(find_bin psql)" -qX "postgres://postgres@127.0.0.1:$port/postgres" >&2 <<'SQL'
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'patchbay') THEN CREATE ROLE patchbay LOGIN CREATEDB CREATEROLE; END IF; END $$;
SQL
  echo "export TEST_DATABASE_URL=postgres://patchbay@127.0.0.1:$port/postgres"
}
stop() { (cd "$dir" 2>/dev/null && as_server "$(find_bin pg_ctl)" -D "$dir/postgres" -m fast stop >/dev/null) || true; }

case "${1:-start}" in start) start ;; stop) stop ;; *) say "usage: services.sh start|stop"; exit 2 ;; esac
