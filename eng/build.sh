#!/usr/bin/env bash
# Builds everything and makes bin/bq2 and its other names. Needs nothing but the .NET SDK.
. "$(dirname "$0")/lib.sh"
cd "$top"
need_dotnet

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build -c Release Bq2.sln -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }

artifacts/bin/Bq2.Sysroot/release/bq2 --install bin --quiet
