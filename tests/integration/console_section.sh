#!/bin/bash
# [console] of pomoc.conf: desk, fingerprint and identity stand there once, for
# the console and for commands at a desk; the command line goes before it.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

HOME=$(home_of c)
export HOME
unset XDG_CONFIG_HOME XDG_DATA_HOME POMOC_DATA
mkdir -m 700 "$T/desk"
mkdir -p "$HOME/.config/pomoc" "$HOME/.ssh"
for n in "$HOME/.ssh/id" "$T/piotr"; do
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$n"
done
printf 'name="anna",reports %s\nname="piotr",reports %s\n' \
	"$(cat "$HOME/.ssh/id.pub")" "$(cat "$T/piotr.pub")" \
	>"$T/desk/technicians"
config
desk --config "$T/pomoc.conf"
CONF=$HOME/.config/pomoc/pomoc.conf
# section LINE...: the file with these lines
section() {
	printf '%s\n' '[console]' "$@" >"$CONF"
}
pomoc() {
	"$POMOC_BUILD/pomoc" "$@" >"$T/out" 2>"$T/log.err" </dev/null
}
# who asked last for the log, as the desk knows him
asked_by() {
	local runs
	runs=$(grep -c "technician $1 runs" "$T/desk.err")
	pomoc "${@:2}" || fail "${*:2}: $(cat "$T/log.err")"
	same "$(grep -c "technician $1 runs" "$T/desk.err")" $((runs + 1)) \
		"asked by $1"
}
# wrong LINE... PATTERN: no such file is taken, here or by --check-config
wrong() {
	section "${@:1:$#-1}"
	pomoc log && fail "taken: $*"
	has "$(cat "$T/log.err")" "${*: -1}"
	"$POMOC_BUILD/pomoc-desk" --check-config --config "$CONF" \
		2>"$T/log.err" && fail "checked: $*"
	has "$(cat "$T/log.err")" "${*: -1}"
}

section "desk = $ADDR" "fingerprint = $FP" 'identity = ~/.ssh/id'
"$POMOC_BUILD/pomoc-desk" --check-config --config "$CONF" || fail 'refused'
asked_by anna log
asked_by anna log --desk "$ADDR"
asked_by piotr log --identity "$T/piotr"
# a folder says that the log is here
mkdir "$T/here"
pomoc log --data "$T/here" && fail 'a log is there'
has "$(cat "$T/log.err")" 'no time log in .*/here'
env POMOC_DATA="$T/here" "$POMOC_BUILD/pomoc" log 2>"$T/log.err" >"$T/out" &&
	fail 'a log is there'
has "$(cat "$T/log.err")" 'no time log in .*/here'

# another desk has another fingerprint
pomoc log --desk localhost:1 && fail 'the fingerprint of another desk'
has "$(cat "$T/log.err")" '--desk and --fingerprint belong together'
pomoc log --fingerprint SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
same $? 3 'the command line goes before the file'

# --- a short name is what ~/.ssh/config has under it, asked of ssh ---
mkdir "$T/bin"
# ssh NAME LINE...: what it answers for that name
ssh_says() {
	printf '#!/bin/sh\n[ "$1 $2 $3" = "-G -- %s" ] || exit 255\n' "$1" \
		>"$T/bin/ssh"
	printf 'echo "%s"\n' "${@:2}" >>"$T/bin/ssh"
	chmod +x "$T/bin/ssh"
}
OLDPATH=$PATH
PATH=$T/bin:$PATH
section "fingerprint = $FP" "desk = biuro"
ssh_says biuro 'user x' 'hostname 127.0.0.1' "port ${ADDR##*:}" \
	'identityfile ~/.ssh/id'
asked_by anna log
asked_by piotr log --identity "$T/piotr"
asked_by anna log --desk biuro --fingerprint "$FP"
# its own port is not that of a desk; several keys are those that it would try
ssh_says biuro 'hostname 127.0.0.1' 'port 22' 'identityfile ~/.ssh/id' \
	'identityfile ~/.ssh/id2'
pomoc log && fail 'there is a desk'
has "$(cat "$T/log.err")" '127.0.0.1 port 7722'
# what is an address already is not asked for
ssh_says "${ADDR%:*}" 'hostname 127.0.0.2' 'port 1'
asked_by anna log --desk "$ADDR" --fingerprint "$FP" --identity "$HOME/.ssh/id"
# one that does not answer is not waited for, nor what it has begun
printf '#!/bin/sh\necho hostname 127.0.0.1\nsleep 600 &\necho $! >%q\nwait\n' \
	"$T/sleeper" >"$T/bin/ssh"
begun=$(now_ms)
pomoc log && fail 'there is a desk'
[ $(($(now_ms) - begun)) -lt 15000 ] || fail 'it waits for ssh'
# shellcheck disable=SC2317 # called through until_ok
sleeper_gone() {
	! kill -0 "$(cat "$T/sleeper")"
}
until_ok 5 sleeper_gone || fail 'what ssh began is left'
# without ssh, or when it fails, it is a name like any other
printf '#!/bin/sh\nexit 255\n' >"$T/bin/ssh"
pomoc log && fail 'there is a desk'
has "$(cat "$T/log.err")" 'biuro'
PATH=$OLDPATH
section "desk = $ADDR" "fingerprint = $FP" 'identity = ~/.ssh/id'

# --- the console ---
ln -s c "$T/home/d"
ln -s c "$T/home/e"
console c
sees c 'anna: free'
keys c Q
same "$(ended c)" 0 'as the file says'
console d --identity "$T/piotr"
sees d 'piotr: free'
keys d Q
same "$(ended d)" 0 'as piotr'
mkdir -m 700 "$T/own"
console e --listen 127.0.0.1:0 --data "$T/own"
sees e 'Nobody is waiting'
until_ok "$PATIENCE" test -s "$T/own/host_key" || fail 'no desk of its own'
keys e Q
same "$(ended e)" 0 'a desk of its own'

# --- what the file may not say ---
wrong "desk = $ADDR" 'desk and fingerprint of \[console\] belong together'
wrong "fingerprint = $FP" 'desk and fingerprint of \[console\] belong together'
wrong 'fingerprint = SHA256:abc' 'pomoc.conf:2: a fingerprint is SHA256: and 43'
wrong "desk = x:y" 'pomoc.conf:2: '
wrong 'identity = .ssh/id' 'pomoc.conf:2: ".ssh/id" does not begin with / or ~/'
wrong 'listen = 127.0.0.1:0' 'unknown key "listen" in \[console\]'
exit 0
