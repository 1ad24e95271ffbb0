#!/bin/sh
# tests/embedding/run.sh MAKE BUILD: installs BUILD into an empty folder, compiles ask.c with nothing but
# that, shared and static, and asks it.
set -eu
make=$1
build=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
here=$(dirname "$0")

# whatever the umask of whoever installs it, others can read it
(umask 077 && "$make" --no-print-directory -s BUILD="$build" CC=gcc WERROR=-Werror PREFIX="$root" install)
closed=$(find "$root"/* ! -type l ! -perm -o=r)
[ -z "$closed" ] || {
	echo "not for everybody to read: $closed" >&2
	exit 1
}
export PKG_CONFIG_PATH="$root/lib/pkgconfig"
flags='-std=c17 -Wall -Wextra -Wpedantic -Werror'
# shellcheck disable=SC2046,SC2086
gcc $flags $(pkg-config --cflags lumbar) -o "$root/shared" "$here/ask.c" $(pkg-config --libs lumbar) -Wl,-rpath,"$root/lib"
# shellcheck disable=SC2046,SC2086
gcc $flags $(pkg-config --cflags lumbar) -o "$root/static" "$here/ask.c" \
	"$root/lib/liblumbar.a" $(pkg-config --static --libs lumbar | sed 's/-llumbar//')

for program in shared static; do
	"$root/$program" "$root/share/lumbard" 'both my legs are numb and i cant pee' >"$root/out"
	grep -q '^escalate emergency' "$root/out"
	grep -q '999' "$root/out"
	"$root/$program" "$root/share/lumbard" 'what causes back spasms?' >"$root/out"
	grep -q '^answer none' "$root/out"
	echo "$program: escalates and answers"
done

# what is installed runs from where it is
"$root/bin/lumbard" check
"$root/bin/lumbard" ask 'what causes back spasms?' >/dev/null

# the library exports its public header and nothing else
nm -D --defined-only "$root/lib/liblumbar.so" | awk '{ print $3 }' | grep -v '^lumbar_' && {
	echo 'liblumbar.so exports more than lumbar_*' >&2
	exit 1
}
! nm -D "$root/shared" | grep ' U lumbar_' | awk '{ print $2 }' | while read -r name; do
	grep -q "$name" src/lumbar.h || echo "$name"
done | grep .
