# Completion of lumbard for fish.  Commands and options are those that its --help tells, so that they are always
# those of the program.

# The words of a help with what they mean; OPERAND between them is left out.
function __lumbard_words
    $argv --help 2>/dev/null | string replace -r -f '^  (-{0,2}[a-z][a-z-]*)( [A-Z]+)? +(.*)$' '$1\t$3'
end

function __lumbard_is_first
    test (count (commandline -opc)) -eq 1
end

# Whether the word before is that option.
function __lumbard_behind
    set -l words (commandline -opc)
    test (count $words) -gt 2; and test "$words[-1]" = "$argv[1]"
end

function __lumbard_options
    set -l words (commandline -opc)
    __lumbard_words $words[1] $words[2]
end

function __lumbard_takes_option
    set -l words (commandline -opc)
    test (count $words) -gt 1; and not contains -- $words[-1] --config --content --channel --region --format --log --log-format
    and string match -q -- '-*' (commandline -ct)
end

complete -c lumbard -n __lumbard_is_first -f -a '(__lumbard_words (commandline -opc)[1])'
complete -c lumbard -n __lumbard_is_first -f -a '--help --version'
complete -c lumbard -n __lumbard_takes_option -f -a '(__lumbard_options)'
complete -c lumbard -n '__lumbard_behind --content' -f -a '(__fish_complete_directories)'
complete -c lumbard -n '__lumbard_behind --channel' -f -a 'direct faq ambient'
complete -c lumbard -n '__lumbard_behind --region' -f -a 'uk us ca ie eu au nz'
complete -c lumbard -n '__lumbard_behind --format' -f -a 'plain discord html'
complete -c lumbard -n '__lumbard_behind --log-format' -f -a 'text logfmt json'
complete -c lumbard -n '__lumbard_behind --log' -f -a 'error warn info debug'
