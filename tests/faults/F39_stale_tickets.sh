#!/bin/bash
# Case 39: the secret of a ticket with another key, of one that is over, or one
# that was never given: each time the same answer, from which nothing can be
# learnt. Who had it is told its end once more, and gets no other for it.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# answer NAME SECRET [KEY]: what the desk says to that, without what names him
answer() {
	cp "$T/${3-$1}.key" "$T/$1.key" 2>/dev/null
	client "$1" "${HELLO%\}},\"resume\":\"$2\"}"
	hears "$1" '"listed"'
	say "$1" '{"t":"ping","n":1}'
	hears "$1" '"pong"'
	sed 's/"\(nonce\|key\|sig\|address\|agent\)":"[^"]*"/\1/g' \
		"$T/$1.out" >"$T/$1.said"
	hangs_up "$1"
}

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
client owner
join owner Subiekt
OPEN=$(field owner '"queued"' secret)
client past
join past Subiekt
OVER=$(field past '"queued"' secret)
say past '{"t":"cancel"}'
hears past '"ended"'
hangs_up past
client past "${HELLO%\}},\"resume\":\"$OVER\"}"
hangs_up past

answer never "$(printf '%032d' 7)"
answer thief "$OPEN"
answer late "$OVER"
for who in thief late; do
	diff "$T/never.said" "$T/$who.said" || fail "$who is told something else"
done
grep -q '"queued"\|"ended"' "$T/never.said" && fail 'a ticket for nobody'
answer replayed "$OVER" past
grep -q '"queued"' "$T/replayed.said" && fail 'a ticket lives twice'
grep -q '"ended","ticket":2' "$T/replayed.said" || fail 'he is not told'
# the owner has lost nothing by it
hangs_up owner
client owner "${HELLO%\}},\"resume\":\"$OPEN\"}"
hears owner '"queued","ticket":1'
exit 0
