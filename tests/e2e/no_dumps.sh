#!/bin/bash
# Keys and the client's screen are in the memory of agent and console: neither
# leaves a core nor lets another program of the same user look into it, and the
# shared shell has its own limits back.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

case $POMOC_BUILD in
*-san) skip 'the leak checker has to look into them' ;;
esac

# root may look into all and owns all: the programs are somebody else's then
AS=()
OWNER=$(id -u)
chmod 711 "$T"
own() {
	[ "${#AS[@]}" -eq 0 ] || chown -R "$OWNER:$OWNER" "$@"
}
if [ "$OWNER" -eq 0 ]; then
	OWNER=65534
	AS=(setpriv --reuid "$OWNER" --regid "$OWNER" --clear-groups)
	"${AS[@]}" test -x "$POMOC_BUILD/pomoc-agent" ||
		skip 'the programs are not for everybody'
fi
ulimit -S -c unlimited 2>/dev/null || ulimit -S -c "$(ulimit -H -c)"
CORE=$(ulimit -S -c)

# cores NAME: the soft limit of the program in that terminal
cores() {
	awk '/^Max core file size/ { print $5 }' "/proc/$(pid_of "$1")/limits"
}
# memory_of NAME: who may read it
memory_of() {
	stat -c %u "/proc/$(pid_of "$1")/mem"
}

mkdir -m 700 "$T/desk"
home=$(home_of c)
ssh-keygen -q -t ed25519 -N '' -C '' -f "$home/key"
echo "name=\"anna\" $(cat "$home/key.pub")" >"$T/desk/technicians"
own "$home" "$(home_of a)" "$(home_of x)"
# shellcheck disable=SC2119
desk
term x "${AS[@]}" sleep 1000
term c "${AS[@]}" "$POMOC_BUILD/pomoc" --desk "$ADDR" --fingerprint "$FP" \
	--identity "$home/key" --data "$home/data"
sees c "$(say 'Nobody is waiting')"
term a "${AS[@]}" "$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" \
	--technician any --product Subiekt --name Jan --company Biuro \
	--phone 1 --problem x
sees c '^>.*Biuro'

# what any program has here, so that the rest says something
same "$(memory_of x)" "$OWNER" 'a program that hides nothing'
for who in a c; do
	same "$(cores $who)" 0 "cores of $who"
	same "$(memory_of $who)" 0 "the memory of $who"
done
let_in c a
run a 'echo cores: $(ulimit -S -c).'
sees a "cores: $CORE\\."
same "$(cores a)" 0 'cores with a share'
same "$(memory_of a)" 0 'the memory with a share'
