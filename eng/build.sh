#!/usr/bin/env bash
# Builds everything and makes bin/bq2 and its other names. Needs nothing but the .NET SDK.
# BQ2_NO_BUILD=1 makes it take what is there: so tests start the other scripts, which all begin with this one.
. "$(dirname "$0")/lib.sh"
cd "$top"
need_dotnet

if [ "${BQ2_NO_BUILD-}" = 1 ]; then
  [ -x bin/bq2 ] || give_up "nothing is built yet, and BQ2_NO_BUILD=1 says not to" "eng/build.sh"
  exit
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build -c Release Bq2.sln -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }

artifacts/bin/Bq2.Cli/release/bq2 --install bin --quiet
