#!/bin/bash
# Where clients find a desk is one answer: in the empty queue, in the box of I
# and from `pomoc invite`; where only this machine's name is known, all three
# say what to set.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
COLS=132

config
port=$(free_port)
# open_console NAME ADDRESS: each with a folder of its own
open_console() {
	console "$1" --config "$T/pomoc.conf" --data "$T/$1.data" \
		--listen "0.0.0.0:$port"
	sees "$1" "pomoc-agent $2"
	invited=$("$POMOC_BUILD/pomoc" invite --config "$T/pomoc.conf" \
		--data "$T/$1.data" 2>"$T/err") || fail 'invite'
	invited=${invited%%$'\n'*}
	has_text "$invited" "pomoc-agent $2 --fingerprint SHA256:"
	has_text "$(screen "$1")" "$invited"
}
host=$(hostname)
open_console c "$host:$port"
case $host in
*.*) skip 'the name of this machine has a domain' ;;
esac
sees c 'your public name'
keys c I
sees c 'What the client types'
sees c 'address = \.\.\.'
has_text "$(screen c)" "pomoc-agent $host:$port"
grep -q "address = ... (your public name)" "$T/err" || fail 'invite gives no hint'
keys c Escape
close c Q

port=$(free_port)
sed -i "s/^firm.*/&\naddress = desk.example.pl:$port/" "$T/pomoc.conf"
open_console d "desk.example.pl:$port"
same "$(cat "$T/err")" ''
shows d 'public name' && fail 'a hint without need'
keys d I
sees d 'The fingerprint proves'
# in the box it is folded, and once more as one word
key=${invited##* SHA256:}
has_text "$(screen d)" "│ pomoc-agent desk.example.pl:$port --fingerprint "
has_text "$(screen d)" "│ SHA256:$key "
has_text "$(screen d)" "│ desk.example.pl:$port/$(tr +/ -_ <<<"$key") "
keys d Escape
close d Q
exit 0
