#!/usr/bin/env bash
# Runs the benchmarks; words are handed to BenchmarkDotNet (--filter '*Qcow2*').
#   disks [FOLDER]   whole commands beside their peers instead; FOLDER holds what they work on, some 10 GB
. "$(dirname "$0")/lib.sh"
cd "$top"

bench=artifacts/bin/Bq2.Bench/release/Bq2.Bench.dll
if [ "${1-}" = disks ]; then
  need qemu-utils dosfstools mtools
  eng/build.sh
  dotnet "$bench" disk-inputs "${2-artifacts/disks}"
  PATH=$PATH:/usr/sbin exec dotnet "$bench" disks "${2-artifacts/disks}" "$top/bin/bq2"
fi

eng/build.sh
dotnet "$bench" "$@"
