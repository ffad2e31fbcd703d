# Kamailio, a SIP server, with two telephones of baresip that are registered at it: +14155550999 (one of us) and a
# customer's, in three countries. They ring until they are told what to do by their control ports. Where the server tells of calls, and the
# secret that it signs with, are set at run time: cfg.sets pb url …, cfg.sets pb secret ….
sip_port="${PATCHBAY_SIP_PORT:-15060}"

kamailio_install() {
  { [ -x /usr/sbin/kamailio ] && [ -x /usr/bin/baresip ] && [ -f /usr/lib/x86_64-linux-gnu/kamailio/modules/crypto.so ]; } ||
    RUNLEVEL=1 install_packages kamailio kamailio-utils-modules kamailio-tls-modules kamailio-json-modules baresip-core
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
# kamailio_phone NAME PORT NUMBERS: a telephone that plays silence and hears nothing.
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
audio_player aubridge,sink
audio_source aubridge,source
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
  local home="$dir/sip" loads="" module
  mkdir -p "$home"
  for module in jsonrpcs kex corex tm tmx sl rr pv maxfwd usrloc registrar textops siputils xlog ctl cfg_rpc dialog http_client xhttp crypto; do
    loads="$loads
loadmodule \"$module.so\""
  done
  cat >"$home/kamailio.cfg" <<CONF
#!KAMAILIO
debug=1
log_stderror=yes
children=4
tcp_children=4
listen=udp:127.0.0.1:$sip_port
listen=tcp:127.0.0.1:$((sip_port + 1))
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
pb.url = "" desc "where calls are told of"
pb.secret = "" desc "what it is signed with"
$(cat "$folder/kamailio-tell.cfg")
CONF
  kamailio_up kamailio /usr/sbin/kamailio -f "$home/kamailio.cfg" -DD -E -Y "$home"
  kamailio_wait kamailio $((sip_port + 1))
  kamailio_phone rep $((sip_port + 10)) +14155550999
  kamailio_phone customer $((sip_port + 20)) '+14155552671 +442079460958 +81312345678'
  echo "export PATCHBAY_SIP=127.0.0.1:$sip_port"
}
# A telephone signs off first, which takes it a moment.
kamailio_stop() {
  local name pid tries
  for name in rep customer kamailio; do
    [ -f "$dir/sip/$name.pid" ] || continue
    pid="$(cat "$dir/sip/$name.pid")"
    rm -f "$dir/sip/$name.pid"
    kill "$pid" 2>/dev/null || continue
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
  done
}
