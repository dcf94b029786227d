#!/bin/bash
# The desk that lies tries it again: it makes codes until two of them meet, it
# comes in the middle of an honest visit, after it, and after every farewell.
# usage: liar_again.sh [PLAY...], of resume changed_key second grind grind_agent
# byes pinned
PLAY=resume
. "$(dirname "$0")/../support/liar.sh"

# an honest visit, with a word on the screen that nobody else may see
honest() {
	meet honest
	let_in c a
	text a 'echo secret-$((40+2))'
	keys a Enter
	sees c 'secret-42'
}

# it breaks each exchange before the console can see that the codes differ
grind() {
	meet grind
	keys c Enter
	sees c "$(begins 'the check code was begun again too often: somebody may be in between; the visit was ended')"
	alarmed_at console
	[ "$(times '^console code')" -le 5 ] || fail 'too many exchanges'
	stays
	# nor when the desk says that the technician has asked for it
	order desk-console '{"t":"claimed","ticket":1,"visit":7}'
	order desk-console '{"t":"lost","ticket":1,"back":true,"why":""}'
	stays
	safe
}

# the same with the agent, each time for another request
grind_agent() {
	LOCALE=pl_PL.UTF-8
	meet grind-agent
	keys c Enter
	sees a 'Kod kontrolny zaczynano od nowa'
	alarmed_at agent
	a_while
	[ "$(times '^agent code')" -le 5 ] || fail 'too many exchanges'
	safe
}

# it cuts an honest visit and stands in between when both come back
resume() {
	honest
	order play no-code
	order cut
	hears '^console link 1'
	sees c 'somebody may be in between'
	alarmed_at console
	text c 'pass-word'
	order play early-ok
	order new
	order attach
	hears '^agent: .*"back"'
	text a 'yyyy wwww'
	keys a Enter
	nothing_new
	stays
}

# the next visit at the same client: other keys, and no code is wanted
changed_key() {
	honest
	order play no-code
	order desk-console '{"t":"lost","ticket":1,"back":false,"why":"client ended"}'
	sees c "$(say 'The visit is over.')"
	keys c Enter
	hears '^console link 1'
	sees c 'somebody may be in between'
	shows c FORGED && fail 'a forged screen is shown'
	alarmed_at console
	text c 'pass-word'
	nothing_new
	stays
}

# another technician comes while the user types to his shell
second() {
	local line
	honest
	order play early-ok
	order attach
	hears '^agent: .*"back"'
	for line in 'yes we were there yesterday' 'why would you wait' \
		'tak w poniedzialek wyslemy' 'p y w t n 1234'; do
		text a "$line"
		keys a Enter
	done
	nothing_new
}

# only what was granted in the honest visit was granted
nothing_new() {
	a_while
	heard '^(SCREEN|KEYS): ' && fail 'it has read'
	heard '^agent: .*"(consent|granted)"' && fail 'the user was asked'
	shows a "$(say 'Let the technician in?')" && fail 'the user is asked'
	same "$(times 'agent to the desk: .*"consent"')" 1 'consents'
	[ -z "$(find "$T/home" -name OWNED)" ] || fail 'it has typed'
}

# whatever is said as farewell, only the technician begins again
byes() {
	local why links QUIET_MS=700
	meet mute
	for why in '' no timeout declined code back exchanges replaced \
		released shell ended 'client ended' link whatever; do
		links=$(times '^console is greeted')
		keys c Enter
		until_ok "$PATIENCE" has_times '^console is greeted' \
			$((links + 1)) || fail 'nobody comes'
		order console "{\"t\":\"bye\",\"why\":\"$why\"}"
		sees c "$(say 'The visit is over.')"
		stays
	done
	safe
}

key_of() {
	ssh-keygen -lf "$1" | cut -d ' ' -f 2
}

# gone CLIENT TICKET: he ends it, and the technician is back at his queue
gone() {
	close "$1" F12
	tm kill-session -t "=$1"
	order desk-console "{\"t\":\"lost\",\"ticket\":$2,\"back\":false,\"why\":\"client ended\"}"
	sees c 'The visit is over'
	order desk-console "{\"t\":\"gone\",\"ticket\":$2,\"why\":\"solved\"}"
	keys c q
}

# It names a client that the console knows, and couples another one who wants no
# code either: his configuration has the technician's key, too.
pinned() {
	liar honest
	console c --desk "$ADDR" --fingerprint "$FP" --data "$T/console"
	sees c 'anna:'
	printf '[technician "anna"]\nkey = %s\n' \
		"$(key_of "$T/console/console_key")" >"$T/agent.conf"
	client a --config "$T/agent.conf"
	sees c 'Biuro Nowak'
	# at first the console wants a code of everybody, then no more
	let_in c a
	gone a 1
	client a --config "$T/agent.conf"
	sees c 'Biuro Nowak'
	take c
	consent a y
	sees c 'NO CODE'
	gone a 2
	client b --config "$T/agent.conf"
	until_ok "$PATIENCE" has_times 'desk: .*"join"' 3 || fail 'no b'
	sees c 'Biuro Nowak'
	order row "$(key_of "$T/home/a/.local/share/pomoc/agent_key")"
	a_while
	take c
	sees c 'wants no check code'
	alarmed_at console
	text c 'pass-word'
	stays
}

"$1"
