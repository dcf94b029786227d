# shellcheck shell=bash
# Steps that people rely on, made while another program keeps the database locked
# for LOCK_S seconds (LOCK_S=30 for the long run), with real programs on both
# sides; on top of story.sh.
#
#   begin             a desk, its technician's console c, a client a
#   STEPS             all of them
#   locked STEP       nobody is told before it is on the disk
#   killed STEP       the desk is killed in the lock: as if never made
#   terminated STEP   the desk is ended in the lock: it writes the step first
#   to_STEP           back to where the step can be made
#
# Each prints what the screen had shown of the work and what of it counts.

: "${LOCK_S:=1}"
PATIENCE=$((PATIENCE + LOCK_S))
DB=$T/desk/desk.db
TITLE=$(say 'A quote for the client: accept it?')

sql() {
	sqlite3 -readonly "$DB" "$1"
}
events() {
	sql "SELECT count(*) FROM event WHERE ticket = $TICKET AND kind = '$1'"
}
lock() {
	rm -f "$T/sql"
	mkfifo "$T/sql"
	: >"$T/sql.out"
	sqlite3 "$DB" <"$T/sql" >"$T/sql.out" 2>"$T/sql.err" &
	LOCKER=$!
	pids+=("$LOCKER")
	exec 6>"$T/sql"
	printf '.timeout 5000\nBEGIN IMMEDIATE;\nSELECT 4711;\n' >&6
	until_ok 10 grep -q 4711 "$T/sql.out" || fail 'no lock'
	LOCKED=$(now_ms)
}
is_past() {
	[ "$(now_ms)" -ge "$1" ]
}
# hold STEP: a consent longer than a console waits for a client who keeps his
# yes from the desk (5 s)
hold() {
	local s=$LOCK_S
	[ "$1" != consent ] || [ "$s" -gt 7 ] || s=7
	until_ok $((s + 5)) is_past $((LOCKED + s * 1000))
}
unlock() {
	printf 'ROLLBACK;\n.quit\n' >&6
	exec 6>&-
	wait "$LOCKER"
}
is_back() {
	[ "$(grep -c 'technician anna' "$T/desk.err")" -gt 0 ] &&
		shows c 'desk ok|hour 1, next|quote: |is closed'
}
again() {
	desk --listen "$ADDR"
	until_ok "$PATIENCE" is_back || {
		screen c
		fail 'the console does not come back'
	}
}

# --- the steps: how it is made, whether it is told, how to come back to it ---
STEPS='claimed consent quoted answered ended corrected invoiced'

# until WHAT...: a key may be too early for a box that has just opened
pressed_until() {
	keys c "$1"
	soon shows "$2" "$3"
}
do_claimed() {
	until_ok "$PATIENCE" pressed_until Enter a 'Being written' ||
		fail 'Enter picks nobody'
}
told_claimed() {
	shows a 'takes care of you now' || shows c 'Check code'
}
to_claimed() {
	sees c '^>.*Biuro Nowak'
}
do_consent() {
	[ -n "$(code_on a)" ] && give_code c a
	consent a y
}
told_consent() {
	shows c 'next (in )?[0-9]' || shows a 'next hour'
}
# The code and the yes are lost, and not asked for again: the same keys are there,
# and the client's program says both to the desk once more.
to_consent() {
	if [ "${1-}" = lost ]; then
		to_quoted
		return
	fi
	until_ok "$PATIENCE" pressed_until Enter a '[0-9]{3} [0-9]{3}' ||
		fail 'no code'
}
# kept TITLE: what was typed for a try that was not done is sent again
kept() {
	shows c "$(say "$1")" && keys c C-s
}
do_quoted() {
	kept 'Quote for the client' && return
	keys c C-] '$'
	sees c "$(say 'Quote for the client')"
	text c 100
	keys c C-s
}
told_quoted() {
	shows a "$TITLE"
}
# The visit goes on by itself, or is asked for when it was not known to the desk.
to_quoted() {
	until_ok "$PATIENCE" goes_on || {
		screen c
		screen a
		fail 'the visit does not go on'
	}
}
goes_on() {
	! shows c 'Enter asks the client again' || keys c Enter
	shows c 'zł/h .*next (in )?[0-9]|quote: sent' && shows a 'sees and MAY TYPE|F6 answer'
}
do_answered() {
	keys a F6
	answer a '&accept' "$TITLE"
}
told_answered() {
	shows c 'accepted the quote|quote: accepted'
}
to_answered() {
	to_quoted
	sees a "$TITLE"
	sees c "$TITLE"
}
do_ended() {
	kept 'End the ticket' && return
	keys c C-] X
	sees c "$(say 'End the ticket')"
	keys c s
	sees c 'Ctrl-S'
	text c 'restarted the service'
	keys c C-s
}
told_ended() {
	shows a 'The visit is over: solved'
}
to_ended() {
	until_ok "$PATIENCE" shows c 'quote: accepted' || to_quoted
	sees a 'sees and MAY TYPE'
}
# What was typed for the end of a ticket that has one is left.
no_end_box() {
	! shows c "$(say 'End the ticket')"
}
do_corrected() {
	kept 'Correct the ticket' && return
	no_end_box || keys c Escape
	until_ok "$PATIENCE" no_end_box || fail 'the box cannot be left'
	keys c M-2
	sees c "^ +$TICKET .* solved"
	keys c Home c
	sees c "$(say 'Correct the ticket')"
	text c 50
	keys c Tab
	text c 'less work'
	keys c C-s
}
told_corrected() {
	shows c "^ +$TICKET .* 50,00\\*"
}
to_corrected() {
	:
}
do_invoiced() {
	kept 'Mark as invoiced' && return
	keys c Home v
	sees c "$(say 'Mark as invoiced')"
	text c "FV $TICKET"
	keys c C-s
}
told_invoiced() {
	shows c "$(say 'Done.')"
}
to_invoiced() {
	:
}

