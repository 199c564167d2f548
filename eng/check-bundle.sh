#!/usr/bin/env bash
# Fails when the committed script and style sheet of the report are not what web/ gives.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm > /dev/null; then
    echo "npm is missing; the report's bundle was not checked"
    exit 0
fi
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
pages=src/Kindred/Reporting/assets
runtime=src/Kindred.Onnx/Export/assets
mkdir -p "$built/$runtime"
cp "$runtime/runtime.wasm.zlib" "$built/$runtime/"    # packed again only where what is in it differs
(cd web && npm ci --silent --ignore-scripts && npm run --silent build -- "$built")
for folder in "$pages" "$runtime"; do
    if ! diff -rq "$built/$folder" "$folder"; then
        echo "$folder differs from web/; run 'npm ci && npm run build' in web/ and commit the result" >&2
        exit 1
    fi
done
echo "the report's bundle is up to date"
