#!/usr/bin/env bash
# The same suite on a real PostgreSQL, and the drills that need several processes.
set -euo pipefail
cd "$(dirname "$0")/.."
eval "$(scripts/services.sh start)"
# Whoever runs this wants all of it proven.
: "${TEST_DATABASE_URL:?}" "${PATCHBAY_DOVECOT:?}" "${PATCHBAY_SMTP:?}" "${PATCHBAY_RADICALE_URL:?}" "${PATCHBAY_SIP:?}"
export PATCHBAY_SERVICES=1
# Journeys in a browser that need no server of these ran on the embedded database already.
embedded_only=(console.test console-calendar console-calls console-contacts console-deals console-imports console-leads console-linkedin console-outreach
  console-roles console-segments console-settings slack-channel demo commands new pictures start)
# Files that are named are run whatever they are.
[[ " $*" == *.test.ts* ]] || set -- $(printf -- "--exclude=e2e/%s*.ts " "${embedded_only[@]}") "$@"
exec vitest run "$@"
