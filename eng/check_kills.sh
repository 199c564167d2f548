#!/usr/bin/env bash
# Kills rank 1 of a job at random moments: eng/check_kills.sh DLL [TIMES=50]. Every job must end soon and with a sentence, leave nothing under a final name, and the training must go on to the uninterrupted result.
set -uo pipefail
dll=$1 times=${2:-50}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() { mpirun --allow-run-as-root --oversubscribe --bind-to none -n 3 dotnet "$dll" "$@"; }
train=(train dense wardrobe --epochs 6 --seed 3)

begun=$(date +%s%N)
run "${train[@]}" --out "$folder/whole" > /dev/null 2>&1 || { echo "the uninterrupted training failed"; exit 1; }
whole=$((($(date +%s%N) - begun) / 1000000))
failed=0
for i in $(seq "$times"); do
    out=$folder/run-$i job=$(cat /proc/sys/kernel/random/uuid)
    KINDRED_JOB=$job run "${train[@]}" --out "$out" > "$folder/said" 2>&1 &
    mpirun=$!
    sleep "$(awk -v most="$whole" -v r="$RANDOM" 'BEGIN { print most / 1000 * r / 32768 }')"
    for process in /proc/[0-9]*; do
        if tr '\0' '\n' < "$process/environ" 2> /dev/null | grep -qx "KINDRED_JOB=$job" && tr '\0' '\n' < "$process/environ" | grep -qx "OMPI_COMM_WORLD_RANK=1"; then
            kill -9 "${process#/proc/}" 2> /dev/null
        fi
    done
    begun=$(date +%s%N)
    wait "$mpirun"
    code=$? ended=$((($(date +%s%N) - begun) / 1000000))
    if [ "$code" -ne 0 ]; then
        [ -s "$folder/said" ] || { echo "$i: ended without a word"; failed=$((failed + 1)); }
        [ "$ended" -lt 10000 ] || { echo "$i: took $ended ms to end"; failed=$((failed + 1)); }
        [ ! -e "$out/model.safetensors" ] || { echo "$i: a model after a kill"; failed=$((failed + 1)); }
    fi
    if [ -e "$out/training.json" ] || [ -n "$(ls -A "$out" 2> /dev/null)" ]; then
        run train dense wardrobe --resume "$out" > "$folder/said" 2>&1 || { echo "$i: it did not go on: $(tail -1 "$folder/said")"; failed=$((failed + 1)); continue; }
    else
        run "${train[@]}" --out "$out" > /dev/null 2>&1
    fi
    cmp -s "$folder/whole/model.safetensors" "$out/model.safetensors" || { echo "$i: another model"; failed=$((failed + 1)); }
done
echo "$times kills, $failed failures"
[ "$failed" -eq 0 ]
