#!/usr/bin/env bash
# Clusters and assigns a file many times larger than memory, in a cgroup that the kernel keeps: eng/check_memory.sh DLL [GIGABYTES=20] [LIMIT_MB=1000] [FOLDER=/tmp]
# Needs root, a cgroup controller of memory (v1 or v2) and python3; makes the file, and removes it.
set -euo pipefail
dll=$1 gigabytes=${2:-20} limit=${3:-1000} folder=${4:-/tmp}
file=$(mktemp -p "$folder" --suffix .npy) out=$(mktemp -d -p "$folder")
group=/sys/fs/cgroup/memory
[ -d "$group" ] && { group=$group/kindred-$$ most=memory.limit_in_bytes peak=memory.max_usage_in_bytes; } || { group=/sys/fs/cgroup/kindred-$$ most=memory.max peak=memory.peak; }
trap 'rm -rf "$file" "$out"; rmdir "$group" 2> /dev/null || true' EXIT
mkdir "$group"
echo $((limit * 1000000)) > "$group/$most"

python3 - "$file" "$gigabytes" <<'PY'
import os, random, struct, sys
path, rows, columns = sys.argv[1], int(float(sys.argv[2]) * 1e9) // 784, 784
rng = random.Random(1)
centres = [int.from_bytes(bytes(rng.randrange(40, 180) for _ in range(columns)), "little") for _ in range(10)]
header = ("{'descr': '|u1', 'fortran_order': False, 'shape': (%d, 28, 28), }" % rows).encode()
header += b" " * (63 - (10 + len(header)) % 64) + b"\n"
noise_of = bytes(i % 48 for i in range(256))
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    for start in range(0, rows, 2000):
        count = min(2000, rows - start)
        noise = os.urandom(count * columns).translate(noise_of)
        file.write(b"".join((centres[rng.randrange(10)] + int.from_bytes(noise[i * columns:(i + 1) * columns], "little")).to_bytes(columns, "little") for i in range(count)))
PY
ls -l "$file"
sync
begun=$(date +%s)
cat "$file" > /dev/null
echo "reading it once: $(($(date +%s) - begun)) s"

within() { # what is told, then a command: in the cgroup
    local begun what=$1; shift
    begun=$(date +%s)
    (echo "$BASHPID" > "$group/cgroup.procs"; exec dotnet "$dll" "$@") || { echo "FAILED: $what"; exit 1; }
    echo "$what: $(($(date +%s) - begun)) s, peak of the cgroup so far $(($(cat "$group/$peak") / 1000000)) MB of $limit MB, page cache counted"
}
memory=$((limit * 7 / 10))MB
within "k-means" cluster "$file" -k 10 --clusterer kmeans:restarts=1:iterations=20 --memory "$memory" --out "$out"
within "mixture on components" cluster "$file" -k 10 --recipe pca-gmm --memory "$memory" --out "$out"
within "assign" assign "$(ls -d "$out"/*kmeans*)" "$file" --memory "$memory" --out "$out/assigned"
cmp "$(ls -d "$out"/*kmeans*)/assignments.csv" "$out/assigned/assignments.csv" && echo "assign puts every row where the run put it"
