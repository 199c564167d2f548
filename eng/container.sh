#!/usr/bin/env bash
# Builds the image 'kindred': the command for this Linux, compiled ahead of time, without .NET beside it, run by nobody in particular.
# eng/container.sh [BASE]   BASE is debian:bookworm-slim unless said; podman, or docker where there is no podman
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
system=linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')
dotnet publish src/Kindred.Cli -c Release -r "$system" --self-contained --nologo -v q -p:PublishReadyToRun=true -p:DebugType=none -o "$folder"
rm -f "$folder"/*.xml "$folder"/*.pdb
ln -s Kindred.Cli "$folder/kindred"
version=$(dotnet msbuild src/Kindred.Cli -p:Configuration=Release -nologo -t:MinVer -getProperty:MinVerVersion)
engine=$(command -v podman || command -v docker)
format=$([ "${engine##*/}" = podman ] && echo --format=docker || true)  # which keeps the health check
"$engine" build $format ${1:+--build-arg=BASE=$1} -f eng/Containerfile -t kindred -t "kindred:$version" "$folder"
