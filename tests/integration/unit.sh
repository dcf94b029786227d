#!/bin/bash
# The unit of pomoc-desk, as it is installed here: systemd takes every line of it
# and finds little that it leaves open.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
command -v systemd-analyze >/dev/null || skip 'no systemd here (make deps-reach)'

U=$T/pomoc-desk.service
shared/service/unit.sh /usr >"$U" || fail 'no unit'
grep -qx 'ExecStart=/usr/bin/pomoc-desk --data /var/lib/pomoc' "$U" ||
	fail 'it starts something else'
sed -i "s|^ExecStart=/usr/bin|ExecStart=$POMOC_BUILD|" "$U"
systemd-analyze verify --man=no "$U" >"$T/out" 2>&1 ||
	fail "verify: $(cat "$T/out")"
# what it does not know it only mentions
! grep -F "$U" "$T/out" || fail 'a line is not taken'
# 2.0 at most, in tenths
systemd-analyze security --offline=yes --threshold=20 "$U" >"$T/out" 2>&1 ||
	fail "security: $(grep '✗' "$T/out"; tail -n 1 "$T/out")"
grep 'Overall exposure' "$T/out"

# a line that it does not know, and an open door, are found
sed 's/^ProtectHome/ProtectHouse/' "$U" >"$T/wrong.service"
systemd-analyze verify --man=no "$T/wrong.service" 2>&1 |
	grep -q ProtectHouse || fail 'verify finds nothing'
grep -Ev '^(CapabilityBoundingSet|SystemCallFilter|User|Protect)' "$U" \
	>"$T/open.service"
! systemd-analyze security --offline=yes --threshold=20 "$T/open.service" \
	>/dev/null 2>&1 || fail 'security finds nothing'

# a newer systemd reloads by Type=notify-reload, an older one has a command
mkdir "$T/bin"
for v in 252 253; do
	printf '#!/bin/sh\necho "systemd %s (%s-1)"\n' $v $v >"$T/bin/systemctl"
	chmod +x "$T/bin/systemctl"
	PATH=$T/bin:$PATH shared/service/unit.sh /opt >"$T/$v"
	grep -qx 'ExecStart=/opt/bin/pomoc-desk .*' "$T/$v" || fail 'prefix'
done
same "$(grep -E '^(Type|ExecReload)' "$T/252")" \
	$'Type=notify\nExecReload=sh -c "kill -HUP ${MAINPID}"'
same "$(grep -E '^(Type|ExecReload)' "$T/253")" Type=notify-reload
exit 0
