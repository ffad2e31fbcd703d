# Radicale, a CalDAV server: two people, and collections that only their owner sees.
radicale_port="${PATCHBAY_RADICALE_PORT:-15232}"

# Time zones by name come from a package of their own, which Radicale only suggests.
radicale_install() {
  [ -x /usr/bin/radicale ] && /usr/bin/python3 -c 'import pytz' 2>/dev/null || install_packages radicale python3-tz
}
radicale_start() {
  local home="$dir/radicale"
  mkdir -p "$home/collections"
  printf 'ann:pw\ncarl:pw\n' >"$home/users"
  cat >"$home/radicale.conf" <<CONF
[server]
hosts = 127.0.0.1:$radicale_port
max_content_length = 30000000
[auth]
type = htpasswd
htpasswd_filename = $home/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = $home/collections
[rights]
type = owner_only
[web]
type = none
CONF
  if ! { [ -f "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; }; then
    (setsid "$(command -v /usr/bin/radicale || command -v radicale)" --config "$home/radicale.conf" >"$home/log" 2>&1 & echo $! >"$home/pid")
    local tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$radicale_port") 2>/dev/null; do
      tries=$((tries + 1))
      [ "$tries" -lt 100 ] || { say "radicale does not start: $(tail -n 5 "$home/log")"; exit 1; }
      sleep 0.1
    done
  fi
  echo "export PATCHBAY_RADICALE_URL=http://127.0.0.1:$radicale_port"
}
radicale_stop() { [ -f "$dir/radicale/pid" ] && kill "$(cat "$dir/radicale/pid")" && rm -f "$dir/radicale/pid"; }
