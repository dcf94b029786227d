#!/bin/bash
# The packages in a system of their own, with its own systemd: installed, the
# service at work, upgraded while a visit runs and the log is an older one,
# removed. Needs root and the network; the base system is kept in build-chroot/.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh
. tests/support/system.sh
command -v dh >/dev/null || skip "no dh here (make deps-reach)"
arch=$(dpkg --print-architecture)
version=$(sed -n 's/^VERSION := //p' Makefile)

# --- the packages: of now, and the same as if they were older ---
debs=$POMOC_BUILD/deb-test
[ -e "$debs/pomoc_${version}_$arch.deb" ] &&
	[ -z "$(find Makefile agent console man shared -newer "$debs" -type f |
		head -n 1)" ] ||
	shared/deb/build.sh "$debs" >"$T/said" || fail 'not built'
mkdir -p "$T/debs/old" "$T/debs/new"
cp "$debs"/*.deb "$T/debs/new/"
for d in "$T/debs/new"/*.deb; do
	rm -rf "$T/unpacked"
	dpkg-deb -R "$d" "$T/unpacked"
	sed -i "s/$version/0.0.9/" "$T/unpacked/DEBIAN/control"
	dpkg-deb -b "$T/unpacked" "$T/debs/old/$(basename "${d/$version/0.0.9}")" \
		>/dev/null || fail 'no older package'
done

# --- the system ---
system_made
cp -r "$T/debs" "$R/debs"
system_boots

# --- installed ---
apt_get install "/debs/old/pomoc-agent_0.0.9_$arch.deb" \
	"/debs/old/pomoc_0.0.9_$arch.deb" || fail "install: $(cat "$T/apt.log")"
in_it systemctl is-active --quiet pomoc-desk && fail 'it runs, and nobody asked'
same "$(in_it stat -c '%a %U' /var/lib/pomoc)" '700 pomoc'
same "$(in_it stat -c '%a %U' /etc/pomoc)" '755 root'
has "$(in_it env LC_ALL=pl_PL.UTF-8 pomoc --help)" 'użycie'

# --- at work, as the manual says ---
ADDR=127.0.0.1:$(free_port)
printf '[desk]\nfirm = Serwis Demo\nlisten = %s\n' "$ADDR" \
	>"$R/etc/pomoc/pomoc.conf"
ssh-keygen -q -t ed25519 -N '' -f "$T/anna"
cp "$T/anna.pub" "$R/root/"
in_it pomoc technician add anna /root/anna.pub --data /var/lib/pomoc >"$T/out" ||
	fail 'no technician'
in_it systemctl enable --now pomoc-desk >"$T/out" 2>&1 ||
	fail "$(cat "$T/out"; in_it journalctl -u pomoc-desk --no-pager)"
journal() {
	in_it journalctl -u pomoc-desk --no-pager -o cat
}
show() {
	in_it systemctl show -p "$1" --value pomoc-desk
}
# shellcheck disable=SC2317 # called through until_ok
status_is() {
	[ "$(show StatusText)" = "$1" ]
}
same "$(show StatusText)" "Serves at $ADDR"
# the front's own sandbox, under the unit's
has "$(journal)" 'front: started: seccomp'
has "$(journal)" "desk $version at $ADDR"
in_it systemctl reload pomoc-desk || fail 'it cannot be told to read again'
has "$(journal)" 'were read again'
same "$(show ActiveState)" active

# a configuration that it may not read is not taken for none
chmod 700 "$R/etc/pomoc"
in_it systemctl reload pomoc-desk
until_ok "$PATIENCE" status_is "Serves at $ADDR; not read again: configuration prices" ||
	fail "a folder that is shut: $(show StatusText)"
in_it systemctl restart pomoc-desk && fail 'it serves without what it was told'
has "$(journal)" '/etc/pomoc/pomoc.conf: Permission denied'
chmod 755 "$R/etc/pomoc"
in_it systemctl reset-failed pomoc-desk
in_it systemctl restart pomoc-desk || fail "$(journal)"

# a low port, with what the manual says of it
D=$R/etc/systemd/system/pomoc-desk.service.d
mkdir -p "$D"
printf '%s\n' '[Service]' AmbientCapabilities=CAP_NET_BIND_SERVICE \
	CapabilityBoundingSet=CAP_NET_BIND_SERVICE PrivateUsers=no \
	>"$D/low.conf"
in_it systemctl daemon-reload
sed -i 's/^listen = .*/listen = 127.0.7.7:443/' "$R/etc/pomoc/pomoc.conf"
in_it systemctl restart pomoc-desk || fail "port 443: $(journal)"
same "$(show StatusText)" 'Serves at 127.0.7.7:443'
rm "$D/low.conf"
in_it systemctl daemon-reload
in_it systemctl restart pomoc-desk && fail 'port 443 without the right'
sed -i "s/^listen = .*/listen = $ADDR/" "$R/etc/pomoc/pomoc.conf"
in_it systemctl reset-failed pomoc-desk
in_it systemctl restart pomoc-desk || fail "$(journal)"

