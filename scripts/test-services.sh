#!/usr/bin/env bash
# The same suite on a real PostgreSQL, and the drills that need several processes.
set -euo pipefail
cd "$(dirname "$0")/.."
eval "$(scripts/services.sh start)"
export PATCHBAY_SERVICES=1
exec vitest run "$@"
