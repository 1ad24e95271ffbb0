#!/bin/sh
# deploy/setup.sh run|test|deb|package: installs what building and running (or testing, or making packages,
# or trying those in a Debian of their own) needs and this machine lacks.  Says what it is about to do, and asks before it uses sudo.  Where there is no apt it names the
# packages and stops.  What is there already, from wherever, is left alone.
set -eu

# what shows that it is there | Debian, Ubuntu | Fedora | Arch
needs_run='
command:cc                    gcc                        gcc              gcc
header:stdlib.h               libc6-dev                  glibc-devel      glibc
command:pkg-config            pkg-config                 pkgconf-pkg-config pkgconf
library:libwebsockets         libwebsockets-dev          libwebsockets-devel libwebsockets
library:libcjson              libcjson-dev               cjson-devel      cjson
library:libpcre2-8            libpcre2-dev               pcre2-devel      pcre2
library:libfyaml              libfyaml-dev               libfyaml-devel   libfyaml
library:libcmark              libcmark-dev               cmark-devel      cmark
library:libutf8proc           libutf8proc-dev            utf8proc-devel   libutf8proc
library:libcurl               libcurl4-openssl-dev       libcurl-devel    curl
library:openssl               libssl-dev                 openssl-devel    openssl
library:zlib                  zlib1g-dev                 zlib-devel       zlib
library:libzstd               libzstd-dev                libzstd-devel    zstd
library:sqlite3               libsqlite3-dev             sqlite-devel     sqlite
library:libsystemd            libsystemd-dev             systemd-devel    systemd-libs
header:uthash.h               uthash-dev                 uthash-devel     uthash
file:/etc/ssl/certs           ca-certificates            ca-certificates  ca-certificates
shipped:/usr/share/javascript/chart.js/chart.min.js libjs-chart.js - -
'
needs_test='
command:gcc                   gcc                        gcc              gcc
command:clang                 clang                      clang            clang
clang:fuzzer                  libclang-rt-14-dev         compiler-rt      compiler-rt
command:clang-format          clang-format               clang-tools-extra clang
library:cmocka                libcmocka-dev              libcmocka-devel  cmocka
command:valgrind              valgrind                   valgrind         valgrind
debian:libc6-dbg              libc6-dbg                  glibc            glibc
command:node                  nodejs                     nodejs           nodejs
command:npm                   npm                        nodejs-npm       npm
command:git                   git                        git              git
command:openssl               openssl                    openssl          openssl
command:systemd-analyze       systemd                    systemd          systemd
command:strace                strace                     strace           strace
command:chromium              chromium                   chromium         chromium
command:mandoc                mandoc                     mandoc           mandoc
command:sqlite3               sqlite3                    sqlite           sqlite
command:zsh                   zsh                        zsh              zsh
command:fish                  fish                       fish             fish
'
# what makes packages is on Debian and its like alone
needs_deb='
command:dh                    debhelper                  debhelper        debhelper
debian:build-essential        build-essential            gcc              base-devel
command:dpkg-buildpackage     dpkg-dev                   dpkg-dev         dpkg
'
needs_package='
command:mmdebstrap            mmdebstrap                 mmdebstrap       mmdebstrap
command:systemd-nspawn        systemd-container          systemd-container systemd
command:lintian               lintian                    lintian          lintian
command:qemu-aarch64-static   qemu-user-static           qemu-user-static qemu-user-static
'

