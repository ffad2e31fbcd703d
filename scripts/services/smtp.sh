# Postfix, a mail server that takes mail over: with STARTTLS or without at one port, with TLS from the first byte at the next.
# Dovecot says who may sign in. Mail for acme.example goes into Dovecot's mailboxes; what is for anybody else is thrown away.
# shellcheck source=/dev/null
. "$folder/dovecot.sh"
smtp_port="${PATCHBAY_SMTP_PORT:-15587}"
smtp_home="${PATCHBAY_SMTP_DIR:-/tmp/patchbay-smtp-$(id -u)}"

# Nothing of its own is started: not at installation, and not by the system later.
smtp_install() { [ -x /usr/sbin/postfix ] || RUNLEVEL=1 install_packages postfix; }
smtp_start() {
  local pid="$smtp_home/queue/pid/master.pid" tries=0
  if ! { [ -f "$pid" ] && kill -0 "$(tr -d ' ' <"$pid")" 2>/dev/null; }; then
    [ -f "$dovecot_home/cert.pem" ] || { say "start dovecot before smtp"; exit 1; }
    mkdir -p "$smtp_home/etc" "$smtp_home/queue" "$smtp_home/data"
    chmod 755 "$smtp_home" && chown postfix "$smtp_home/data"
    cat >"$smtp_home/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $smtp_home/queue
data_directory = $smtp_home/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $smtp_home/postfix.log
maillog_file_prefixes = $smtp_home
myhostname = localhost
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
virtual_mailbox_domains = acme.example
virtual_transport = lmtp:inet:127.0.0.1:$((dovecot_port + 2))
default_transport = discard:
relay_transport = discard:
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_cert_file = $dovecot_home/cert.pem
smtpd_tls_key_file = $dovecot_home/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$dovecot_auth_port
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_client_connection_count_limit = 0
in_flow_delay = 0
CONF
    {
      echo "127.0.0.1:$smtp_port inet n - n - - smtpd"
      printf '127.0.0.1:%s inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes\n' "$((smtp_port + 1))"
      printf '%s\n' 'pickup unix n - n 60 1 pickup' 'cleanup unix n - n - 0 cleanup' 'qmgr unix n - n 300 1 qmgr' 'tlsmgr unix - - n 1000? 1 tlsmgr' \
        'rewrite unix - - n - - trivial-rewrite' 'bounce unix - - n - 0 bounce' 'defer unix - - n - 0 bounce' 'trace unix - - n - 0 bounce' \
        'verify unix - - n - 1 verify' 'flush unix n - n 1000? 0 flush' 'proxymap unix - - n - - proxymap' 'proxywrite unix - - n - 1 proxymap' \
        'error unix - - n - - error' 'retry unix - - n - - error' 'discard unix - - n - - discard' 'lmtp unix - - n - - lmtp' 'anvil unix - - n - 1 anvil' \
        'scache unix - - n - 1 scache' 'showq unix n - n - - showq' 'postlog unix-dgram n - n - 1 postlogd'
    } >"$smtp_home/etc/master.cf"
    /usr/sbin/postfix -c "$smtp_home/etc" start >&2
    until (exec 3<>"/dev/tcp/127.0.0.1/$smtp_port") 2>/dev/null; do
      tries=$((tries + 1))
      [ "$tries" -lt 100 ] || { say "postfix does not start: $(tail -n 5 "$smtp_home/postfix.log")"; exit 1; }
      sleep 0.1
    done
  fi
  echo "export PATCHBAY_SMTP=127.0.0.1:$smtp_port"
}
smtp_stop() { /usr/sbin/postfix -c "$smtp_home/etc" stop >&2; }