# --- a step in a lock ---
# What stands on the screens then: it waits, or it was not done at all.
is_refused() {
	[ "$1" = corrected ] || [ "$1" = invoiced ]
}
says_locked() {
	screen c | tr -d '│' | tr -s ' \n' ' ' |
		grep -q 'Not done: .*keeps the database locked'
}
in_lock() {
	WAS=$(events "$1")
	lock
	"do_$1"
	if is_refused "$1"; then
		until_ok "$PATIENCE" says_locked || {
			screen c
			fail "$1 is not refused"
		}
	else
		sees a '[Bb]eing written'
	fi
	stands "$1"
	"told_$1" && fail "$1 was told before it was written"
	same "$(events "$1")" "$WAS" "rows of $1 in the lock"
	SHOWN=$(shown_s)
}
# the seconds of work on the technician's screen; nothing outside a visit
shown_s() {
	screen c | sed -nE 's/^ (worked )?([0-9]+):([0-9]+):([0-9]+)  .*/\2 \3 \4/p' |
		awk '{ print $1 * 3600 + $2 * 60 + $3 }'
}
# stands STEP: holds it; the clocks that have begun stand with it on both screens
client_clock() {
	screen a | grep -oE 'worked [0-9:]+|^ [0-9]+:[0-9]+:[0-9]+ ' | head -n 1
}
stands() {
	local tech client
	if is_refused "$1" || ! shows c '[Bb]eing written'; then
		hold "$1"
		return
	fi
	tech=$(shown_s)
	client=$(client_clock)
	hold "$1"
	same "$(shown_s)" "$tech" "the technician's clock, $1"
	same "$(client_clock)" "$client" "the client's clock, $1"
}
# lost STEP HOW MOST: of the work that the technician's screen had shown. A step
# that stops the clock stops it when it is made, and the screen with it.
lost() {
	local lost
	[ -n "$SHOWN" ] || return
	lost=$((SHOWN - $(sql "SELECT worked_s FROM ticket WHERE id = $TICKET")))
	echo "$1, $2 for $LOCK_S s: $SHOWN s shown, $((lost > 0 ? lost : 0)) s less counted"
	[ $lost -le "$3" ] || fail "$lost s lost"
}
written() {
	[ "$(events "$1")" = $((WAS + 1)) ]
}

locked() {
	in_lock "$1"
	unlock
	! is_refused "$1" || "do_$1"
	until_ok "$PATIENCE" "told_$1" || {
		screen c
		screen a
		fail "$1 is not told"
	}
	same "$(events "$1")" $((WAS + 1)) "rows of $1"
	lost "$1" 'locked' 3
}
killed() {
	in_lock "$1"
	kill_desk
	unlock
	same "$(events "$1")" "$WAS" "rows of $1 of a killed desk"
	again
	until_ok "$PATIENCE" not_waiting || {
		screen a
		fail 'the agent waits for what was lost'
	}
	"told_$1" && fail "$1 was told and is lost"
	"to_$1" lost
	lost "$1" 'killed in the lock' $((LOCK_S + 17))
}
not_waiting() {
	! shows a '[Bb]eing written'
}
# end_of N: a technician reads of the end from the desk that ends, or, when the line
# was cut before, from what the next desk no longer has; a few seconds long
end_of() {
	echo "ticket $1(: solved, | is closed; the log tells how it ended)"
}
# it waits with its end until everything is written
terminated() {
	in_lock "$1"
	kill "$DESK_PID"
	if ! is_refused "$1"; then
		until_ok 10 grep -q 'wait for the database' "$T/desk.err" ||
			fail 'the desk does not say that it waits'
		kill -0 "$DESK_PID" || fail 'the desk does not wait'
	fi
	"told_$1" && fail "$1 was told before it was written"
	unlock
	wait "$DESK_PID"
	same $? 0 "exit status of the desk, $1"
	TOLD= # a console that has no time may read of it a little later
	[ "$1" != ended ] || ! until_ok 5 shows c "$(end_of "$TICKET")" || TOLD=1
	if is_refused "$1"; then
		written "$1" && fail "$1 was refused and written"
	else
		written "$1" || fail "$1 was not written"
	fi
	lost "$1" 'ended in the lock' 3
	again
}

# begins the story: a desk, its technician, a client who waits; then STEPS
begin() {
	config
	mkdir -p "$T/desk"
	chmod 700 "$T/desk"
	ssh-keygen -q -t ed25519 -N '' -f "$T/anna"
	echo "name=\"anna\" $(cat "$T/anna.pub")" >"$T/desk/technicians"
	desk
	console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
		--data "$T/console"
	TICKET=1
	client a
	sees c '^>.*Biuro Nowak'
}
sound() {
	"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
		fail "verify: $(cat "$T/out")"
}
