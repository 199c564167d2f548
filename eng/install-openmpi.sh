#!/usr/bin/env bash
# Puts Debian's Open MPI in place for the tests of several processes, where it is missing and this user may install it.
set -euo pipefail
if command -v mpirun > /dev/null; then
    mpirun --version | head -1
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "Open MPI is missing; install the package openmpi-bin to run the tests of several processes" >&2
    exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openmpi-bin > /dev/null
mpirun --version | head -1
