#!/usr/bin/env bash
# Builds everything and makes bin/bq2 and its other names. Needs nothing but the .NET SDK; with a C linker, bin/bq2 is native.
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
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }

# The C compiler links what .NET compiled ahead, against the C library.
links_c() { echo 'int main(void) { return 0; }' | "$1" -x c -o /dev/null - 2>/dev/null; }
can_link() { links_c clang || links_c gcc; }

quietly dotnet build -c Release Bq2.sln -v quiet
program=artifacts/bin/Bq2.Cli/release/bq2
if can_link || { (need gcc libc6-dev) && can_link; }; then
  program=artifacts/publish/Bq2.Cli/release_linux-x64/bq2
  quietly publish linux-x64 "$program"
else
  say "${0##*/}: without a C linker bin/bq2 is compiled each time it runs: slower to start, the same in all else"
fi

"$program" --install bin --quiet
