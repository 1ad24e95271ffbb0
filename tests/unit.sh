#!/bin/sh
# tests/unit.sh PROGRAM...: runs unit test programs, as many at a time as there are processors, quietly where
# they pass, from the repository's root.
set -u
export LSAN_OPTIONS=suppressions=$(dirname "$0")/lsan.supp:print_suppressions=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export dir
: >"$dir/passed"
: >"$dir/failed"
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P "${UNIT_JOBS-$(getconf _NPROCESSORS_ONLN)}" -I PROGRAM sh -c '
	out=$dir/$(echo PROGRAM | tr / _)
	if ${UNIT_UNDER-} PROGRAM >"$out" 2>&1; then
		grep -c "^\[       OK \]" "$out" >>"$dir/passed"
	else
		echo PROGRAM >>"$dir/failed"
		{ echo "== PROGRAM"; cat "$out"; } >"$out.all"
		cat "$out.all"
	fi'
cases=$(awk '{ n += $1 } END { print n + 0 }' "$dir/passed")
failed=$(wc -l <"$dir/failed")
echo "unit tests: $# programs, $cases cases passed, $failed program(s) failed"
[ "$failed" -eq 0 ]
