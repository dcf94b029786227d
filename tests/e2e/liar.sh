#!/bin/bash
# Both programs at a desk that lies (tests/support/liardesk.c). Whatever it
# tries: nothing of the screen and no key passes, nobody is asked for consent
# for it, both people are told in words, and nothing is tried again.
# usage: liar.sh [PLAY...], of relay early_ok no_code replay early_frames forged
# good_frame
PLAY=relay
. "$(dirname "$0")/../support/liar.sh"

# Both follow their screens: codes are read out and typed until they give up.
misread() {
	local try
	for try in 1 2 3; do
		sees c "$(say 'Check code')"
		text c "$(code_on a)"
		keys c Enter
		[ $try = 3 ] || sees c "$(say 'wrong; two tries are left')|$(
			say 'wrong; one try is left')"
	done
}

# a man in the middle who does all that he can do well
relay() {
	LOCALE=pl_PL.UTF-8
	meet relay
	pick c a
	hears '^console code'
	misread
	sees c "$(begins 'the check code was wrong three times; phone the client')"
	sees a "$(begins 'The code was typed wrong three times: nobody was let in. Hang up and phone the number that you know.')"
	safe
	alarmed_at console
	alarmed_at agent
	stays
}

# "the technician typed it right", says the desk to the agent
early_ok() {
	meet early-ok
	pick c a
	hears '^agent: .*"back"'
	sees a 'reads four digits out to you'
	shows a 'asks|consent' && fail 'the word of the desk was believed'
	# what was read out does not fit at the technician's, and he says so
	misread
	sees c 'phone the client'
	# and a user who guesses has two tries
	wrong_back
	sees a 'One try is left'
	wrong_back
	sees a 'does not fit'
	safe
	alarmed_at console
	alarmed_at agent
	stays
	# his word on the phone outlives what the desk sends next
	order attach
	a_while
	shows a 'Hang up and phone|does not fit' ||
		fail 'the alarm was wiped away'
	safe
}

# "no code is needed", says the desk to the console, and shows a screen
no_code() {
	meet no-code
	keys c Enter
	hears '^console link 1'
	sees c 'wants no check code'
	text c 'pass-word'
	shows c FORGED && fail 'a forged screen is shown'
	safe
	alarmed_at console
	stays
}

# the exchange of one side is played to the other
replay() {
	LOCALE=pl_PL.UTF-8
	meet replay
	keys c Enter
	sees c "$(begins 'the check code does not fit its commitment: somebody may be listening in; the visit was ended')"
	safe
	alarmed_at console
	stays
}

# keys and frames before anything is proven
early_frames() {
	meet early-frames
	keys c Enter
	hears '^console link 1'
	hears '^agent link 1'
	a_while
	shows c FORGED && fail 'a forged screen is shown'
	safe
	stays
}

# the agent's later words, too early
forged() {
	local word
	meet alone
	for word in '"t":"waiting","what":"consent"' \
		'"t":"waiting","what":"back"' \
		'"t":"say","text":"FORGED"' \
		'"t":"typing","who":"user"' \
		'"t":"granted","rights":"view type","why":""'; do
		ask_again
		order console "{$word}"
		order frame FORGED-FRAME
		order console '{"t":"granted","rights":"view type","why":""}'
		sees c "$(say 'The visit is over.')"
		shows c FORGED && fail "a forged screen is shown after $word"
		text c 'pass-word'
		safe
		stays
	done
}

# after his side of the check the same frame is shown: it was a good one
good_frame() {
	meet alone
	ask_again
	text c "$(sed -n 's/^console code \(.*\) back.*/\1/p' "$LIES" |
		tail -n 1 | tr -d ' ')"
	keys c Enter
	until_ok "$PATIENCE" reads_back c || fail 'the code does not fit'
	order console '{"t":"waiting","what":"consent"}'
	order console '{"t":"granted","rights":"view type","why":""}'
	order frame FORGED-FRAME
	sees c FORGED-FRAME
}

"$1"
