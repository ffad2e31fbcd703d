# Kamailio, a SIP server, with two telephones of baresip that are registered at it: +14155550999 (one of us) and a
# customer's, in three countries, who says back what is said. They ring until they are told what to do by their control ports.
# Browsers register at its WebSocket, with passwords of the hub; rtpengine carries their sound, in user space. Where the server tells of calls, and the
# secret that it signs with, are set at run time: cfg.sets pb url …, cfg.sets pb secret ….
sip_port="${PATCHBAY_SIP_PORT:-15060}"
web_port=$((sip_port + 2))

kamailio_install() {
  local modules=/usr/lib/x86_64-linux-gnu/kamailio/modules
  { [ -x /usr/sbin/kamailio ] && [ -x /usr/bin/baresip ] && [ -x /usr/bin/rtpengine ] && [ -f $modules/crypto.so ] &&
    [ -f $modules/websocket.so ] && [ -f $modules/auth_ephemeral.so ]; } ||
    RUNLEVEL=1 install_packages kamailio kamailio-utils-modules kamailio-tls-modules kamailio-json-modules kamailio-websocket-modules \
      kamailio-autheph-modules rtpengine-daemon baresip-core
}
# kamailio_up NAME COMMAND…: in the background, its process id in a file.
kamailio_up() {
  local name="$1"
  shift
  if ! { [ -f "$dir/sip/$name.pid" ] && kill -0 "$(cat "$dir/sip/$name.pid")" 2>/dev/null; }; then
    (setsid "$@" >"$dir/sip/$name.log" 2>&1 </dev/null & echo $! >"$dir/sip/$name.pid")
  fi
}
kamailio_wait() {
  local tries=0
  until (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { say "$1 does not start: $(tail -n 5 "$dir/sip/$1.log")"; exit 1; }
    sleep 0.1
  done
}
# kamailio_phone NAME PORT NUMBERS SOUND: a telephone that plays silence and hears nothing; with the same SOUND on both sides, an echo.
kamailio_phone() {
  local home="$dir/sip/$1"
  mkdir -p "$home"
  : >"$home/accounts"
  local number port="$2"
  for number in $3; do
    echo "<sip:$number@pbx.test;transport=udp>;outbound=\"sip:127.0.0.1:$sip_port;transport=udp\";regint=60;answermode=manual" >>"$home/accounts"
  done
  : >"$home/contacts"
  cat >"$home/config" <<CONF
sip_listen 127.0.0.1:$port
net_interface 127.0.0.1
rtp_ports $((port + 1000))-$((port + 1098))
audio_player aubridge,${4:-sink}
audio_source aubridge,${4:-source}
audio_alert aubridge,alert
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:$((port + 5))
CONF
  kamailio_up "$1" /usr/bin/baresip -f "$home"
  kamailio_wait "$1" $((port + 5))
}
kamailio_start() {
  local home="$dir/sip" loads="" module name
  mkdir -p "$home"
  kamailio_up rtpengine /usr/bin/rtpengine --config-file=none --interface=127.0.0.1 --listen-ng="127.0.0.1:$((sip_port + 3))" \
    --listen-cli="127.0.0.1:$((sip_port + 4))" --table=-1 \
    --port-min=$((sip_port + 2200)) --port-max=$((sip_port + 2300)) --log-level=4 --foreground --log-stderr
  # A server that does not find it at once does without for a minute.
  kamailio_wait rtpengine $((sip_port + 4))
  for module in jsonrpcs kex corex tm tmx sl rr pv maxfwd usrloc registrar textops siputils xlog ctl cfg_rpc dialog http_client xhttp crypto \
    nathelper rtpengine websocket auth auth_ephemeral; do
    loads="$loads
loadmodule \"$module.so\""
  done
  cat >"$home/kamailio.cfg.new" <<CONF
#!KAMAILIO
#!define PB_BROWSERS $web_port
debug=1
log_stderror=yes
children=4
tcp_children=4
listen=udp:127.0.0.1:$sip_port
listen=tcp:127.0.0.1:$((sip_port + 1))
listen=tcp:127.0.0.1:$web_port
tcp_connection_lifetime=3604
alias="pbx.test"
tcp_accept_no_cl=yes
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
$loads
modparam("jsonrpcs", "transport", 1)
modparam("ctl", "binrpc", "unix:$home/ctl")
modparam("usrloc", "db_mode", 0)
modparam("dialog", "dlg_flag", 4)
modparam("dialog", "db_mode", 0)
modparam("dialog", "bridge_controller", "sip:patchbay@pbx.test")
modparam("dialog", "bridge_contact", "sip:patchbay@127.0.0.1:$sip_port")
modparam("http_client", "connection_timeout", 2)
modparam("nathelper|registrar", "received_avp", "\$avp(received)")
modparam("usrloc", "handle_lost_tcp", 1)
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:$((sip_port + 3))")
modparam("auth_ephemeral", "secret", "a-secret-for-browsers")
pb.url = "" desc "where calls are told of"
pb.secret = "" desc "what it is signed with"
$(cat "$folder/kamailio-tell.cfg")
CONF
  # One that runs with other words is begun anew, and the telephones with it: they would not sign on again for a minute.
  cmp -s "$home/kamailio.cfg.new" "$home/kamailio.cfg" || for name in rep customer kamailio; do kamailio_end "$name"; done
  mv "$home/kamailio.cfg.new" "$home/kamailio.cfg"
  kamailio_up kamailio /usr/sbin/kamailio -f "$home/kamailio.cfg" -DD -E -Y "$home"
  kamailio_wait kamailio $((sip_port + 1))
  kamailio_phone rep $((sip_port + 10)) +14155550999
  kamailio_phone customer $((sip_port + 20)) '+14155552671 +442079460958 +81312345678' echo
  echo "export PATCHBAY_SIP=127.0.0.1:$sip_port"
}
# A telephone signs off first, which takes it a moment.
kamailio_end() {
  local pid tries=0
  [ -f "$dir/sip/$1.pid" ] || return 0
  pid="$(cat "$dir/sip/$1.pid")"
  rm -f "$dir/sip/$1.pid"
  kill "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  # Its ports are needed by whoever comes next.
  kill -9 "$pid" 2>/dev/null || true
}
kamailio_stop() {
  local name
  for name in rep customer kamailio rtpengine; do kamailio_end "$name"; done
}
