# shellcheck shell=bash
# For tests that speak the desk's protocol line by line: technicians through the
# stock ssh, agents through lineagent. Source lib.sh first.
#
#   keys_for NAME...             a key pair $T/NAME for each
#   listed NAME...               writes the technicians file with these
#   tech NAME [KEY]              a technician's conversation, greeted; orders
#                                are signed on their way (prover)
#   client NAME [HELLO]          an agent's, greeted
#   say NAME LINE                sends a line
#   hears NAME PATTERN           waits for a line, new since `mark`
#   mark NAME                    forgets what was heard so far
#   heard NAME PATTERN           prints the last line that matches
#   hangs_up NAME                ends that conversation from this side
#   join NAME PRODUCT            a request card
#   a_second NAME TICKET         lets the running clock come to 1 s; stops it
#   worked_on TECH AGENT TICKET  picks it, is let in for its first visit, and works
#                                for 1 s; its tunnel is descriptor 5
#   front_of                     the process number of the desk's front
#   another_front PID            true when it has been replaced
#   ssh_desk KEY ARGS...         the stock client

# who is written to may have hung up; what is heard then tells. Not ignored: the
# programs that are started would inherit that.
trap : PIPE
declare -A MARK FD PEER
SSHOPTS=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
	-o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR -F none)
V=$(sed -n 's/^#define MSG_VERSION //p' shared/wire/msg.h)
HELLO="{\"t\":\"hello\",\"v\":$V,\"program\":\"test\",\"lang\":\"en\"}"

cat >"$T/pomoc.conf" <<'CONF'
[desk]
firm = Serwis Testowy
phone = 22 000 00 00
[limits]
loopback-exempt = yes
CONF

keys_for() {
	local n
	for n in "$@"; do
		ssh-keygen -q -t ed25519 -N '' -C "$n" -f "$T/$n"
	done
}

listed() {
	local n
	mkdir -p -m 700 "$T/desk"
	for n in "$@"; do
		echo "name=\"$n\" $(cat "$T/$n.pub")"
	done >"$T/desk/technicians.new"
	mv "$T/desk/technicians.new" "$T/desk/technicians"
}

ssh_desk() {
	local key=$1
	shift
	ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/$key" "$@"
}

# peer NAME COMMAND...: a conversation over its standard input and output
peer() {
	local name=$1 fd
	shift
	rm -f "$T/$name.in"
	mkfifo "$T/$name.in"
	: >"$T/$name.out"
	MARK[$name]=0
	(
		# the others' ends are not for this one to keep open
		for fd in "${FD[@]}"; do
			exec {fd}>&-
		done
		exec "$@"
	) <"$T/$name.in" >"$T/$name.out" 2>"$T/$name.err" &
	PEER[$name]=$!
	pids+=("$!")
	exec {fd}>"$T/$name.in"
	FD[$name]=$fd
}

tech() {
	peer "$1" "$POMOC_BUILD/support/prover" "$T/${2-$1}" "$FP" \
		ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/${2-$1}" \
		tech@127.0.0.1 -s pomoc
	say "$1" "$HELLO"
	hears "$1" '"listed"'
}

client() {
	peer "$1" "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/$1.key"
	say "$1" "${2-$HELLO}"
	hears "$1" '"listed"'
}

say() {
	echo "$2" >&"${FD[$1]}"
}

mark() {
	MARK[$1]=$(wc -l <"$T/$1.out")
}

new_lines() {
	tail -n +$((MARK[$1] + 1)) "$T/$1.out"
}

has_line() {
	new_lines "$1" | grep -Eq -- "$2"
}

hears() {
	until_ok "$PATIENCE" has_line "$1" "$2" && return
	echo "--- $1 heard:"
	new_lines "$1" | tail -n 15
	cat "$T/$1.err"
	tail -n 15 "$T/desk.err"
	fail "$1 does not hear $2"
}

heard() {
	new_lines "$1" | grep -E -- "$2" | tail -n 1
}

gone() {
	! kill -0 "${PEER[$1]}"
}

hangs_up() {
	local fd=${FD[$1]}
	exec {fd}>&-
	until_ok "$PATIENCE" gone "$1" || fail "$1 does not end"
}

join() {
	say "$1" "{\"t\":\"join\",\"technician\":\"${3-any}\",\"product\":\"$2\",\"name\":\"Jan $1\",\"company\":\"Firma $1\",\"phone\":\"600 100 200\",\"problem\":\"nie działa\"}"
	hears "$1" '"queued"'
}

# field NAME PATTERN FIELD: of the last line that matches
field() {
	heard "$1" "$2" | sed -n "s/.*\"$3\":\"\{0,1\}\([^\",}]*\).*/\1/p"
}

# Stops the clock to see what it shows, and lets it go on until that is enough.
a_second() {
	until_ok 10 worked_a_second "$1" "$2" || fail 'the clock does not run'
}

worked_on() {
	say "$1" "{\"t\":\"claim\",\"ticket\":$3}"
	hears "$1" "\"claimed\",\"ticket\":$3"
	mkfifo "$T/tunnel.in"
	ssh_desk "$1" -W "ticket-$3:22" tech@127.0.0.1 <"$T/tunnel.in" \
		>/dev/null 2>&1 &
	pids+=($!)
	exec 5>"$T/tunnel.in"
	hears "$2" 'channel visit-1'
	say "$2" "{\"t\":\"checked\",\"ticket\":$3,\"ok\":true,\"left\":3}"
	say "$2" '{"t":"consent","visit":1,"yes":true,"rights":"view"}'
	hears "$2" "\"clock\",\"ticket\":$3,\"running\":true"
	a_second "$1" "$3"
}

# Asks rarely: the desk drops a technician who sends too many messages.
worked_a_second() {
	local stopped="\"clock\",\"ticket\":$2,\"running\":false" worked
	mark "$1"
	say "$1" "{\"t\":\"pause\",\"ticket\":$2}"
	hears "$1" "$stopped"
	worked=$(field "$1" "$stopped" worked_ms)
	[ "$worked" -ge 1000 ] && return
	mark "$1"
	say "$1" "{\"t\":\"resume\",\"ticket\":$2}"
	hears "$1" '"running":true'
	until_ok 5 is_past $(($(now_ms) + 1000 - worked))
	return 1
}

is_past() {
	[ "$(now_ms)" -ge "$1" ]
}

front_of() {
	ps -o pid= --ppid "$DESK_PID" | tr -d ' '
}

another_front() {
	local now
	now=$(front_of)
	[ -n "$now" ] && [ "$now" != "$1" ]
}
