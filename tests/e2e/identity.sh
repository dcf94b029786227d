#!/bin/bash
# A technician's own key: with a passphrase, asked for on the terminal; and a
# public key given by mistake.
. "$(dirname "$0")/../support/lib.sh"

ssh-keygen -q -t ed25519 -N 'zażółć 1' -C '' -f "$T/key"
mkdir "$T/desk"
printf 'name="anna" %s\n' "$(cat "$T/key.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
# the terminal is looked at afterwards: it must show what is typed again
console_with_key() {
	local name=$1
	shift
	term "$name" sh -c \
		'"$@"; rc=$?; stty -a | grep -qw -e -echo && rc=99; exit $rc' - \
		"$POMOC_BUILD/pomoc" --desk "$ADDR" --fingerprint "$FP" \
		--data "$T/data-$name" --identity "$@"
}

console_with_key a "$T/key"
sees a 'is locked with a passphrase'
sees a '^Passphrase:'
text a 'wrong'
keys a Enter
sees a 'does not open the key'
text a 'zażółx'
keys a BSpace
text a 'ć 2'
keys a BSpace
text a 1
screen a | grep -q 'wrong\|za' && fail 'a passphrase was shown'
keys a Enter
sees a 'anna'
sees a 'Nobody is waiting'
keys a Q
same "$(ended a)" 0 'console with an unlocked key'

# shellcheck disable=SC2317 # called through until_ok
asked_times() {
	[ "$(screen "$1" | grep -c "^Passphrase:")" -ge "$2" ]
}
console_with_key b "$T/key"
for n in 1 2 3; do
	until_ok "$PATIENCE" asked_times b "$n" || fail "question $n"
	text b "$n"
	keys b Enter
done
same "$(ended b)" 1 'three wrong passphrases'
has "$(cat "$T/b.err")" '3 wrong passphrases; the key stays locked'

console_with_key c "$T/key"
sees c '^Passphrase:'
text c 'half'
keys c C-c
same "$(ended c)" 1 'Ctrl-C'
has "$(cat "$T/c.err")" 'no passphrase; the key .* stays locked'

console_with_key d "$T/key.pub"
same "$(ended d)" 1 'public key'
has "$(cat "$T/d.err")" 'key.pub is a public key'
[ ! -e "$T/data-d" ] || fail 'a folder was made'

# libssh does not give out what is needed to sign with such a key
ssh-keygen -q -t rsa -N 'word' -C '' -f "$T/rsa"
console_with_key e "$T/rsa"
sees e '^Passphrase:'
text e word
keys e Enter
same "$(ended e)" 1 'a locked RSA key'
has "$(cat "$T/e.err")" 'can log in but not sign: load it into ssh-agent'
exit 0
