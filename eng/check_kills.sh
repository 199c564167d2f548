#!/usr/bin/env bash
# Kills rank 1 of a training at random moments: eng/check_kills.sh DLL [TIMES=50]. Every job must end soon and with a sentence, leave nothing under a final name, and go on with --resume to the uninterrupted result.
set -uo pipefail
dll=$1 times=${2:-50}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() { mpirun --allow-run-as-root --oversubscribe --bind-to none -n 3 dotnet "$dll" "$@" < /dev/null; }
python3 - "$folder/pictures.idx" <<'PY'
import random, struct, sys
rng = random.Random(1)
with open(sys.argv[1], "wb") as file:
    file.write(bytes([0, 0, 8, 3]) + struct.pack(">iii", 240, 16, 16) + bytes(min(255, max(0, int(rng.gauss(40 + 20 * (i // 256 % 7), 30)))) for i in range(240 * 256)))
PY
train=(train dense "$folder/pictures.idx" --epochs 4 --batch 60 --seed 3)

begun=$(date +%s%N)
run "${train[@]}" --out "$folder/whole" > "$folder/said" 2>&1 || { cat "$folder/said"; echo "the uninterrupted training failed"; exit 1; }
whole=$((($(date +%s%N) - begun) / 1000000))
echo "uninterrupted: $whole ms"
failed=0 killed=0 after=0
for i in $(seq "$times"); do
    out=$folder/run-$i job=$(cat /proc/sys/kernel/random/uuid)
    KINDRED_JOB=$job run "${train[@]}" --out "$out" > "$folder/said" 2>&1 &
    waiting=$!
    sleep "$(awk -v most="$whole" -v r="$RANDOM" 'BEGIN { print most / 1000 * r / 32768 }')"
    for process in /proc/[0-9]*; do
        { variables=$(tr '\0' '\n' < "$process/environ"); } 2> /dev/null || continue
        if grep -qx "KINDRED_JOB=$job" <<< "$variables" && grep -qx "OMPI_COMM_WORLD_RANK=1" <<< "$variables"; then
            kill -9 "${process#/proc/}" 2> /dev/null
        fi
    done
    begun=$(date +%s%N)
    wait "$waiting"
    code=$? ended=$((($(date +%s%N) - begun) / 1000000))
    if [ "$code" -ne 0 ]; then
        killed=$((killed + 1))
        [ -s "$folder/said" ] || { echo "$i: ended without a word"; failed=$((failed + 1)); }
        [ "$ended" -lt 10000 ] || { echo "$i: took $ended ms to end"; failed=$((failed + 1)); }
        # the first process writes the model when all have done their part: one that is killed while it leaves finds it whole
        [ ! -e "$out/model.safetensors" ] || { after=$((after + 1)); cmp -s "$folder/whole/model.safetensors" "$out/model.safetensors" || { echo "$i: half a model, or another, after a kill"; failed=$((failed + 1)); }; }
        if [ -e "$out/training.json" ]; then
            run train dense "$folder/pictures.idx" --resume "$out" > "$folder/said" 2>&1
        else
            run "${train[@]}" --out "$out" > "$folder/said" 2>&1
        fi || { echo "$i: it did not go on: $(tail -1 "$folder/said")"; failed=$((failed + 1)); continue; }
    fi
    cmp -s "$folder/whole/model.safetensors" "$out/model.safetensors" || { echo "$i: another model"; failed=$((failed + 1)); }
done
echo "$times jobs, $killed of them killed in time, $after of these after the model was written, $failed failures"
[ "$failed" -eq 0 ]
