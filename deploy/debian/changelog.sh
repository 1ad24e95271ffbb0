#!/bin/sh
# deploy/debian/changelog.sh: writes Debian's form of deploy/CHANGELOG.md, whose sections begin with
# "## VERSION, YYYY-MM-DD" and whose entries begin with "- ".
set -eu
cd "$(dirname "$0")/.."
maintainer=$(sed -n 's/^Maintainer: //p' debian/control)
LC_ALL=C awk -v by="$maintainer" '
	# Prints the entry that has been read, in lines of 78 columns.
	function put(   words, n, i, line) {
		n = split(entry, words, " ")
		line = "  *"
		for (i = 1; i <= n; i++) {
			if (length(line) + length(words[i]) > 77) {
				print line
				line = "   "
			}
			line = line " " words[i]
		}
		if (n) print line
		entry = ""
	}
	function finish() {
		put()
		if (day) printf "\n -- %s  %s\n\n", by, day
	}
	/^## / {
		finish()
		version = $2; sub(/,$/, "", version)
		day = ""
		if (("date -u -R -d " $3) | getline day <= 0) exit 1
		printf "lumbard (%s) bookworm; urgency=medium\n\n", version
		next
	}
	day && /^- / { put(); entry = substr($0, 3); next }
	day && /^  / { entry = entry $0 }
	END { finish() }
' CHANGELOG.md
