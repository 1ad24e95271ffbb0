#!/bin/sh
# deploy/arm64.sh VERSION: the packages for arm64, by Debian's cross compiler, in a Debian 12 made for it by
# mmdebstrap, so that this machine's packages stay as they are; what comes out is tried under qemu.  Leaves
# build/*_arm64.deb.  As root or as anybody whom the kernel lets make namespaces; takes two minutes.
set -eu
version=$1
cd "$(dirname "$0")/.."
mirror=${MIRROR-http://deb.debian.org/debian}
libraries=$(sed -n '/^Build-Depends:/,/^[^ ]*Standards/p' deploy/debian/control | tr , '\n' |
	sed -n -E 's/^ *(lib[a-z0-9-]+-dev|zlib1g-dev).*/\1:arm64/p' | paste -sd, -)
mkdir -p build
tar -cf build/arm64-source.tar --exclude=./build --exclude=./.git --exclude=./tests .
# qemu finds what the program is linked with where Debian puts it
mmdebstrap --variant=minbase --architectures=amd64,arm64 \
	--include="make,pkg-config,debhelper,dpkg-dev,build-essential,crossbuild-essential-arm64,uthash-dev,libjs-chart.js,qemu-user-static,$libraries" \
	--customize-hook='mkdir "$1/src"' \
	--customize-hook='tar-in build/arm64-source.tar /src' \
	--customize-hook="chroot \"\$1\" /src/deploy/deb.sh $version arm64" \
	--customize-hook="chroot \"\$1\" sh -eu -c '
		dpkg-deb -x /src/build/lumbard_${version}_arm64.deb /try
		lumbard() { qemu-aarch64-static /try/usr/bin/lumbard \"\$@\"; }
		readelf -h /try/usr/bin/lumbard | grep AArch64
		lumbard --version
		lumbard check
		lumbard ask --region uk \"both my legs went numb and i cant pee\" | grep 999
	' >build/arm64-tried.txt" \
	--customize-hook='chroot "$1" sh -c "cd /src/build && tar -cf /src/out.tar *.deb"' \
	--customize-hook='copy-out /src/out.tar build' \
	bookworm /dev/null "$mirror" >build/arm64.log 2>&1 || {
	tail -n 40 build/arm64.log >&2
	exit 1
}
tar -xf build/out.tar -C build
rm build/out.tar build/arm64-source.tar
cat build/arm64-tried.txt
ls build/*_arm64.deb
