#!/bin/sh
# tests/package/boot.sh VERSION: the life of the package in build/ on a machine of its own: a Debian 12 that
# mmdebstrap makes in build/package-root and systemd-nspawn boots, without a network.  What happens there is
# told by inside.sh.  As root; takes a minute.
set -eu
version=$1
cd "$(dirname "$0")/../.."
[ "$(id -u)" -eq 0 ] || {
	echo 'systemd-nspawn has to be started by root: sudo make package-test' >&2
	exit 1
}
arch=$(dpkg --print-architecture)
deb=build/lumbard_${version}_$arch.deb
root=build/package-root
mirror=${MIRROR-http://deb.debian.org/debian}

echo "lintian"
lintian --allow-root --suppress-tags package-contains-documentation-outside-usr-share-doc --fail-on error,warning build/*lumba*_"${version}_$arch".deb

# An older one, built from an older commit: the last one whose state has the third version of its schema.  It
# says something else in a file of the configuration and in one of the content, which this one changes.
older=${OLDER-8425ab377b05}
old=build/package-old
git worktree remove --force "$old" 2>/dev/null || rm -rf "$old"
git worktree add --quiet --detach "$old" "$older"
(
	cd "$old"
	sed -i 's/^VERSION := .*/VERSION := 0.0.1/' Makefile
	sed -i '0,/^## [^,]*,/s//## 0.0.1,/' deploy/CHANGELOG.md
	sed -i '1i # an older file' deploy/lumbard.yaml
	sed -i 's/^To lift safely/To lift as the old package says/' responses/prevention/lifting.md
	grep -q 'old package' responses/prevention/lifting.md
	deploy/deb.sh 0.0.1
)
cp "$old/build/lumbard_0.0.1_$arch.deb" build/
git worktree remove --force "$old"

# the machine: what the package needs is there, since it has no network
needs=$(dpkg-deb -f "$deb" Depends | sed -E 's/\([^)]*\)//g; s/\|[^,]*//g; s/ //g')
echo "a Debian 12 with $needs"
rm -rf "$root"
mmdebstrap --quiet --variant=minbase --include="$needs,systemd-sysv,dbus,curl,nginx-light,sqlite3,jq" bookworm "$root" "$mirror"
mkdir "$root/packages"
cp "build/lumbard_0.0.1_$arch.deb" "$root/packages/old.deb"
cp "$deb" "$root/packages/new.deb"
cp "build/liblumbar0_${version}_$arch.deb" "$root/packages/library.deb"
cp deploy/nginx.conf tests/package/inside.sh "$root/packages"
cat >"$root/etc/systemd/system/inside.service" <<-'UNIT'
	[Unit]
	After=multi-user.target
	SuccessAction=exit
	FailureAction=exit
	FailureActionExitStatus=1
	[Service]
	Type=oneshot
	ExecStart=/bin/bash /packages/inside.sh
	StandardOutput=file:/packages/log
	StandardError=inherit
	TimeoutStartSec=300
	[Install]
	WantedBy=multi-user.target
UNIT
systemctl --root="$root" enable inside.service 2>/dev/null
systemctl --root="$root" disable nginx.service 2>/dev/null

echo "boot"
# where systemd does not run, there is no unit to be registered as a machine
keep=$([ -d /run/systemd/system ] || echo --keep-unit)
status=0
# shellcheck disable=SC2086
timeout --kill-after=10 400 systemd-nspawn --quiet --directory="$root" --register=no $keep --private-network --boot --console=pipe \
	</dev/null >build/package-console.log 2>&1 || status=$?
cat "$root/packages/log"
if [ "$status" -ne 0 ]; then
	echo "FAILED; the machine is left in $root, its console in build/package-console.log" >&2
	exit 1
fi
rm -rf "$root"
echo "the package installs, starts, is upgraded, removed and purged"
