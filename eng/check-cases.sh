#!/usr/bin/env bash
# Runs the shared cases of inputs as people have them (../shared/cases) on the built command; exits 1 if one falls short.
# Skipped by name where the cases, or numpy and Pillow to write them with, are not there.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=../shared/cases
command=artifacts/bin/Kindred.Cli/release/Kindred.Cli.dll
[ -f "$cases/make_cases.py" ] || { echo "shared cases: skipped, $cases is not there"; exit 0; }
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import numpy, PIL' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || { echo "shared cases: skipped, they are written with numpy and Pillow (python3-numpy, python3-pil)"; exit 0; }
folder=$(mktemp -d)
trap 'chmod -R u+rwx "$folder" && rm -rf "$folder"' EXIT
"$python" "$cases/make_cases.py" "$folder"
"$python" "$cases/check_cases.py" "$folder" dotnet "$command"
