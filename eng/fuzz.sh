#!/usr/bin/env bash
# eng/fuzz.sh [SECONDS [ARGUMENTS]]: spoils inputs for that long (600 when not given), with new seeds every round;
# arguments go to the test program (-class NAME).
# A failure is printed with its seed; BQ2_FUZZ_SEED=N with the printed line repeats it.
. "$(dirname "$0")/lib.sh"
cd "$top"

seconds=${1:-600}
[[ $seconds =~ ^[0-9]+$ ]] || { say "usage: eng/fuzz.sh [SECONDS [WORDS]]"; exit 2; }
eng/build.sh

tests=artifacts/bin/Bq2.Tests/release/Bq2.Tests
log=$(mktemp)
trap 'rm -f "$log"' EXIT
end=$((SECONDS + seconds))
# A new seed for every run: the time, which is printed.
seed=$(date +%s)
rounds=0
while [ "$SECONDS" -lt "$end" ]; do
  seed=$((seed + 1))
  if ! BQ2_FUZZ_SEED=$seed "$tests" -trait Category=fuzz -noColor "${@:2}" >"$log" 2>&1; then
    cat "$log"
    say "repeat it: BQ2_FUZZ_SEED=$seed $tests -trait Category=fuzz ${*:2}"
    exit 1
  fi
  rounds=$((rounds + 1))
done
echo "$rounds rounds with seeds up to $seed, nothing found"
