#!/bin/bash
# What a program is told by its environment and by files: the terminal, the time
# zone, configurations from other systems, names that look like something else.
# shellcheck disable=SC2317 # functions are called through others
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
export TZ=Europe/Warsaw
. tests/support/programs.sh
# shellcheck disable=SC2119
desk

# --- the terminal: its own size, and a name that is new to this machine ---
# a console whose desk is away: its screen is all that is wanted here
NO_DESK=(--desk 127.0.0.1:1 --fingerprint "SHA256:$(printf %043d 0)")
fills_the_terminal() {
	[ "$(screen con | wc -l)" -eq "$ROWS" ] &&
		screen con | tail -n 1 | grep -q 'refuses the connection' &&
		screen con | grep -Exq "─{$COLS}"
}
ends_con() {
	kill -TERM "$(pid_of con)"
	same "$(ended con)" 0 "$*"
	tm kill-session -t =con
}
console_with() {
	term con env "$@" "$POMOC_BUILD/pomoc" --data "$T/con" "${NO_DESK[@]}"
	until_ok "$PATIENCE" fills_the_terminal || {
		screen con
		fail "$*: not the size of the terminal"
	}
	ends_con "$@"
}
console_with COLUMNS=200 LINES=60 TERM=foot
console_with COLUMNS=40 LINES=0 TERM=no-such-thing
# colours where the terminal surely has them
term con env TERM=xterm-kitty "$POMOC_BUILD/pomoc" --data "$T/con" \
	"${NO_DESK[@]}"
until_ok "$PATIENCE" fills_the_terminal || fail 'kitty'
tm capture-pane -e -p -t '=con:' | grep -q $'\e\[[0-9;]*[34][0-9]' ||
	fail 'no colours in kitty'
ends_con kitty

# --- days are those of the time zone, or nobody bills ---
# 2026-10-31T23:30Z is November in Warsaw, October in UTC
no_zones() {
	env -u TZ TZDIR=/nonexistent "$@"
}
"$POMOC_BUILD/support/mklog" "$T/zone" || fail 'no log'
day_of() {
	"$@" "$POMOC_BUILD/pomoc" log --data "$T/zone" --format csv-pl 2>/dev/null
}
same "$(day_of no_zones)" "$(day_of env TZ=Europe/Warsaw)" 'no zone data'
same "$(day_of no_zones env TZ=)" "$(day_of env TZ=Europe/Warsaw)" 'empty TZ'
[ "$(day_of env TZ=UTC)" != "$(day_of env TZ=Europe/Warsaw)" ] ||
	fail 'the log does not show the zone'
for zone in Europe/Warszawa CET-1CEST; do
	for c in log 'export --epp'; do
		# shellcheck disable=SC2086 # words
		gives 2 env TZ=$zone "$POMOC_BUILD/pomoc" $c --data "$T/log"
		said "TZ=$zone is no time zone"
	done
	gives 2 env TZ=$zone "$POMOC_BUILD/pomoc-desk" --data "$T/z" \
		--listen 127.0.0.1:0
	said "TZ=$zone is no time zone"
	[ ! -e "$T/z" ] || fail 'a desk was made'
	gives 0 env TZ=$zone "$POMOC_BUILD/pomoc" log --help
	gives 0 env TZ=$zone "$POMOC_BUILD/pomoc" verify --data "$T/log"
done
gives 2 env TZ=Europe/Berlin TZDIR=/nonexistent "$POMOC_BUILD/pomoc-desk" \
	--check-config
term con env TZ=Mars "$POMOC_BUILD/pomoc" --data "$T/con" \
	--config "$T/pomoc.conf" --listen 127.0.0.1:0
same "$(ended con)" 2 'console with its own desk and a wrong zone'
has "$(cat "$T/con.err")" 'TZ=Mars is no time zone'

