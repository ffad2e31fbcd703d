# PostgreSQL, with the hub's login as an owner would make it.
postgres_port="${PATCHBAY_POSTGRES_PORT:-15432}"

postgres_bin() { command -v "$1" 2>/dev/null || ls /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1; }
# It refuses to run as root.
as_postgres() { (cd "$dir" && if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi); }

postgres_install() { [ -n "$(postgres_bin pg_ctl)" ] || install_packages postgresql; }
postgres_start() {
  [ "$(id -u)" != 0 ] || chown postgres: "$dir"
  if [ ! -f "$dir/postgres/PG_VERSION" ]; then
    say "creating a PostgreSQL cluster in $dir/postgres"
    as_postgres "$(postgres_bin initdb)" -D "$dir/postgres" -U postgres --auth=trust --no-sync >/dev/null
  fi
  if ! as_postgres "$(postgres_bin pg_ctl)" -D "$dir/postgres" status >/dev/null 2>&1; then
    as_postgres "$(postgres_bin pg_ctl)" -D "$dir/postgres" -w -l "$dir/postgres.log" \
      -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c max_connections=200 -c shared_buffers=256MB -c synchronous_commit=on" start >/dev/null
  fi
  # No superuser, may create databases and roles.
  "$(postgres_bin psql)" -qX "postgres://postgres@127.0.0.1:$postgres_port/postgres" >&2 <<'SQL'
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'patchbay') THEN CREATE ROLE patchbay LOGIN CREATEDB CREATEROLE; END IF; END $$;
SQL
  echo "export TEST_DATABASE_URL=postgres://patchbay@127.0.0.1:$postgres_port/postgres"
}
postgres_stop() { as_postgres "$(postgres_bin pg_ctl)" -D "$dir/postgres" -m fast stop >/dev/null; }
