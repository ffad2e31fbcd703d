# Dovecot, a mail server: IMAP with and without TLS, and LMTP to put mail in. Every name signs in with the password "pass",
# unless it stands in the file `denied`, or with a token that whoever listens at the port `introspect` vouches for (RFC 7662).
dovecot_port="${PATCHBAY_DOVECOT_PORT:-15143}"
dovecot_home="${PATCHBAY_DOVECOT_DIR:-/tmp/patchbay-dovecot-$(id -u)}"
dovecot_auth_port=$((dovecot_port + 3))
dovecot_introspect_port=$((dovecot_port + 4))

dovecot_install() { { [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ]; } || install_packages dovecot-imapd dovecot-lmtpd openssl; }
dovecot_start() {
  # Its folders belong to several users, so they lie beside the others.
  local home="$dovecot_home" role
  if ! { [ -f "$home/run/master.pid" ] && kill -0 "$(cat "$home/run/master.pid")" 2>/dev/null; }; then
    mkdir -p "$home/run" "$home/mail" && chmod 755 "$home" && chown mail:mail "$home/mail"
    [ -f "$home/cert.pem" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
      -keyout "$home/key.pem" -out "$home/cert.pem" 2>/dev/null
    touch "$home/denied" && chmod 644 "$home/denied"
    cat >"$home/oauth2.conf" <<CONF
introspection_mode = post
introspection_url = http://127.0.0.1:$dovecot_introspect_port/introspect
active_attribute = active
active_value = true
username_attribute = username
CONF
    {
      cat <<CONF
base_dir = $home/run
state_dir = $home/run
log_path = $home/dovecot.log
instance_name = patchbay
protocols = imap lmtp
listen = 127.0.0.1
first_valid_uid = 1
mail_uid = mail
mail_gid = mail
mail_home = $home/mail/%u
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 200
ssl = yes
ssl_cert = <$home/cert.pem
ssl_key = <$home/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = passwd-file
  deny = yes
  args = $home/denied
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $home/oauth2.conf
}
passdb {
  driver = static
  args = password=pass
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$home/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = $dovecot_port
  }
  inet_listener imaps {
    port = $((dovecot_port + 1))
    ssl = yes
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = $dovecot_auth_port
  }
}
service lmtp {
  inet_listener lmtp {
    port = $((dovecot_port + 2))
  }
}
protocol lmtp {
  postmaster_address = postmaster@localhost
}
namespace inbox {
  inbox = yes
  separator = /
CONF
      for role in Sent Drafts Trash Junk Archive; do printf '  mailbox %s {\n    special_use = \\%s\n    auto = subscribe\n  }\n' "$role" "$role"; done
      echo '}'
    } >"$home/dovecot.conf"
    dovecot -c "$home/dovecot.conf" >&2
  fi
  echo "export PATCHBAY_DOVECOT=127.0.0.1:$dovecot_port PATCHBAY_DOVECOT_DIR=$home"
}
dovecot_stop() { kill -TERM "$(cat "$dovecot_home/run/master.pid")"; }
