#!/usr/bin/env bash
# eng/api.sh [PROJECT-FOLDER...]: rewrites the list of a library's public members, PublicAPI.Unshipped.txt beside its project; without
# arguments, of all libraries.
# Run it when the build says RS0016 (not listed) or RS0017 (listed, but gone), or when a merge left a list in conflict; then read
# git diff: every line is a promise to users. A release moves the lines into PublicAPI.Shipped.txt.
. "$(dirname "$0")/lib.sh"
cd "$top"
[ $# -gt 0 ] || set -- Bq2.Efi Bq2.Image Bq2.Sysroot
for project; do
  [ -e "$project/PublicAPI.Unshipped.txt" ] || { say "usage: eng/api.sh [PROJECT-FOLDER...]"; exit 2; }
done
need_dotnet

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project; do
  list=$project/PublicAPI.Unshipped.txt
  dotnet restore "$project" -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  printf '#nullable enable\n' >"$list"
  dotnet format analyzers "$project" --no-restore --severity warn --diagnostics RS0016 RS0017 >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  echo "$list: $(($(wc -l <"$list") - 1)) members"
done
