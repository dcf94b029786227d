# shellcheck shell=bash
# bash completion for pomoc, pomoc-agent and pomoc-desk. Commands, options and
# which of them name files come from --help; values from what is on this
# machine: the price list, the log, the technicians. No desk elsewhere is asked.
# For other shells it is a program, see the end.

_pomoc_words() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_pomoc_files() {
	local files

	if [ -n "${_pomoc_plain-}" ]; then
		COMPREPLY+=(:files)
		return
	fi
	mapfile -t files < <(compgen -f -- "$1")
	COMPREPLY+=("${files[@]}")
}

# one a line, in any case; what the shell would take apart is quoted
_pomoc_lines() {
	local line cur=${2//\\/}

	COMPREPLY=()
	cur=${cur#[\"\']}
	while IFS= read -r line; do
		[[ -n $line && ${line,,} == "${cur,,}"* ]] || continue
		[ -n "${_pomoc_plain-}" ] || printf -v line %q "$line"
		COMPREPLY+=("$line")
	done < <(sort -u <<<"$1")
}

# --- values ---

# usage: _pomoc_ask PROGRAM WORD...: what a command prints of the log that is
# meant: that of --data before the cursor, or else the user's
_pomoc_ask() {
	local i data=${POMOC_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/pomoc}

	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		[ "${COMP_WORDS[i]}" != --data ] || data=${COMP_WORDS[i + 1]}
	done
	LC_ALL=C.UTF-8 LANGUAGE=en timeout 2 "$@" --data "$data" \
		</dev/null 2>/dev/null
}

# usage: _pomoc_member NAME: that of each row of json
_pomoc_member() {
	sed -n "s/.*\"$1\": \"\(\([^\"\\\\]\|\\\\.\)*\)\".*/\1/p" |
		sed 's/\\\(.\)/\1/g'
}

_pomoc_products() {
	LC_ALL=C.UTF-8 timeout 2 "$1" prices --json 2>/dev/null </dev/null |
		_pomoc_member products | tr ',' '\n' | sed 's/^ *//'
}

# the first column of csv, without its title and sum
_pomoc_labels() {
	tr -d '\r' | sed -n '1d; /^sum,/d; s/^"\(\([^"]\|""\)*\)",.*/\1/p; t
		s/^\([^,]*\),.*/\1/p' | sed "s/\"\"/\"/g; s/^'//"
}

_pomoc_technicians() {
	_pomoc_ask "$1" technician list --json | _pomoc_member name
	_pomoc_ask "$1" report --by technician --format csv | _pomoc_labels
}

_pomoc_clients() {
	_pomoc_ask "$1" client list --json | _pomoc_member code
	_pomoc_ask "$1" report --by client --format csv | _pomoc_labels |
		sed 's/ ([^()]*)$//'
}

_pomoc_tickets() {
	_pomoc_ask "$1" log --format csv --sort number --reverse --limit 50 |
		_pomoc_labels
}

_pomoc_months() {
	local i first

	first=$(date +%Y-%m-15)
	printf '%s\n' this last
	for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
		date -d "$first -$i month" +%Y-%m
	done
}

_pomoc_days() {
	printf '%s\n' today yesterday
	_pomoc_months | sed -n 's/^[0-9].*/&-01/p'
}

# usage: _pomoc_list WORD: each line behind what stands before WORD's last comma
_pomoc_list() {
	local line before=

	[[ $1 != *,* ]] || before=${1%,*},
	before=${before//\\/}
	while IFS= read -r line; do
		printf '%s\n' "${before#[\"\']}$line"
	done
}

# usage: _pomoc_value WORD OPTION PROGRAM: false where it has none of its own
_pomoc_value() {
	case $2 in
	--format) _pomoc_words 'table csv csv-pl json txt epp' "$1" ;;
	--outcome)
		_pomoc_words 'open waiting solved unsolved declined cancelled
			abandoned' "$1"
		;;
	--invoiced | --paid) _pomoc_words 'yes no' "$1" ;;
	--by) _pomoc_words 'technician product kind client day month' "$1" ;;
	--kind) _pomoc_words 'support database programming request' "$1" ;;
	--sort)
		_pomoc_words 'number completed client technician product
			outcome worked net' "$1"
		;;
	--products) _pomoc_lines "$(_pomoc_list "$1" < <(_pomoc_products "$3"))" "$1" ;;
	--product) _pomoc_lines "$(_pomoc_products "$3")" "$1" ;;
	--technician) _pomoc_lines "$(_pomoc_technicians "$3")" "$1" ;;
	--client) _pomoc_lines "$(_pomoc_clients "$3")" "$1" ;;
	--month) _pomoc_lines "$(_pomoc_months)" "$1" ;;
	--from | --to | --on | --date) _pomoc_lines "$(_pomoc_days)" "$1" ;;
	*) return 1 ;;
	esac
}

