#!/bin/bash
# Case 17: started as root it warns, before anything else and as long as nobody
# is let in; started as anybody else it does not.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

ROOT=() USER_=()
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$T"
	mkdir -m 755 "$T/bin"
	cp "$POMOC_BUILD/pomoc-agent" "$T/bin"
	USER_=(setpriv --reuid 12345 --regid 12345 --clear-groups)
else
	unshare -r true 2>/dev/null || skip 'nobody can be root here'
	mkdir "$T/bin"
	cp "$POMOC_BUILD/pomoc-agent" "$T/bin"
	ROOT=(unshare -r)
fi
WARNS='running as root; whoever you let in has all rights on this machine'
# shellcheck disable=SC2119
desk
# shellcheck disable=SC2034 # for term
LOCALE=C.UTF-8
term a "${ROOT[@]}" "$T/bin/pomoc-agent" "$ADDR" --fingerprint "$FP"
sees a "$(say 'Who shall help you?')"
has_text "$(cat "$T/a.err")" "$WARNS"
sees a 'You run this as root'
term b "${USER_[@]}" "$T/bin/pomoc-agent" "$ADDR" --fingerprint "$FP"
sees b "$(say 'Who shall help you?')"
grep -q root "$T/b.err" && fail 'it warns of nothing'
shows b 'root' && fail 'it warns of nothing on the screen'
exit 0
