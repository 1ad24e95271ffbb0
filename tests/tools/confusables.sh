#!/bin/sh
# tests/tools/confusables.sh REAL_WORDS: prints intents/confusables.yaml, made from the dictionaries of
# Debian's packages wamerican and wbritish.
set -eu
real_words=$1
for dictionary in american-english british-english; do
	[ -f "/usr/share/dict/$dictionary" ] || {
		echo "there is no /usr/share/dict/$dictionary: install wamerican and wbritish" >&2
		exit 1
	}
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp -R intents responses "$dir"
rm "$dir/intents/confusables.yaml"
cat <<'END'
# Real English words that come so near to words of ours that the reader would mend them: it leaves them as
# they are.  Written by `make words` from Debian's wamerican and wbritish; not to be edited by hand.
spelling:
  known: >
END
cat /usr/share/dict/american-english /usr/share/dict/british-english | "$real_words" "$dir" |
	LC_ALL=C sort -u | tr '\n' ' ' | fold -s -w 100 | sed -e 's/ *$//' -e 's/^/    /'
echo
