#!/bin/bash
# Case 16: no home, no TERM, no SHELL, and passwd does not know who it is: the
# agent takes what it has, and the visit has a shell.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh
[ "$(id -u)" -eq 0 ] || skip 'only root can be somebody whom passwd does not know'
getent passwd 12345 >/dev/null && skip 'passwd knows 12345'

chmod 755 "$T"
mkdir -m 755 "$T/bin"
cp "$POMOC_BUILD/pomoc-agent" "$T/bin"
console_desk c
term a setpriv --reuid 12345 --regid 12345 --clear-groups \
	env -u HOME -u SHELL -u TERM -u LOGNAME -u USER "$T/bin/pomoc-agent" \
	"$ADDR" --fingerprint "$FP" --technician any --product Subiekt \
	--name 'Jan Nowak' --company 'Biuro Nowak' --phone 1 --problem x
sees c 'Jan Nowak'
let_in c a
text c 'echo "$(id -u) in $PWD: ${TERM:-none}, $((80+8))"'
keys c Enter
sees a '^12345 in /.*: [a-z0-9-]+, 88'
sees c '^12345 in /.*: [a-z0-9-]+, 88'
exit 0
