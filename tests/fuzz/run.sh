#!/bin/sh
# tests/fuzz/run.sh SECONDS [BUILD]: runs every fuzzer for so long on its seeds (tests/fuzz/NAME/).  What it
# finds new stays in BUILD/corpus/NAME; a finding is left there as crash-*, and the run ends with 1.
set -u
seconds=$1
build=${2-build/fuzz}
here=$(dirname "$0")
export LSAN_OPTIONS=suppressions=$here/../lsan.supp:print_suppressions=0
failed=0
for source in "$here"/fuzz_*.c; do
	name=$(basename "$source" .c)
	seeds=$here/${name#fuzz_}
	corpus=$build/corpus/${name#fuzz_}
	mkdir -p "$corpus"
	[ -d "$seeds" ] || { echo "there are no seeds in $seeds" >&2; failed=1; continue; }
	echo "== $name, $seconds s"
	if ! "$build/tests/fuzz/$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=20000 \
		-print_final_stats=1 -verbosity=1 -artifact_prefix="$corpus/" "$corpus" "$seeds" >"$corpus.log" 2>&1; then
		failed=1
		tail -n 60 "$corpus.log"
	fi
	grep -E 'stat::(number_of_executed_units|average_exec_per_sec)|cov: [0-9]+' "$corpus.log" | tail -n 3
done
exit "$failed"
