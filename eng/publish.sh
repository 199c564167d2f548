#!/usr/bin/env bash
# One file a system that needs no .NET: artifacts/dist/kindred-VERSION-linux-x64 and kindred-VERSION-win-x64.exe, compiled ahead of time.
# eng/publish.sh [SYSTEM...]   e.g. eng/publish.sh linux-x64 osx-arm64
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- linux-x64 win-x64
mkdir -p artifacts/dist
for system in "$@"; do
    folder=$(mktemp -d)
    dotnet publish src/Kindred.Cli -c Release -r "$system" --self-contained --nologo -v q -o "$folder" \
        -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:IncludeNativeLibrariesForSelfExtract=true
    version=$(dotnet msbuild src/Kindred.Cli -p:Configuration=Release -nologo -t:MinVer -getProperty:MinVerVersion)
    for file in Kindred.Cli Kindred.Cli.exe; do
        [ -e "$folder/$file" ] && mv "$folder/$file" "artifacts/dist/kindred-$version-$system${file#Kindred.Cli}"
    done
    rm -rf "$folder"
    ls -l "artifacts/dist/kindred-$version-$system"*
done
