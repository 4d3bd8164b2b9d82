#!/usr/bin/env bash
# The browser tests drive Debian's own Chromium. Where it is missing and we may install packages, install it;
# elsewhere say what to do. Prints nothing when there is nothing to do.
set -euo pipefail

if command -v chromium >/dev/null; then
    exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    exit 0
fi
echo "The browser tests need Chromium on the PATH under the name 'chromium'." >&2
echo "On Debian: sudo apt-get install chromium. Without it: make test PYTEST='-m \"not browser\"'." >&2
exit 1
