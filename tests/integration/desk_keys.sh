#!/bin/bash
# The keys that people have: of every type, in a file. A command at a desk logs
# in with one, and proves with it who he is.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

mkdir -m 700 "$T/desk" "$T/home"
export HOME=$T/home XDG_CONFIG_HOME= XDG_DATA_HOME=
config
: >"$T/desk/technicians"
desk
# key NAME OPTION...: makes one
key() {
	local name=$1
	shift
	ssh-keygen -q -N '' -C "$name" -f "$T/$name" "$@"
}
# listed NAME...: these may ask for the log; the desk has read it
listed() {
	local n
	for n in "$@"; do
		printf 'name="%s",reports %s\n' "$n" "$(cat "$T/$n.pub")"
	done >"$T/technicians"
	mv "$T/technicians" "$T/desk/technicians"
}
# log [OPTION...]: asks the desk
log() {
	"$POMOC_BUILD/pomoc" log --desk "$ADDR" --fingerprint "$FP" "$@" \
		>"$T/out" 2>"$T/log.err" </dev/null
}
in_with() {
	until_ok "$PATIENCE" log "$@" || fail "$*: $(cat "$T/log.err")"
}

# --- key files: RSA is signed with SHA-2, or nobody takes it ---
key rsa -t rsa -b 3072
key ecdsa -t ecdsa
key ed25519 -t ed25519
listed rsa ecdsa ed25519
for n in rsa ecdsa ed25519; do
	in_with --identity "$T/$n"
done
exit 0
