#!/usr/bin/env bash
# Puts Debian's Chromium in place for the report's browser tests, where it is missing and this user may install it.
set -euo pipefail
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" > /dev/null; then
        echo "$name is there"
        exit 0
    fi
done
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "Chromium is missing; install the package chromium to run the browser tests" >&2
    exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
chromium --version
