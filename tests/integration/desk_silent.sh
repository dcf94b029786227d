#!/bin/bash
# A client whose program keeps its link alive and never answers the brain: the
# clock stands on both sides, says why, and goes on when he speaks; what he did
# not answer for is not billed, and nobody worked without knowing it.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
printf '%s\n' 'tick-s = 1' 'ping-s = 1' 'dead-s = 1800' 'message-rate = 1000' >>"$T/pomoc.conf"
desk --config "$T/pomoc.conf"
client nowak
join nowak Subiekt
tech anna
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1'
mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-1:22 tech@127.0.0.1 <"$T/tunnel.in" \
	>"$T/tunnel.out" 2>/dev/null &
pids+=($!)
exec 5>"$T/tunnel.in"
hears nowak 'channel visit-1'
say nowak '{"t":"checked","ticket":1,"ok":true,"left":3}'
say nowak '{"t":"consent","visit":1,"yes":true,"rights":"view,type"}'
hears anna '"clock","ticket":1,"running":true'
mark nowak
mark anna

# what the front takes for a sign of life, and traffic in the tunnel
stands='"clock","ticket":1,"running":false,"why":"link"'
# called through until_ok
# shellcheck disable=SC2317
until_it_stands() {
	say nowak '{"t":"ping","n":7}'
	echo 'work' >&5
	has_line anna "$stands"
}
until_ok 20 until_it_stands || fail 'the clock runs on'
hears nowak "$stands"
grep -q work "$T/tunnel.out" || fail 'there was no traffic'
worked=$(field anna "$stands" worked_ms)
[ "$worked" -le 3000 ] || fail "$worked ms are counted"
mark anna
say anna '{"t":"resume","ticket":1}'
hears anna '"refused","code":"silent"'

# he speaks: the clock goes on without anybody's doing
mark anna
mark nowak
say nowak '{"t":"pong","n":1}'
hears anna '"clock","ticket":1,"running":true'
hears nowak '"clock","ticket":1,"running":true'

# a pause of the technician's, while he is silent again: only his own word ends
# it, not the client's
mark anna
mark nowak
hears anna "$stands"
say anna '{"t":"pause","ticket":1}'
hears anna '"done","what":"pause"'
hears nowak '"clock","ticket":1,"running":false,"why":"technician"'
mark anna
say nowak '{"t":"pong","n":1}'
# called through until_ok
# shellcheck disable=SC2317
until_he_resumes() {
	say anna '{"t":"resume","ticket":1}'
	has_line anna '"done","what":"resume"'
}
until_ok 10 until_he_resumes || fail 'it went on without the technician'
hears nowak '"clock","ticket":1,"running":true'
exit 0