# --- configurations from Notepad, with ; and #, and long ---
mkdir "$T/cfg"
{
	printf '\xef\xbb\xbf[desk]\r\nfirm = Nowak ; Synowie # 1\r\n'
	printf 'phone = 22 000\r\n[template "a"]\r\ntext = %02000d\r\n' 0
} >"$T/cfg/pomoc.conf"
{
	printf '\xef\xbb\xbf[price "s"]\r\nkind = support\r\n'
	printf 'products = Subiekt ; Gestor\r\nnet = 180,00\r\n'
} >"$T/cfg/prices.conf"
gives 0 pomoc_desk --config "$T/cfg/pomoc.conf" --check-config
gives 0 pomoc prices --config "$T/cfg/pomoc.conf" --ini
said 'products = Subiekt ; Gestor'
printf '[desk]\nphone = 1\n[template "a"]\ntext = %02001d\n' 0 \
	>"$T/cfg/pomoc.conf"
gives 2 pomoc_desk --config "$T/cfg/pomoc.conf" --check-config
said 'pomoc.conf:4: longer than 2000 bytes'
printf '[desk]\nfirm = Nowak\rphone = 1\n' >"$T/cfg/pomoc.conf"
gives 2 pomoc_desk --config "$T/cfg/pomoc.conf" --check-config
said 'pomoc.conf:2: a control character'
printf '\xef\xbb\xbf[me]\r\nname = Jan ; Jr\r\ncompany = # 1\r\nphone = 1\r\n[desk]\r\nhost = %s\r\n' \
	"$ADDR" >"$T/agent.conf"
term b "$POMOC_BUILD/pomoc-agent" --config "$T/agent.conf" --fingerprint \
	"$FP" --technician any --product Subiekt --problem x
sees b 'Jan ; Jr'
kill -TERM "$(pid_of b)"

# --- a desk that is not the one, and slips of the hand ---
WRONG=SHA256:$(printf %042d 0)4
term f "$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$WRONG"
same "$(ended f)" 3 'agent with a mistyped fingerprint'
err=$(cat "$T/f.err")
has_text "$err" 'fingerprint was mistyped. Nothing was sent.'
has_text "$err" "$FP"
has_text "$err" "$WRONG"
term g "$POMOC_BUILD/pomoc" --desk "$ADDR" --fingerprint "$WRONG." \
	--data "$T/con"
sees g 'Nothing was sent'
until_ok "$PATIENCE" eval 'keys g q; until_ok 1 shows g "Enter confirms"' ||
	fail 'q is not taken'
until_ok "$PATIENCE" closed_by g Enter || fail 'the console stays'
same "$(ended g)" 3 'console with a mistyped fingerprint'
for host in ssh://desk user@desk '[::1%lo]'; do
	gives 2 "$POMOC_BUILD/pomoc-agent" "$host" --fingerprint "$FP"
	gives 2 pomoc --desk "$host" --fingerprint "$FP"
done
gives 2 pomoc --desk "$ADDR" --fingerprint "${FP}x"
said 'not 44'

# --- names that are something else to SQLite, and half copies ---
mkdir "$T/names"
(
	cd "$T/names" || exit 1
	echo mine >file:b.db.part
	(exit 0) &
	wait $!
	echo half >"file:b.db.tmp.$!" # of one that was killed
	gives 0 pomoc backup --data "$T/log" file:b.db
	same "$(cat file:b.db.part)" mine 'a file that was there'
	gives 0 pomoc backup --data "$T/log" ':memory:'
	gives 0 pomoc backup --data "$T/log" 'file:c?mode=memory'
	gives 1 pomoc backup --data "$T/log" file:b.db
	said 'exists already'
	gives 0 pomoc restore --data file:d file:b.db
	gives 0 pomoc verify --data file:d
	gives 0 pomoc verify --data "/$T/names/file:d"
	gives 1 pomoc backup --data "$T/log" file:none/b.db
	same "$(find . -type f -name '*.part' -o -name '*.tmp.*' | sort)" \
		'./file:b.db.part' \
		'what backups left'
	for f in :memory: file:b.db 'file:c?mode=memory' file:d/desk.db; do
		[ -s "$f" ] || fail "there is no $f"
	done
) || exit 1
(
	ulimit -f 150
	gives 1 pomoc backup --data "$T/log" "$T/names/large"
) || exit 1
same "$(find "$T/names" -name 'large*')" '' 'after a failed backup'
exit 0
