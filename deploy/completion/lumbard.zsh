#compdef lumbard
# Completion of lumbard for zsh.  Commands and options are those that its --help tells, so that they are always
# those of the program.

# The words of a help with what they mean, as WORD:MEANING; OPERAND between them is left out.
_lumbard_words() {
	"$@" --help 2>/dev/null |
		sed -n -E 's/^  (-{0,2}[a-z][a-z-]*)( [A-Z]+)? +(.*)$/\1:\3/p'
}

_lumbard() {
	local -a list
	if (( CURRENT == 2 )); then
		list=("${(@f)$(_lumbard_words $words[1])}" '--help:what commands there are' '--version:which lumbard this is')
		_describe command list
		return
	fi
	case $words[CURRENT-1] in
	--config) _files ;;
	--content) _files -/ ;;
	--channel) compadd direct faq ambient ;;
	--region) compadd uk us ca ie eu au nz ;;
	--format) compadd plain discord html ;;
	--log-format) compadd text logfmt json ;;
	--log) compadd error warn info debug ;;
	*)
		if [[ $words[CURRENT] == -* ]]; then
			list=("${(@f)$(_lumbard_words $words[1] $words[2])}")
			_describe option list
		else
			_files
		fi
		;;
	esac
}

_lumbard "$@"
