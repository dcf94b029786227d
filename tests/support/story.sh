# shellcheck shell=bash
# The story of a visit, step by step, for the tests and the demo; on top of
# lib.sh. The texts that a person sees are looked up in the catalogue, so the
# same steps work in each language.

# say TEXT: the text in the language of LOCALE, as a pattern for grep
say() {
	local mo=$POMOC_BUILD/locale lang=${LOCALE%%[._]*} text=
	case $lang in
	C | en) text=$1 ;;
	*) text=$(TEXTDOMAINDIR=$mo TEXTDOMAIN=pomoc LANGUAGE=$lang \
		gettext "$1") ;;
	esac
	sed 's/[][\.*^$?+(){}|/]/\\&/g' <<<"$text"
}

answer_steps() {
	local a=$1
	sees "$a" "$(say 'Who shall help you?')"
	keys "$a" Enter
	sees "$a" "$(say 'Which program is it about?')"
	keys "$a" Enter
	sees "$a" "$(say 'Your name *')"
	text "$a" 'Jan Nowak'
	keys "$a" Tab
	text "$a" 'Biuro Nowak'
	keys "$a" Tab
	keys "$a" Tab
	text "$a" '+48 600 000 000'
	keys "$a" Tab
	text "$a" 'cannot close the month'
	keys "$a" Enter
}

# client NAME [OPTION...]: an agent whose card is given on the command line
client() {
	local name=$1
	shift
	agent "$name" --technician any --product Subiekt --name 'Jan Nowak' \
		--company 'Biuro Nowak' --phone '+48 600 000 000' \
		--problem 'cannot close the month' "$@"
}

# on_row CONSOLE PATTERN: one step towards the row; true when it is chosen
on_row() {
	shows "$1" "^>.*$2" && return
	keys "$1" Down
	return 1
}

# pick CONSOLE CLIENT: Enter on the chosen row until the code is asked for
pick() {
	take "$1"
	sees "$1" "$(say 'Check code')"
	sees "$2" '[0-9]{3} [0-9]{3}'
}

# take CONSOLE: Enter on the chosen row until the queue is left. It is deaf by
# design where another row has just gone from, so it may be pressed again.
take() {
	until_ok "$PATIENCE" taken "$1" || fail "Enter takes nobody on $1"
}

taken() {
	keys "$1" Enter
	soon is_gone "$1" "^ *S $(say 'waits')"
}

reads_back() {
	[ -n "$(back_on "$1")" ]
}

# Both ways: the technician types what the client reads out, then the client what
# the technician reads back.
give_code() {
	local code
	sees "$2" '[0-9]{3} [0-9]{3}'
	code=$(code_on "$2")
	until_ok "$PATIENCE" code_typed "$1" "$code" ||
		fail "the code cannot be typed on $1"
	keys "$1" Enter
	until_ok "$PATIENCE" reads_back "$1" ||
		fail "no digits to read back on $1"
	sees "$2" "$(say 'compare')"
	text "$2" "$(back_on "$1")"
	keys "$2" Enter
}

# code_typed CONSOLE CODE: a box that has come under typing fingers drops the
# first keys by design, so they may be typed again.
code_typed() {
	keys "$1" C-u
	text "$1" "$2"
	soon shows "$1" "$2"
}

# letter LABEL: the letter that a choice is shown with, in the language of LOCALE
letter() {
	say "$1" | sed 's/.*&\(.\).*/\1/'
}

# answer CLIENT LABEL TEXT: the honest answer to a box that has opened by itself
# and shows TEXT: the letter, then Enter. A key that comes too soon after another
# is dropped by design, so each is pressed again when it had no effect for longer
# than that.
answer() {
	sees "$1" "$3"
	until_ok "$PATIENCE" chosen "$1" "$(letter "$2")" ||
		fail "no choice of $2 on $1"
	until_ok "$PATIENCE" confirmed "$1" "$3" ||
		fail "$2 is not confirmed on $1"
}

chosen() {
	keys "$1" "$2"
	soon shows "$1" "$(say 'Enter confirms, other keys undo it.')"
}

confirmed() {
	keys "$1" Enter
	soon is_gone "$1" "$2"
}

soon() {
	local end=$(($(now_ms) + 650))
	until "$@"; do
		[ "$(now_ms)" -lt $end ] || return 1
		sleep 0.03
	done
}

is_gone() {
	! shows "$1" "$2"
}

# consent CLIENT y|w|n
consent() {
	local label='&yes, see and type'
	case $2 in
	w) label='only &watch' ;;
	n) label='&no' ;;
	esac
	answer "$1" "$label" "$(say 'Let the technician in?')"
}

# let_in CONSOLE CLIENT: all of it until both see the shared shell
let_in() {
	pick "$1" "$2"
	give_code "$1" "$2"
	consent "$2" y
	sees "$2" "$(say 'sees and MAY TYPE')"
}

# solve CONSOLE [NOTE]: ends the open visit's ticket as solved
solve() {
	# less than a second of work would be no time at all; seconds are shown
	# behind a key
	keys "$1" Space
	sees "$1" "^ ($(say 'worked %s' |
		sed "s/%s.*//"))?[0-9:]*[1-9]"
	keys "$1" C-] X
	sees "$1" "$(say 'End the ticket')"
	keys "$1" s
	sees "$1" 'Ctrl-S'
	text "$1" "${2-restarted the service}"
	keys "$1" C-s
}

# lines FILE BYTES: lines of words, with letters of two bytes
lines() {
	local n
	n=$(($2 / 50 + 1))
	seq -f 'line %06g: zażółć gęślą jaźń, pchnąć w tę' $n |
		head -c "$2" >"$1"
	echo >>"$1"
}

# paste NAME FILE
paste() {
	tm load-buffer -b paste "$2"
	tm paste-buffer -b paste -p -r -t "=$1:"
}

# run WHO COMMAND: types it on the shared shell
run() {
	text "$1" "$2"
	keys "$1" Enter
}
