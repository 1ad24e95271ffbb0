#!/bin/sh
# deploy/deb.sh VERSION [ARCH]: builds the Debian packages of this tree, or for another architecture by Debian's
# cross compiler, in build/deb/, and leaves them in build/.  Debian wants a folder debian/ at the top, which is
# only made there, in a copy.
set -eu
version=$1
arch=${2-$(dpkg --print-architecture)}
cd "$(dirname "$0")/.."
here=build/deb-$arch
tree=$here/lumbard-$version
rm -rf "$here" build/*lumba*_"$arch".deb
mkdir -p "$tree"
tar -c --exclude=./build --exclude=./.git --exclude=./tests . | tar -x -C "$tree"
cp -R deploy/debian "$tree/debian"
rm "$tree/debian/changelog.sh"
deploy/debian/changelog.sh >"$tree/debian/changelog"
says=$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Version)
if [ "$says" != "$version" ]; then
	echo "deploy/CHANGELOG.md begins with $says, the Makefile says $version" >&2
	exit 1
fi
if ! (cd "$tree" && DEB_BUILD_OPTIONS="nocheck parallel=$(getconf _NPROCESSORS_ONLN)" \
	dpkg-buildpackage -b -us -uc -ui -a"$arch") >"$here/log" 2>&1; then
	tail -n 60 "$here/log" >&2
	exit 1
fi
mv "$here"/*.deb build/
ls build/*lumba*_"$arch".deb
