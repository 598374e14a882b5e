#!/usr/bin/env bash
# Runs the benchmarks; words are handed to BenchmarkDotNet (--filter '*Qcow2*').
. "$(dirname "$0")/lib.sh"
cd "$top"

eng/build.sh
dotnet artifacts/bin/Bq2.Bench/release/Bq2.Bench.dll "$@"
