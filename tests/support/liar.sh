# shellcheck shell=bash
# The desk that lies (liardesk.c) between both programs; brings lib.sh and
# story.sh. The caller's argument is one play; with more of them, or with none
# (then $PLAY is played), the test is started for each of them.
if [ -n "${PLAY-}" ] && [ $# -ne 1 ]; then
	[ $# -gt 0 ] || set -- "$PLAY"
	for play; do
		bash "$0" "$play" || exit
	done
	exit
fi
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# liar PLAY: starts it; sets ADDR and FP as desk() does, and LIES to its log
liar() {
	local line
	LIES=$T/liar.log
	mkfifo "$T/liar.in" "$T/liar.out"
	"$POMOC_BUILD/support/liardesk" "$T/liar_key" "$LIES" "$1" \
		<"$T/liar.in" >"$T/liar.out" 2>"$T/liar.err" &
	pids+=($!)
	exec 8>"$T/liar.in"
	read -r -t "$PATIENCE" line <"$T/liar.out" || fail 'no liar'
	read -r _ ADDR FP <<<"$line"
}

# order WORD...: what it shall do now
order() {
	echo "$*" >&8
}

heard() {
	grep -Eq -- "$1" "$LIES"
}

# hears PATTERN [SECONDS]: waits until its log has it
hears() {
	until_ok "${2-$PATIENCE}" heard "$1" && return
	tail -n 30 "$LIES"
	fail "the liar does not hear: $1"
}

# times PATTERN: how many lines of its log have it
times() {
	grep -Ec -- "$1" "$LIES"
}

has_times() {
	[ "$(times "$1")" -ge "$2" ]
}

QUIET_MS=1500

# a_while: as long as programs would need to try something again
a_while() {
	local n
	n=$(times '^after$')
	order "after $QUIET_MS"
	until_ok "$PATIENCE" has_times '^after$' $((n + 1)) ||
		fail 'the liar has gone'
}

# meet PLAY: both programs at the desk that lies, the client waits
meet() {
	liar "$1"
	console c --desk "$ADDR" --fingerprint "$FP" --data "$T/console"
	sees c 'anna:'
	client a
	sees c 'Jan Nowak|Biuro Nowak'
}

# ask_again: the technician asks for the client, and the code is wanted
ask_again() {
	local n
	n=$(times '^console code')
	keys c Enter
	until_ok "$PATIENCE" has_times '^console code' $((n + 1)) ||
		fail 'no exchange'
	sees c "$(say 'Check code')"
}

# wrong_back: the user types digits that are surely wrong
wrong_back() {
	local b
	b=$(sed -n 's/^agent code .* back //p' "$LIES" | tail -n 1 | tr -d ' ')
	text a "$(printf %04d $(((10#$b + 1) % 10000)))"
	keys a Enter
}

# safe: nothing has passed so far
safe() {
	heard '^(SCREEN|KEYS): ' && fail "it has read: $(
		grep -E '^(SCREEN|KEYS): ' "$LIES" | head -n 3)"
	heard '^agent: .*"consent"|^agent: .*"granted"|to the desk: .*"consent"' &&
		fail 'the user was asked'
	shows a "$(say 'Let the technician in?')" && fail 'the user is asked'
	[ -z "$(find "$T/home" -name OWNED)" ] || fail 'it has typed'
}

# alarmed_at WHO: the desk was told
alarmed_at() {
	hears "^$1 to the desk: .*\"checked\".*\"ok\":false.*\"left\":0"
}

# stays: nothing is tried again by the programs
stays() {
	local before
	before=$(times '^console wants|^console link')
	a_while
	same "$(times '^console wants|^console link')" "$before" 'connections'
}

# begins TEXT: how that text begins, as far as no screen would wrap it
begins() {
	say "$1" | cut -d ' ' -f 1-5
}
