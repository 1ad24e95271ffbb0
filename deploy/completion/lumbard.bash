# Completion of lumbard for bash.  Commands and options are those that its --help tells, so that they are always
# those of the program.

_lumbard_words() {
	"$@" --help 2>/dev/null | sed -n -E 's/^  (-{0,2}[a-z][a-z-]*)( .*)?$/\1/p'
}

_lumbard() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]} command=${COMP_WORDS[1]}
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_lumbard_words "$program") --help --version" -- "$cur")
		return
	fi
	case $prev in
	--config) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	--content) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--channel) mapfile -t COMPREPLY < <(compgen -W 'direct faq ambient' -- "$cur") ;;
	--region) mapfile -t COMPREPLY < <(compgen -W 'uk us ca ie eu au nz' -- "$cur") ;;
	--format) mapfile -t COMPREPLY < <(compgen -W 'plain discord html' -- "$cur") ;;
	--log-format) mapfile -t COMPREPLY < <(compgen -W 'text logfmt json' -- "$cur") ;;
	--log) mapfile -t COMPREPLY < <(compgen -W 'error warn info debug' -- "$cur") ;;
	*)
		case $cur in
		-*) mapfile -t COMPREPLY < <(compgen -W "$(_lumbard_words "$program" "$command")" -- "$cur") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
		esac
		;;
	esac
}

complete -o filenames -F _lumbard lumbard
