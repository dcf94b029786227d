# shellcheck shell=bash
# bash completion for pomoc, pomoc-agent and pomoc-desk. Commands, options and
# which of them name files come from --help; here stand the words of values only.

_pomoc_words() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_pomoc_files() {
	local files

	mapfile -t files < <(compgen -f -- "$1")
	COMPREPLY+=("${files[@]}")
}

# usage: _pomoc_help WORD BEFORE PROGRAM [COMMAND]
_pomoc_help() {
	local cur=$1 prev=$2 help
	shift 2
	help=$(LC_ALL=C.UTF-8 LANGUAGE=en "$@" --help 2>/dev/null </dev/null)
	case $help in
	*" $prev FILE"* | *" $prev DIR"* | *" $prev FOLDER"*)
		COMPREPLY=()
		_pomoc_files "$cur"
		return
		;;
	esac
	# options; commands; words such as list|show behind a command
	_pomoc_words "$(
		grep -oE -e '--[a-z][a-z-]*' <<<"$help"
		sed -n 's/^  \([a-z]\{2,\}\)  .*/\1/p
			s/^usage: pomoc [a-z]* \([a-z]*|[a-z|]*\).*/\1/p' \
			<<<"$help" | tr '|' '\n'
	)" "$cur"
	[[ ${help%%$'\n'*} != *' FILE' ]] || _pomoc_files "$cur"
}

_pomoc() {
	local cur=$2 prev=$3 words=

	case $prev in
	--format) words='table csv csv-pl json txt epp' ;;
	--outcome)
		words='open waiting solved unsolved declined cancelled abandoned'
		;;
	--invoiced) words='yes no' ;;
	--by) words='technician product kind client day month' ;;
	--kind) words='support database programming request' ;;
	esac
	if [ -n "$words" ]; then
		_pomoc_words "$words" "$cur"
	elif [ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} != -* ]] &&
		[ "${COMP_WORDS[1]}" != help ]; then
		_pomoc_help "$cur" "$prev" "$1" "${COMP_WORDS[1]}"
	else
		_pomoc_help "$cur" "$prev" "$1"
	fi
}

_pomoc_program() {
	_pomoc_help "$2" "$3" "$1"
}

complete -F _pomoc pomoc
complete -F _pomoc_program pomoc-agent pomoc-desk
