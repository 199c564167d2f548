#!/usr/bin/env bash
# Draws the pictures of docs/examples.md: runs its commands as the tests do, and photographs the pages they leave, with Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
KINDRED_EXAMPLES="$folder" dotnet test tests/Kindred.Cli.Tests -c Release ${NO_BUILD:+--no-build} --filter 'FullyQualifiedName~Every_command_that_is_marked_runs&DisplayName~examples.md'
mkdir -p docs/pictures
draw() {
    report=$(ls -d "$folder"/$2 | head -1)
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=8000 --window-size=1280,800 --screenshot="$folder/page.png" "file://$report" 2> /dev/null
    python3 -c "import sys; from PIL import Image; Image.open(sys.argv[1]).convert('RGB').quantize(128).save(sys.argv[2], optimize=True)" "$folder/page.png" "docs/pictures/$1.png"
}
draw garments 'garments/*/report.html'
draw digits 'digits-runs/*/report.html'
draw photographs 'photos-runs/*/report.html'
draw table 'plants-runs/*/report.html'
ls -l docs/pictures
