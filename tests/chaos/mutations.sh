#!/bin/sh
# tests/chaos/mutations.sh MAKE [WORD]: switches off each protection of mutations.tsv (those whose line holds
# WORD), one at a time and in a copy of the sources, and tells which test notices.  One that nothing notices,
# or that cannot be switched off as the table says, is a failure.
set -u
make=${1-make}
word=${2-}
cd "$(dirname "$0")/../.." || exit 1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R Makefile src tests intents responses "$copy" || exit 1
cd "$copy" || exit 1
tab=$(printf '\t')
failed=0
total=0

# build: what the test of this mutation needs; run: the test
build() {
	case $1 in
	storms) target=build/tests/chaos/storm ;;
	*) target=build/tests/$1 ;;
	esac
	"$make" --no-print-directory -s -j"$(getconf _NPROCESSORS_ONLN)" BUILD=build CFLAGS='-O1 -g' "$target" >log 2>&1
}
run() {
	case $1 in
	storms) timeout 300 build/tests/chaos/storm --seed 1 --storms "${STORMS-300}" >log 2>&1 ;;
	*) timeout 300 "build/tests/$1" >log 2>&1 ;;
	esac
}

grep -v '^#' tests/chaos/mutations.tsv >table
while IFS=$tab read -r name file text instead by <&3; do
	case "$name$tab$file$tab$by" in *"$word"*) ;; *) continue ;; esac
	total=$((total + 1))
	cp -p "$file" kept
	TEXT=$text INSTEAD=$instead perl -0pi -e 's/\Q$ENV{TEXT}\E/$ENV{INSTEAD}/ or $missing = 1; END { exit 3 if $missing }' "$file"
	changed=$?
	if [ $changed -ne 0 ]; then
		result='NOT FOUND in the source'
	elif ! build "$by"; then
		result='DOES NOT BUILD'
	elif run "$by"; then
		result='NOT NOTICED'
	else
		result=noticed
	fi
	printf '%-58s %-30s %s\n' "$name" "$by" "$result"
	if [ "$result" != noticed ]; then
		failed=$((failed + 1))
		tail -5 log
	fi
	cp -p kept "$file"
	touch "$file"
done 3<table
echo "$total protections switched off, $failed of them unnoticed"
[ "$failed" -eq 0 ]