# usage: _pomoc_word WORD PROGRAM: words behind a command; the same
_pomoc_word() {
	case "${COMP_WORDS[*]:1:2}" in
	'technician remove')
		_pomoc_lines "$(_pomoc_ask "$2" technician list --json |
			_pomoc_member name)" "$1"
		;;
	'technician add')
		[ "$COMP_CWORD" -gt 3 ] || return 1
		COMPREPLY=()
		_pomoc_files "$1"
		;;
	'client show' | 'client edit' | 'client merge' | 'client link')
		[ "$COMP_CWORD" -gt 2 ] || return 1
		_pomoc_lines "$(
			_pomoc_ask "$2" client list --json | _pomoc_member code
			[ "${COMP_WORDS[2]}" != link ] || _pomoc_tickets "$2"
		)" "$1"
		;;
	'show '* | 'correct '* | 'invoice '* | 'paid '*)
		_pomoc_lines "$(_pomoc_tickets "$2")" "$1"
		;;
	*) return 1 ;;
	esac
}

# --- what --help has ---

# usage: _pomoc_help_of PROGRAM [COMMAND]: in $help; from its lines of options
# what stands before the explanation is in $options
_pomoc_help_of() {
	help=$(LC_ALL=C.UTF-8 LANGUAGE=en "$@" --help 2>/dev/null </dev/null)
	options=$(sed -n 's/^  \(-.*\)/\1/p' <<<"$help" | sed 's/   *.*//')
}

# usage: _pomoc_takes_file OPTION
_pomoc_takes_file() {
	[[ $1 == -* && " ${options//$'\n'/ } " == *" $1 "@(FILE|DIR|FOLDER)[\ ,]* ]]
}

# usage: _pomoc_help WORD PROGRAM [COMMAND]
_pomoc_help() {
	local cur=$1
	shift
	# options when - is typed, or when there is nothing else
	if [ $# -gt 1 ] && [[ $cur != -* ]] && _pomoc_word "$cur" "$1" &&
		[ ${#COMPREPLY[@]} -gt 0 ]; then
		return
	fi
	# options; commands; words such as list|show behind a command
	_pomoc_words "$(
		[ "${COMP_WORDS[1]}" = help ] || grep -oE -e '--[a-z][a-z-]*' <<<"$options"
		sed -n 's/^  \([a-z]\{2,\}\)  .*/\1/p
			s/^usage: pomoc [a-z]* \([a-z]*|[a-z|]*\).*/\1/p' \
			<<<"$help" | tr '|' '\n'
	)" "$cur"
	[[ ${help%%$'\n'*} != *' '@(FILE|DIR) ]] || _pomoc_files "$cur"
}

# usage: _pomoc_of WORD BEFORE PROGRAM [COMMAND]
_pomoc_of() {
	local cur=$1 prev=$2 help options
	shift 2
	_pomoc_help_of "$@"
	COMPREPLY=()
	if _pomoc_takes_file "$prev"; then
		_pomoc_files "$cur"
	elif [ -n "${_pomoc_single-}" ] || ! _pomoc_value "$cur" "$prev" "$1"; then
		_pomoc_help "$cur" "$@"
	fi
}

_pomoc() {
	if [ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} != -* ]] &&
		[ "${COMP_WORDS[1]}" != help ]; then
		_pomoc_of "$2" "$3" "$1" "${COMP_WORDS[1]}"
	else
		_pomoc_of "$2" "$3" "$1"
	fi
}

# a program of no commands, which knows no values
_pomoc_program() {
	local _pomoc_single=yes
	_pomoc_of "$2" "$3" "$1"
}

complete -F _pomoc pomoc
complete -F _pomoc_program pomoc-agent pomoc-desk

# --- as a program, of _pomoc and pomoc.fish ---

# usage: bash THIS PROGRAM WORD...: what may stand for the last one, a line each
# as it is; ":files" stands for names of files
if [ "${BASH_SOURCE[0]}" = "$0" ] && [ $# -gt 1 ]; then
	_pomoc_plain=yes
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	case ${1##*/} in
	pomoc) _pomoc "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}" ;;
	*) _pomoc_program "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}" ;;
	esac
	printf '%s\n' "${COMPREPLY[@]}"
fi