# --- upgraded: the log is that of an older version, a visit runs ---
FP=$(ssh-keygen -lf "$R/var/lib/pomoc/host_key.pub" | cut -d ' ' -f 2)
console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
	--data "$T/console"
client a
sees c '^>.*Biuro Nowak'
let_in c a
text c 'echo before $((40 + 2))'
keys c Enter
sees a 'before 42'
# what the old one leaves behind when it has ended
D=/var/lib/pomoc
cat >"$R/etc/systemd/system/pomoc-desk.service.d/old.conf" <<-END
	[Service]
	ExecStopPost=sh -c 'test -e $D/was_old || sqlite3 $D/desk.db \
	"DROP VIEW v_queue; DROP TABLE alarm; PRAGMA user_version = 0" && \
	touch $D/was_old'
END
in_it systemctl daemon-reload
old=$(show MainPID)
# first with a configuration that would keep it down: it goes on as it is
cp "$R/etc/pomoc/pomoc.conf" "$T/good.conf"
echo 'nonsense' >>"$R/etc/pomoc/pomoc.conf"
apt_get install "/debs/new/pomoc-agent_${version}_$arch.deb" \
	"/debs/new/pomoc_${version}_$arch.deb" || fail "upgrade: $(cat "$T/apt.log")"
same "$(show ActiveState) $(show MainPID)" "active $old" 'stopped'
grep -q 'Mend that, then: systemctl restart pomoc-desk' "$T/apt.log" ||
	fail "it does not say so: $(cat "$T/apt.log")"
cp "$T/good.conf" "$R/etc/pomoc/pomoc.conf"
apt_get install --reinstall "/debs/new/pomoc-agent_${version}_$arch.deb" \
	"/debs/new/pomoc_${version}_$arch.deb" || fail "upgrade: $(cat "$T/apt.log")"
[ -e "$R$D/was_old" ] || fail 'the log did not become an older one'
same "$(show ActiveState)" active
[ "$(show MainPID)" != "$old" ] || fail 'the old one still runs'
same "$(show NRestarts)" 0
has "$(journal)" 'ended by signal 15'
sql() {
	in_it sqlite3 -readonly $D/desk.db "$1"
}
[ "$(sql 'PRAGMA user_version')" -gt 0 ] || fail 'the log is still an older one'
# the same visit: no key is pressed, nobody is asked again
# shellcheck disable=SC2317 # called through until_ok
goes_on() {
	shows c 'zł/h .*next (in )?[0-9]' && shows a 'sees and MAY TYPE'
}
until_ok "$PATIENCE" goes_on || {
	screen c
	screen a
	fail 'the visit does not go on'
}
text c 'echo after $((40 + 2))'
keys c Enter
sees a 'after 42'
solve c
sees a 'The visit is over: solved'
same "$(sql 'SELECT count(*), state, worked_s > 0 FROM ticket')" '1|solved|1'
in_it pomoc verify --data $D >"$T/out" 2>&1 || fail "verify: $(cat "$T/out")"

# --- removed: the firm's log and keys stay ---
apt_get purge pomoc pomoc-agent || fail "purge: $(cat "$T/apt.log")"
in_it systemctl is-active --quiet pomoc-desk && fail 'it still runs'
left=$(find "$R/usr" "$R/lib" "$R/etc" -name '*pomoc*' ! -path '*/debs/*' \
	! -path "$R/etc/pomoc*" ! -path '*/pomoc-desk.service.d*')
same "$left" '' 'left behind'
for f in desk.db host_key receipt_key technicians; do
	[ -s "$R$D/$f" ] || fail "$f is gone"
done
exit 0
