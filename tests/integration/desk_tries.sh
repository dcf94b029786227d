#!/bin/bash
# How many log-ins the desk refuses on one connection before it hangs up, of
# technicians and of agents: with one refusal less the next key gets in.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna k1 k2 k3 k4 k5 k6
listed anna
# keys that no agent may have
for n in e1 e2 e3; do
	ssh-keygen -q -t ecdsa -N '' -C $n -f "$T/$n"
done

# serves TECH AGENT: a desk with these limits
serves() {
	[ -z "${DESK_PID-}" ] || {
		kill -TERM "$DESK_PID"
		wait "$DESK_PID" || fail "the desk ended with $?"
	}
	printf '[limits]\nloopback-exempt = yes\nauth-tries-tech = %d\nauth-tries-agent = %d\n' \
		"$1" "$2" >"$T/tries.conf"
	desk --config "$T/tries.conf"
}
# offers USER KEY...: the stock client offers these, one after the other
offers() {
	local user=$1 n
	shift
	local keys=()
	for n in "$@"; do
		keys+=(-i "$T/$n")
	done
	ssh -v -p "${ADDR##*:}" "${SSHOPTS[@]}" "${keys[@]}" \
		"$user@127.0.0.1" -s pomoc </dev/null >"$T/ssh.out" 2>&1
	:
}
# in_after USER KEY...: the last one gets in
in_after() {
	offers "$@"
	grep -q '^Authenticated to ' "$T/ssh.out" ||
		fail "$* with $TRIES: refused; $(cat "$T/ssh.out")"
}
# said PATTERN BEFORE: the desk said that once more
# shellcheck disable=SC2317 # called through until_ok
said() {
	[ "$(grep -cE "$1" "$T/desk.err")" -gt "$2" ]
}
# out_after N USER KEY...: hung up on at the Nth, whatever comes after it
out_after() {
	local want="ended: $1 refused log-ins" before
	shift
	before=$(grep -c "$want" "$T/desk.err")
	offers "$@"
	grep -q '^Authenticated to ' "$T/ssh.out" &&
		fail "$* with $TRIES: let in"
	until_ok "$PATIENCE" said "$want" "$before" ||
		fail "$* with $TRIES: $(tail -n 1 "$T/desk.err")"
}

# least, default and what is typical of neither
for TRIES in '1 2' '6 1' '3 3'; do
	# shellcheck disable=SC2086 # two numbers
	serves $TRIES
	case $TRIES in
	'1 2')
		in_after tech anna
		out_after 1 tech k1 anna
		in_after agent e1 k1
		out_after 2 agent e1 e2 k1
		;;
	'6 1')
		in_after tech k1 k2 k3 k4 k5 anna
		out_after 6 tech k1 k2 k3 k4 k5 k6 anna
		in_after agent k1
		out_after 1 agent e1 k1
		;;
	'3 3')
		in_after tech k1 k2 anna
		out_after 3 tech k1 k2 k3 anna
		in_after agent e1 e2 k1
		out_after 3 agent e1 e2 e3 k1
		;;
	esac
done
# who asks without end is counted the same
before=$(grep -c 'ended: 3 refused log-ins' "$T/desk.err")
"$POMOC_BUILD/support/hostile" "$ADDR" tries 100 >"$T/rude.out" 2>&1 ||
	fail "$(cat "$T/rude.out")"
until_ok "$PATIENCE" said 'ended: 3 refused log-ins' "$before" ||
	fail "tries: $(tail -n 1 "$T/desk.err")"
exit 0
