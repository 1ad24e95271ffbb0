#!/bin/sh
# tests/eval.sh LUMBARD EVAL: scores the classifier on the set in the folder EVAL, and counts the lines of
# ordinary chat that would make it speak in an ambient channel.
set -eu
lumbard=$1
eval=$2
facts=$eval/../facts.tsv
[ -f "$facts" ] && set -- --facts "$facts" || set --
"$eval/score.mjs" --set "$eval" "$@" "$lumbard" classify --region uk
[ -d "$eval/ordinary" ] || exit 0
node "$(dirname "$0")/understanding/ordinary.mjs" "$lumbard" "$eval/ordinary"
