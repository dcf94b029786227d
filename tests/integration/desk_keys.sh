#!/bin/bash
# The keys that people have: of every type, in a file. A command at a desk logs
# in with one, and proves with it who he is.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

mkdir -m 700 "$T/desk" "$T/home"
export HOME=$T/home
unset XDG_CONFIG_HOME XDG_DATA_HOME
config
: >"$T/desk/technicians"
# shellcheck disable=SC2119
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
# what the desk says of a key that is not in its file: the line, in one piece
key stranger -t rsa -b 4096
log --identity "$T/stranger" && fail 'a stranger is let in'
has_text "$(cat "$T/log.err")" "name=\"YOUR NAME\" $(cat "$T/stranger.pub")"

# --- files that cannot be used, each with its reason ---
refused() {
	local why=$1
	shift
	log "$@" && fail "$* is let in"
	has "$(cat "$T/log.err")" "$why"
}
key small -t rsa -b 1024
refused 'small has 1024 bits, which is too few' --identity "$T/small"
ssh-keygen -q -p -N 'a secret' -f "$T/ecdsa"
no_terminal() {
	setsid -w "$POMOC_BUILD/pomoc" log --desk "$ADDR" --fingerprint "$FP" \
		"$@" >"$T/out" 2>"$T/log.err" </dev/null
}
no_terminal --identity "$T/ecdsa" && fail 'a locked key is used'
has "$(cat "$T/log.err")" 'locked with a passphrase, .*no terminal.*ssh-add'
chmod 640 "$T/ed25519"
refused 'others can read .*/ed25519' --identity "$T/ed25519"
chmod 600 "$T/ed25519"
chmod 666 "$T/ed25519.pub"
refused 'ed25519.pub is a public key.*there is no ssh-agent' \
	--identity "$T/ed25519.pub"
export SSH_AUTH_SOCK=$T/nobody
refused 'ed25519.pub is a public key.*ssh-agent cannot be reached' \
	--identity "$T/ed25519.pub"
# whose key may be in the agent hears that it was not asked
refused 'does not know this key, .*ssh-agent cannot be reached.*name="YOUR NAME"' \
	--data "$T/elsewhere"

# --- ssh-agent: with .pub, with a key that is locked, with none ---
export SSH_AUTH_SOCK=$T/agent
ssh-agent -D -a "$SSH_AUTH_SOCK" >/dev/null &
AGENT=$!
pids+=("$AGENT")
until_ok "$PATIENCE" test -S "$SSH_AUTH_SOCK" || fail 'no ssh-agent'
refused 'ssh-agent does not have it' --identity "$T/ed25519.pub"
for n in 1 2 3; do
	key "other$n"
	ssh-add -q "$T/other$n"
done
refused 'none of your 3 keys, .*first .*other1$'
echo 'echo "a secret"' >"$T/askpass"
chmod +x "$T/askpass"
SSH_ASKPASS=$T/askpass SSH_ASKPASS_REQUIRE=force ssh-add -q "$T/ecdsa" ||
	fail 'ssh-add'
ssh-add -q "$T/rsa"
for n in ecdsa rsa; do
	mv "$T/$n" "$T/$n.away"
	in_with --identity "$T/$n.pub"
	in_with --identity "$T/$n"
	mv "$T/$n.away" "$T/$n"
done
no_terminal --identity "$T/ecdsa" || fail "asked for: $(cat "$T/log.err")"
# the fourth of the agent's keys is the first that is listed
in_with
# the sixth would be one try too many
for n in 4 5; do
	key "other$n"
done
ssh-add -q -D
for n in 1 2 3 4 5; do
	ssh-add -q "$T/other$n"
done
ssh-add -q "$T/rsa"
refused 'none of the first 5 of your 6 keys, .*--identity KEY.pub.*IdentityFile.*other1$'
in_with --identity "$T/rsa.pub"

# an agent that goes away while it is waited for
kill -STOP "$AGENT"
refused 'ssh-agent has not answered for 2 s' --identity "$T/rsa.pub"
kill -CONT "$AGENT"
in_with --identity "$T/rsa.pub"

# --- FIDO: the desk wants to see that the token was touched ---
# token NAME TYPE MODE: an agent of its own
token() {
	[ -e "$T/$1" ] || key "$1" -t "$2"
	rm -f "$T/token-$1.pub"
	export SSH_AUTH_SOCK=$T/$1.$3
	"$POMOC_BUILD/support/tokenagent" "$SSH_AUTH_SOCK" "$T/$1" "$3" \
		>"$T/token-$1.pub" &
	pids+=($!)
	until_ok "$PATIENCE" test -s "$T/token-$1.pub" || fail 'no token'
}
for t in ed25519 ecdsa; do
	token "sk-$t" $t touched
	listed "token-sk-$t"
	in_with
	in_with --identity "$T/token-sk-$t.pub"
	token "sk-$t" $t untouched
	refused 'a token must be touched' --identity "$T/token-sk-$t.pub"
	token "sk-$t" $t refuses
	refused 'ssh-agent refuses to sign with the key SHA256:' \
		--identity "$T/token-sk-$t.pub"
done
# one that signs wrongly: the desk only hangs up
token sk-ecdsa ecdsa wrong
refused 'signature of the key SHA256:.* by ssh-agent: .*ssh-add -T' \
	--identity "$T/token-sk-ecdsa.pub"
token sk-ecdsa ecdsa silent
refused 'ssh-agent has not answered for 2 s' --identity "$T/token-sk-ecdsa.pub"

# a desk that hears fewer
SSH_AUTH_SOCK=$T/agent
kill "$DESK_PID"
wait "$DESK_PID"
echo 'auth-tries-tech = 3' >>"$T/pomoc.conf"
# shellcheck disable=SC2119
desk
refused 'takes none of the first 5 of your 6 keys, or hears fewer'
listed other2
in_with
listed ed25519

# a key of our own that is there already goes before the agent's
export SSH_AUTH_SOCK=$T/agent
"$POMOC_BUILD/pomoc" log --desk "$ADDR" --fingerprint "$FP" >"$T/out" \
	2>"$T/log.err" && fail 'known by no key'
[ ! -e "$T/home/.local/share/pomoc/console_key" ] || fail 'a key was made'
env -u SSH_AUTH_SOCK "$POMOC_BUILD/pomoc" log --desk "$ADDR" \
	--fingerprint "$FP" >"$T/out" 2>"$T/log.err" && fail 'a new key is known'
own=$T/home/.local/share/pomoc/console_key
has_text "$(cat "$T/log.err")" "$(cat "$own.pub")"
cp "$own.pub" "$T/own.pub"
listed own
in_with
exit 0
