#!/bin/bash
# pomoc-agent --check: every step of the way to a desk, what fails and what to
# do, in both languages; the desk hears of no request and nothing is written.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

OTHER=SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
keys_for anna
listed anna
desk --config "$T/pomoc.conf"

# check CODE ADDRESS FINGERPRINT [OPTION...]; what is said is in $T/check
check() {
	local want=$1 code
	shift
	HOME=$(home_of check) "$POMOC_BUILD/pomoc-agent" --check "$@" \
		>"$T/check" 2>"$T/check.err" </dev/null
	code=$?
	[ "$code" -eq "$want" ] && return
	cat "$T/check" "$T/check.err"
	fail "ended with $code, want $want"
}
says() {
	grep -qE -- "$1" "$T/check" || {
		cat "$T/check"
		fail "does not say $1"
	}
}

check 0 "$ADDR" "$FP" --name 'Jan Tajny' --company 'Tajna sp. z o.o.'
for step in 'look-up: 127.0.0.1' connection 'greeting: an SSH server' 'key: ' \
	'log-in: ' 'way back: ' 'reply: '; do
	says "^  ok +[0-9]+ ms  $step"
done
says '^The way to the desk is open. Nothing about you was sent.$'
[ ! -s "$T/check.err" ] || [ "$(id -u)" -eq 0 ] || fail 'it complains'
[ -z "$(ls -A "$T/home/check")" ] || fail 'something was left behind'
# nobody has asked for anything, and nothing of him
! grep -q 'agent SHA256' "$T/desk.err" || fail 'it has greeted the desk'
! grep -aq Tajn "$T/desk.err" "$T"/desk/* 2>/dev/null || fail 'it told his name'

# behind a front that answers nobody is at work
kill -STOP "$DESK_PID"
check 1 "$ADDR" "$FP"
kill -CONT "$DESK_PID"
says '^  ok .* way back: '
says '^  FAILED .* reply: no answer'
says 'the desk does not work: phone the service point'

check 3 "$ADDR" "$OTHER"
says '^  ok .* greeting'
grep -qF "key: the server's key is $FP, but $OTHER was expected" "$T/check" ||
	fail 'it does not say which keys'
says '^  - +log-in$'
says 'phone the service point at a number that you know'

check 1 "127.0.0.1:$(free_port)" "$FP"
says '^  FAILED .* connection: .* refuses the connection'
check 1 no.such.invalid "$FP"
says '^  FAILED .* look-up: there is no computer named'

"$POMOC_BUILD/support/speaker" 'HTTP/1.1 200 OK' >"$T/web" &
pids+=("$!")
until_ok "$PATIENCE" grep -q listens "$T/web"
check 1 "$(sed 's/.* //' "$T/web")" "$FP"
says '^  FAILED .* greeting: what answers there does not speak SSH'

# one that greets and then says nothing has not shown another key
"$POMOC_BUILD/support/speaker" $'SSH-2.0-x\r\n' >"$T/silent" &
pids+=("$!")
until_ok "$PATIENCE" grep -q listens "$T/silent"
check 1 "$(sed 's/.* //' "$T/silent")" "$FP"
says '^  FAILED .* key: '
grep -q 'Copy the fingerprint' "$T/check" && fail 'the key is blamed'

# what contradicts is said here, too
printf '[desk]\nhost = other.example.pl\n' >"$T/agent.conf"
check 0 "$ADDR" "$FP" --config "$T/agent.conf"
says '^The configuration says other\.example\.pl:7722'

# where there is no network no name is known or unknown
if unshare -rn true 2>/dev/null; then
	HOME=$(home_of check) unshare -rn "$POMOC_BUILD/pomoc-agent" --check \
		desk.example.com "$FP" >"$T/check" 2>&1 </dev/null
	says '^  FAILED .* look-up: "desk.example.com" cannot be looked up'
fi

check 2 "$ADDR"
# what is pasted is no command for the terminal
check 2 "$ADDR" "$FP" $'\033]0;evil\007red'
grep -q 'unexpected argument "?' "$T/check.err" || fail "$(cat -v "$T/check.err")"
grep -q $'\033' "$T/check.err" && fail "$(cat -v "$T/check.err")"
LC_ALL=pl_PL.UTF-8 LANGUAGE=pl check 3 "$ADDR" "$OTHER"
says '^  BŁĄD .* klucz: '
says '^  - +logowanie$'

# an SSH server that is no desk
stock_sshd
check 1 "127.0.0.1:$SSHD_PORT" \
	"$(ssh-keygen -lf "$T/sshd/host.pub" | cut -d ' ' -f 2)"
says '^  FAILED .* log-in: '
exit 0
