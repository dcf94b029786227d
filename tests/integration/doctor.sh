#!/bin/bash
# pomoc doctor: what is in order, what is not and what to do, in text and JSON;
# it ends with 1 for an error alone, and changes nothing.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# doctor CODE [OPTION...]: what it says is in $T/said
doctor() {
	local want=$1 code
	shift
	HOME=$(home_of doctor) "$POMOC_BUILD/pomoc" doctor --data "$T/desk" \
		--config "$T/pomoc.conf" "$@" >"$T/said" 2>"$T/said.err"
	code=$?
	[ "$code" -eq "$want" ] && return
	cat "$T/said" "$T/said.err"
	fail "ended with $code, want $want"
}
says() {
	grep -qE -- "$1" "$T/said" || {
		cat "$T/said"
		fail "does not say $1"
	}
}

# before the first start: warnings, and nothing is made
sed -i "/^\[desk\]/a listen = 127.0.0.1:$(free_port)" "$T/pomoc.conf"
doctor 0
says '^warning +data folder +.*/desk is not there yet'
says '^warning +port +no desk runs; 127.0.0.1:[0-9]+ is free'
[ ! -e "$T/desk" ] || fail 'it has made the folder'

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
echo "address = $ADDR" >"$T/address"
sed -i "/^\[desk\]/r $T/address" "$T/pomoc.conf"
find "$T/desk" -printf '%p %s %m %T@\n' | sort >"$T/before"
doctor 0
for check in configuration prices 'data folder' rights 'receipt key' log \
	technicians 'time zone'; do
	says "^ok +$check "
done
grep -qF "$FP" "$T/said" || fail 'it does not say the key'
says "^warning +port +a desk answers at $ADDR, but only to programs of this"
says "^ok +address +this desk answers at $ADDR"
says '^errors: 0, warnings: [0-9]+$'
doctor 0 --json
same "$(sqlite3 :memory: "SELECT count(*), sum(json_extract(value, '\$.state')
	= 'ok') >= 8 FROM json_each(readfile('$T/said'), '\$.rows')")" '14|1'
same "$(sqlite3 :memory: "SELECT json_extract(readfile('$T/said'),
	'\$.sum.errors')")" 0
find "$T/desk" -printf '%p %s %m %T@\n' | sort >"$T/after"
same "$(cat "$T/before")" "$(cat "$T/after")"

# a desk whose front alone is at work
kill -STOP "$DESK_PID"
doctor 1
kill -CONT "$DESK_PID"
says "^ERROR +port +$ADDR: no answer\$"
says "^warning +address +$ADDR: no answer\$"

# errors, one by one; each is named and says what to do
chmod 755 "$T/desk"
doctor 1
says '^ERROR +data folder +other users may look into .* \(755\)$'
says '^ +chmod 700 that folder'
chmod 700 "$T/desk"
chmod 644 "$T/desk/receipt_key"
doctor 1
says '^ERROR +rights +other users may open .*/receipt_key \(644\)$'
says '^ERROR +receipt key +others can read '
chmod 600 "$T/desk/receipt_key"
# what cannot be read is not compared, and its rights are what is to be set
chmod 644 "$T/desk/host_key"
doctor 1
says '^ERROR +key +others can read .*/host_key'
says "^warning +port +$ADDR: not tried, the desk's key is not known"
says "^warning +address +$ADDR: not tried, the desk's key is not known"
! grep -q 'from a copy' "$T/said" || fail 'a good key is to be replaced'
chmod 600 "$T/desk/host_key"
# keys that are gone, or are none: the next start would make others
for f in host_key receipt_key; do
	mv "$T/desk/$f" "$T/kept"
	doctor 1
	says '^ERROR +(receipt )?key +it is gone'
	says '^ +Bring the file back from a copy before the desk starts again'
	(umask 077 && echo nonsense >"$T/desk/$f")
	doctor 1
	says "^ERROR +(receipt )?key +.*/$f is not a private key"
	says '^ +Bring the file back from a copy before the desk starts again'
	mv "$T/kept" "$T/desk/$f"
done
echo nonsense >>"$T/desk/technicians"
doctor 1 --json
same "$(sqlite3 :memory: "SELECT json_extract(value, '\$.check') FROM
	json_each(readfile('$T/said'), '\$.rows')
	WHERE json_extract(value, '\$.state') = 'error'")" technicians
listed anna
printf '[price "x"]\nkind = nonsense\n' >"$T/prices.conf"
doctor 1
says '^ERROR +prices +.*prices.conf:2: '
rm "$T/prices.conf"
TZ=Mars/Olympus doctor 1
says '^ERROR +time zone +'
TZ=UTC doctor 0
says '^warning +time zone +TZ=UTC$'

# what is set by now counts with the next start
sed -i 's/^listen = .*/listen = *:7722/' "$T/pomoc.conf"
doctor 0
says '^ +Start the desk anew: pomoc.conf has another listen by now'

# an address that leads nowhere; a port that another desk has; a port of nobody
sed -i 's/^address = .*/address = localhost.invalid:1/' "$T/pomoc.conf"
doctor 0
says '^warning +address +localhost.invalid:1: '
kill_desk
mv "$T/desk" "$T/kept"
desk --config "$T/pomoc.conf"
printf '[desk]\nlisten = %s\nphone = 1\naddress = %s\n' "$ADDR" "$ADDR" \
	>"$T/pomoc.conf"
mv "$T/desk" "$T/elsewhere"
mv "$T/kept" "$T/desk"
doctor 1
says '^ERROR +port +'
kill_desk
doctor 0
says "^warning +port +no desk runs; $ADDR is free"
says "^warning +address +$ADDR: not tried, no desk runs"
echo 'no database of anybody, but a text that is long' >"$T/desk/desk.db"
doctor 1
says '^ERROR +log +.*desk.db is not a pomoc database'

LC_ALL=C.UTF-8 LANGUAGE=pl doctor 1
says '^BŁĄD +rejestr +'

# a stranger is told nothing that he cannot see
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$T"
	setpriv --reuid=65534 --regid=65534 --clear-groups \
		env HOME="$T" LC_ALL=C.UTF-8 "$POMOC_BUILD/pomoc" doctor \
		--data "$T/desk" --config "$T/pomoc.conf" >"$T/said" 2>&1
	same $? 1
	says '^ERROR +data folder +.* belongs to another user$'
	says '^ok +configuration'
	! grep -E '^[^ ]+ +(rights|key|log|technicians|port|address) ' "$T/said" ||
		fail 'it tells of what it has not seen'
	setpriv --reuid=65534 --regid=65534 --clear-groups \
		env HOME="$T" LC_ALL=C.UTF-8 "$POMOC_BUILD/pomoc" invite \
		--data "$T/desk" --config "$T/pomoc.conf" >"$T/said" 2>&1
	says "the desk's key cannot be read: .*Permission denied"
fi
# nor is a disk that takes nothing well
if [ "$(id -u)" -eq 0 ] && command -v unshare >/dev/null; then
	unshare --mount sh -c 'mount -t tmpfs -o mode=700,ro none "$1" &&
		exec "$2" doctor --data "$1"' sh "$T/desk" "$POMOC_BUILD/pomoc" \
		>"$T/said" 2>&1
	says '^ERROR +disk +nothing can be written on it'
fi
exit 0
