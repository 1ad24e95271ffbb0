#!/bin/sh
# tests/unit.sh PROGRAM...: runs unit test programs, quietly where they pass, from the repository's root.
set -u
export LSAN_OPTIONS=suppressions=$(dirname "$0")/lsan.supp:print_suppressions=0
failed=0
count=0
cases=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT
for program in "$@"; do
	count=$((count + 1))
	if ${UNIT_UNDER-} "$program" >"$out" 2>&1; then
		n=$(grep -c '^\[       OK \]' "$out")
		cases=$((cases + n))
	else
		failed=$((failed + 1))
		echo "== $program"
		cat "$out"
	fi
done
echo "unit tests: $count programs, $cases cases passed, $failed program(s) failed"
[ "$failed" -eq 0 ]
