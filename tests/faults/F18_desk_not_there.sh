#!/bin/bash
# Case 18: a desk that has no address, that refuses, that never answers, that
# speaks no SSH: four different messages, and it is tried again after at most
# 2, 4, 8 ... s, each time a little earlier than that.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

# speaker NAME [TEXT]: sets AT to where it listens
speaker() {
	local name=$1
	shift
	"$POMOC_BUILD/support/speaker" "$@" >"$T/$name.port" </dev/null &
	pids+=($!)
	until_ok "$PATIENCE" grep -q listens "$T/$name.port" || fail "no $name"
	AT=$(sed 's/listens on //' "$T/$name.port")
}
# at NAME ADDRESS
at() {
	ADDR=$2
	agent "$1"
}
log_of() {
	echo "$T/home/$1/.local/share/pomoc/agent.log"
}
# pauses NAME: what it waits between two tries, in ms
pauses() {
	sed -n 's/.*next try in \([0-9]*\) ms$/\1/p' "$(log_of "$1")"
}
tried() {
	[ "$(pauses "$1" | wc -l)" -ge "$2" ]
}
# shellcheck disable=SC2034 # for agent
FP=SHA256:$(printf %042d 0)4
declare -A SAYS=(
	[unknown]='there is no computer named "desk.invalid"'
	[refused]='refuses the connection'
	[silent]='the log-in was not finished in time'
	[web]='what answers there does not speak SSH'
)
at unknown desk.invalid:7722
at refused "127.0.0.1:$(free_port)"
speaker silent
at silent "$AT"
speaker web 'HTTP/1.0 400 Bad Request'
at web "$AT"
for name in "${!SAYS[@]}"; do
	until_ok 40 tried "$name" 1 || fail "$name is not tried again"
	said=$(cat "$(log_of "$name")")
	for other in "${!SAYS[@]}"; do
		has=no
		! grep -Fq "${SAYS[$other]}" <<<"$said" || has=yes
		[ "$other" = "$name" ] || [ $has = no ] || fail "$name: $said"
		[ "$other" != "$name" ] || [ $has = yes ] || fail "$name: $said"
	done
done
# on the screen, with when it tries again
sees refused 'The next try is in [0-9]+ s'
sees refused "${SAYS[refused]}"
# the pauses grow; the first try again is at once
until_ok 40 tried refused 4 || fail 'it does not go on trying'
n=0
for ms in $(pauses refused | head -n 4); do
	case $n in
	0) most=0 ;;
	*) most=$((1000 << n)) ;;
	esac
	[ "$ms" -le $most ] || fail "the pause $n is $ms ms, at most $most"
	[ "$ms" -ge $((most * 3 / 4)) ] ||
		fail "the pause $n is $ms ms, not $most or a little less"
	n=$((n + 1))
done
exit 0
