#!/usr/bin/env bash
# Attacks every reader of files for a given time each: eng/fuzz.sh [SECONDS [TARGET…]], 60 seconds and all targets unless said.
# With afl++ and the tool sharpfuzz (dotnet tool install --global SharpFuzz.CommandLine) inputs follow the code's branches; else the program's own loop alters
# whole files. Ends with exit code 1 if anything was found; inputs are kept in fuzz-findings/, and "Kindred.Fuzz TARGET FILE" runs one again.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
program=artifacts/bin/Kindred.Fuzz/release/Kindred.Fuzz.dll
[ -f "$program" ] || dotnet build tests/Kindred.Fuzz -c Release --nologo -v q
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(dotnet "$program")
failed=0
if [ "${KINDRED_FUZZ_AFL:-}" = 1 ] && command -v afl-fuzz > /dev/null && command -v sharpfuzz > /dev/null; then
    copy=$(mktemp -d artifacts/fuzz-XXXXXX)
    cp -r artifacts/bin/Kindred.Fuzz/release/. "$copy"
    for library in Kindred Kindred.Networks Kindred.Numerics Parquet Apache.Arrow PureHDF; do sharpfuzz "$copy/$library.dll"; done
    export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1
    for target in "${targets[@]}"; do
        mkdir -p "$copy/in-$target"
        dotnet "$copy/Kindred.Fuzz.dll" "$target" --seeds "$copy/in-$target"
        afl-fuzz -V "$seconds" -t 10000 -m none -i "$copy/in-$target" -o "fuzz-findings/$target" -- dotnet "$copy/Kindred.Fuzz.dll" "$target" --afl > "$copy/$target.log" 2>&1
        found=$(find "fuzz-findings/$target" -path '*crashes/id*' -o -path '*hangs/id*' | wc -l)
        echo "$target: $(grep -h execs_done "fuzz-findings/$target/default/fuzzer_stats" | tr -d ' '), $found findings"
        [ "$found" -eq 0 ] || failed=1
    done
    rm -rf "$copy"
else
    for target in "${targets[@]}"; do
        DOTNET_GCHeapHardLimit=0x80000000 dotnet "$program" "$target" "$seconds" || failed=1
    done
fi
exit $failed
