#!/bin/bash
# What a command prints goes through the pager on a terminal, and nowhere else;
# without one, and with one that cannot be started, it is shown all the same.
# Nothing that a command prints has a colour.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

# a pager says that it is one, and waits until it is left
cat >"$T/pager" <<'END'
#!/bin/sh
echo PAGER
cat
echo END
read -r word </dev/tty
[ "$word" != stop ] || { kill -STOP $$; echo 'went on'; read -r _ </dev/tty; }
END
chmod +x "$T/pager"
COLS=132 ROWS=30
"$POMOC_BUILD/support/mklog" "$T/data"

# on NAME COMMAND...: in a terminal that stays when it has ended
on() {
	local name=$1
	shift
	term "$name" env PAGER="$T/pager" "$POMOC_BUILD/pomoc" "$@" \
		--data "$T/data"
}

on paged log
sees paged PAGER
# as wide as the terminal
sees paged 'Beta.{85,}492,00'
sees paged 'Beta'
sees paged 'END'
is_dead paged && fail 'it does not wait for its pager'
keys paged C-c
shows paged 'Beta' || fail 'Ctrl-C takes more than the pager'
same "$(ended paged)" 0 'exit of paged'

on plain log --no-pager
same "$(ended plain)" 0 'exit of plain'
sees plain 'Beta'
shows plain PAGER && fail '--no-pager is paged'

# what is wrong is said in the end
on wrong show 999
sees wrong END
keys wrong Enter
same "$(ended wrong)" 1 'exit of wrong'
has "$(cat "$T/wrong.err")" '999'

term none env PAGER=/nonexistent "$POMOC_BUILD/pomoc" log --data "$T/data"
sees none 'Beta'
same "$(ended none)" 0 'exit of none'

# one that stops alone goes on
on stopped log
sees stopped END
text stopped stop
keys stopped Enter
sees stopped 'went on'
keys stopped Enter
same "$(ended stopped)" 0 'exit of stopped'

# less shows what fits, and ends
term less env -u PAGER -u LESS "$POMOC_BUILD/pomoc" log --data "$T/data"
sees less 'Beta'
same "$(ended less)" 0 'exit of less'
ROWS=5 term short env -u PAGER -u LESS "$POMOC_BUILD/pomoc" log --data "$T/data"
sees short 'Epsilon|Beta|Alfa'
is_dead short && fail 'what does not fit is not paged'
keys short q
same "$(ended short)" 0 'exit of short'

out=$(PAGER=$T/pager "$POMOC_BUILD/pomoc" log --data "$T/data")
has "$out" 'Beta'
grep -q PAGER <<<"$out" && fail 'a pipe is paged'
grep -q $'\033' <<<"$out" && fail 'there are colours in a pipe'
# nor is a command that changes something
"$POMOC_BUILD/pomoc" backup --no-pager --help >/dev/null 2>&1 &&
	fail 'a command without a pager takes --no-pager'
exit 0
