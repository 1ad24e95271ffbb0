#!/bin/sh
# tests/run.sh MAKE: every test there is, each step with its time, its output shown where it fails.  The
# logs stay in build/logs/.  `make test` calls this after it has installed what is missing.
set -u
make=${1-make}
cd "$(dirname "$0")/.." || exit 1
logs=build/logs
mkdir -p "$logs"
jobs=-j$(getconf _NPROCESSORS_ONLN)
asan='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
failed=
begun=$(date +%s)

# findings LOG: what failed, in a few lines, for the end of the output: often all that anybody gets to see
findings() {
	grep -E '^ *not ok |: error: |\[  FAILED  \]|AddressSanitizer|runtime error|^ +(error|expected|actual): ' "$1" |
		cut -c 1-200 | tail -n 12 | sed 's/^ */        /'
}

# step NAME COMMAND...: runs it; says how it went
step() {
	name=$1
	shift
	from=$(date +%s)
	printf '%-44s' "$name"
	log=$logs/$(echo "$name" | tr -c 'a-z0-9\n' '-').log
	if "$@" >"$log" 2>&1; then
		printf 'ok %5d s\n' $(($(date +%s) - from))
		# what is worth a look although it is right
		grep -E '^(unit tests|lint|bounds|[0-9]+ storms|ordinary chat|compared|# pass|  [a-z ]+ +[0-9.]+ %)' "$log" | sed 's/^/    /'
	else
		printf 'FAILED %d s\n' $(($(date +%s) - from))
		grep -vE '^(ok|# Subtest|    (---|duration_ms|type:|\.\.\.))' "$log" | tail -n "${TEST_TAIL-150}" | sed 's/^/    /'
		failed="$failed
    $name ($log)
$(findings "$log")"
	fi
}

build() {
	"$make" --no-print-directory -s "$jobs" "$@"
}

# the unit tests are built together and run one after the other
with_gcc() { build BUILD=build/gcc CC=gcc WERROR=-Werror build unit; }
# clang's unit tests are those with the sanitizers
with_clang() { build BUILD=build/clang CC=clang WERROR=-Werror build; }
with_asan() { build BUILD=build/asan CC=clang WERROR=-Werror SANITIZE="$asan" CFLAGS='-O1 -g' build unit; }
with_fuzzers() {
	build BUILD=build/fuzz CC=clang SANITIZE="$asan" CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' fuzzers &&
		tests/fuzz/run.sh "${FUZZ_SECONDS-10}"
}

storms() { build BUILD=build/gcc CC=gcc WERROR=-Werror storms; }

style() {
	git ls-files -z '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror
}

# node 18 takes files, not folders
node_tests() {
	node --test "$@"
}

# CI often runs as root in somebody else's checkout, which git refuses to read
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$PWD"

export LUMBARD=build/gcc/lumbard
step 'build and unit tests, gcc' with_gcc
step 'the rules of the house' node tests/lint/lint.mjs build/gcc
step 'the table of bounds' node tests/lint/bounds.mjs
[ ! -d .git ] || step 'the style of the C' style
step 'content' build/gcc/lumbard check
step 'a thousand storms' storms
step 'build, clang' with_clang
step 'understanding against its floors' node tests/understanding/score.mjs build/gcc/lumbard
step 'no harmless clause silences a red flag' node tests/understanding/clauses.mjs build/gcc/lumbard 4
step 'gcc and clang say the same' node tests/understanding/same.mjs build/gcc/lumbard build/clang/lumbard
step 'the same without the anchor scan' node tests/understanding/same.mjs build/gcc/lumbard 'build/gcc/lumbard --no-scan' 5
step 'installed, and embedded in a program' tests/embedding/run.sh "$make" build/gcc
step 'packaged: deb, manual, completion' node_tests tests/package/*.test.mjs
step 'the scripted Discord, by discord.js' node_tests tests/gateway/*.test.mjs
step 'the sandbox, by discord.js and its socket' node_tests tests/sandbox/*.test.mjs
step 'the chat page, in Chromium' node_tests tests/page/*.test.mjs
step 'whole program' node_tests tests/system/*.test.mjs
step 'build and unit tests, sanitizers' with_asan
step 'threads, ThreadSanitizer' "$make" --no-print-directory -s "$jobs" tsan
LUMBARD=build/asan/lumbard LUMBARD_SLOW=4 step 'a thousand messages, sanitizers' node_tests tests/system/thousand.test.mjs
LUMBARD_UNDER='valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect' \
	LUMBARD_SLOW=20 step 'a thousand messages, valgrind' node_tests tests/system/thousand.test.mjs
step 'fuzzers, briefly' with_fuzzers

printf 'in all %d s\n' $(($(date +%s) - begun))
[ -z "$failed" ] || {
	echo "FAILED:$failed"
	exit 1
}
echo 'every test passed'