has() {
	case $1 in
	command:*) command -v "${1#*:}" >/dev/null 2>&1 ;;
	library:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
	header:*) printf '#include <stddef.h>\n#include <%s>\n' "${1#*:}" | cc -E - >/dev/null 2>&1 ;;
	file:*) [ -e "${1#*:}" ] ;;
	# of Debian alone: elsewhere the dashboard has its tables without charts
	shipped:*) ! command -v dpkg >/dev/null 2>&1 || [ -e "${1#*:}" ] ;;
	# the runtime of clang's fuzzer is in a package of its own on Debian
	clang:*) [ -n "$(find "$(clang -print-runtime-dir 2>/dev/null || echo /nowhere)" \
		-name 'libclang_rt.fuzzer*' 2>/dev/null | head -n 1)" ] ||
		[ -n "$(find /usr/lib/llvm* /usr/lib/clang /usr/lib64/clang \
			-name 'libclang_rt.fuzzer*' 2>/dev/null | head -n 1)" ] ;;
	# valgrind does not start without the names in Debian's C library, packages are not made without build-essential
	debian:*) ! command -v dpkg >/dev/null 2>&1 || dpkg -s "${1#*:}" >/dev/null 2>&1 ;;
	esac
}

# missing COLUMN: the packages of what is not there
missing() {
	echo "$needs" | while read -r probe apt dnf pacman; do
		[ -n "$probe" ] || continue
		has "$probe" && continue
		case $1 in
		apt) echo "$apt" ;;
		dnf) echo "$dnf" ;;
		pacman) echo "$pacman" ;;
		esac
	done | sort -u | tr '\n' ' '
}

install_with_apt() {
	echo "lumbard needs these packages:"
	echo "    ${1}"
	echo "The command is:"
	if [ "$(id -u)" -eq 0 ]; then
		echo "    apt-get install -y --no-install-recommends ${1}"
		apt-get update -q
		# shellcheck disable=SC2086
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $1
		return
	fi
	echo "    sudo apt-get install --no-install-recommends ${1}"
	if [ ! -t 0 ] || ! command -v sudo >/dev/null 2>&1; then
		echo "Please run it, and then this again." >&2
		exit 1
	fi
	printf 'Run it now? [y/N] '
	read -r answer
	case $answer in
	y | Y | yes) ;;
	*) exit 1 ;;
	esac
	sudo apt-get update -q
	# shellcheck disable=SC2086
	sudo apt-get install --no-install-recommends $1
}

case ${1-} in
run) needs=$needs_run ;;
test) needs=$needs_run$needs_test$needs_deb ;;
deb) needs=$needs_run$needs_deb ;;
package) needs=$needs_run$needs_deb$needs_package ;;
*)
	echo "usage: deploy/setup.sh run|test|deb|package" >&2
	exit 64
	;;
esac

cd "$(dirname "$0")/.."
lacking=$(missing apt)
if [ -n "$lacking" ]; then
	if command -v apt-get >/dev/null 2>&1; then
		install_with_apt "$lacking"
	else
		echo "lumbard needs packages that are not here.  On Fedora:" >&2
		echo "    sudo dnf install $(missing dnf)" >&2
		echo "on Arch:" >&2
		echo "    sudo pacman -S $(missing pacman)" >&2
		exit 1
	fi
	lacking=$(missing apt)
	if [ -n "$lacking" ]; then
		echo "still missing after the installation: $lacking" >&2
		exit 1
	fi
fi

# the tests' npm packages, as tests/package-lock.json names them
if [ "$1" = test ] && ! cmp -s tests/package-lock.json tests/node_modules/.lumbard-lock; then
	echo "npm ci --prefix tests"
	# a home that nobody may write to has no room for npm's cache
	cache=$(npm config get cache)
	if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
		export npm_config_cache="$PWD/build/npm"
	fi
	npm ci --prefix tests --no-audit --no-fund --loglevel=error
	cp tests/package-lock.json tests/node_modules/.lumbard-lock
fi

# promtool alone, a second opinion on the metrics: its package would also start a server.  The tests do
# without where it cannot be had.
if [ "$1" = test ] && ! command -v promtool >/dev/null 2>&1 && [ ! -x build/tools/promtool ] &&
	command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; then
	mkdir -p build/tools
	(cd build/tools && apt-get download -q prometheus && dpkg-deb -x prometheus_*.deb prometheus &&
		mv prometheus/usr/bin/promtool .) >/dev/null 2>&1 || echo "there is no promtool: its checks are left out"
	rm -rf build/tools/prometheus build/tools/prometheus_*.deb
fi
