#!/bin/bash
# The technicians file wherever it really lies, and whatever wrote it: who is
# taken out is cut off within five seconds, and nobody else is.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr
mkdir -m 700 "$T/desk"
mkdir -p "$T/cfg/one" "$T/cfg/two"
both() {
	printf 'name="anna" %s\nname="piotr" %s\n' "$(cat "$T/anna.pub")" \
		"$(cat "$T/piotr.pub")"
}
# cut NAME: within five seconds
cut_off() {
	until_ok 5 gone "$1" || fail "$1 is still here: $2"
}
here() {
	mark "$1"
	say "$1" '{"t":"ping","n":3}'
	hears "$1" '"pong","n":3'
}
says() {
	until_ok 5 grep -q "$1" "$T/desk.err" || fail "no '$1' in the log"
}

# --- a link to another folder; an editor that keeps the file ---
both >"$T/cfg/technicians"
ln -s ../cfg/technicians "$T/desk/technicians"
desk --config "$T/pomoc.conf"
tech anna
tech piotr
sed -n /piotr/p "$T/cfg/technicians" >"$T/new"
cat "$T/new" >"$T/cfg/technicians"
cut_off anna 'behind a link'
here piotr

# --- a folder that is swapped as a whole, as cluster managers do ---
both >"$T/cfg/one/technicians"
sed -n /anna/p "$T/cfg/one/technicians" >"$T/cfg/two/technicians"
ln -s one "$T/cfg/data"
ln -sfn ../cfg/data/technicians "$T/desk/technicians"
tech_again() {
	until_ok 5 can_log_in "$1" || fail "$1 cannot log in"
	tech "$1"
}
# shellcheck disable=SC2317 # called through until_ok
can_log_in() {
	! ssh_desk "$1" tech@127.0.0.1 true 2>&1 </dev/null |
		grep -q 'Permission denied'
}
tech_again anna
ln -s two "$T/cfg/data.new"
mv -T "$T/cfg/data.new" "$T/cfg/data"
cut_off piotr 'after the swap'
here anna

# --- forms of other editors ---
printf '\xef\xbb\xbfname="anna" %s\r\nname="piotr" %s' "$(cat "$T/anna.pub")" \
	"$(cat "$T/piotr.pub")" >"$T/cfg/two/technicians"
tech_again piotr
here anna
printf 'name="anna" %s\rname="piotr" %s\r' "$(cat "$T/anna.pub")" \
	"$(cat "$T/piotr.pub")" >"$T/cfg/two/technicians"
here anna
here piotr

# --- a typing error puts nobody out, and is told with its line ---
{
	both
	echo 'name="ewa" nonsense'
} >"$T/cfg/two/technicians"
says 'technicians:3: .*; the technicians before it stay'
here anna
here piotr
echo nonsense >"$T/cfg/two/technicians"
says 'technicians:1: '
here anna
# --- the file is taken away and put back at once; and then for good ---
both >"$T/cfg/two/technicians"
mv "$T/desk/technicians" "$T/aside" && mv "$T/aside" "$T/desk/technicians"
here anna
here piotr
rm "$T/cfg/two/technicians"
cut_off anna 'without a file'
cut_off piotr 'without a file'

# --- a folder that appears later; then the file is written again in it ---
ln -sfn ../later/here/technicians "$T/desk/technicians"
mkdir "$T/later"
mkdir "$T/later/here"
both >"$T/later/here/technicians"
tech_again anna
tech_again piotr
sed -n /anna/p "$T/later/here/technicians" >"$T/later/here/new"
mv "$T/later/here/new" "$T/later/here/technicians"
cut_off piotr 'after a folder that came later'
here anna

# --- nobody is here: it is at rest, and a change is seen all the same ---
hangs_up anna
switches=
# shellcheck disable=SC2317 # called through until_ok
at_rest() {
	local n
	n=$(sed -n 's/^voluntary_ctxt_switches:\s*//p' "/proc/$DESK_PID/status")
	[ "$n" = "$switches" ] || rest_ms=$(now_ms)
	switches=$n
	[ $(($(now_ms) - rest_ms)) -ge 5000 ]
}
until_ok $((PATIENCE * 2)) at_rest || fail 'it wakes all the time'
both >"$T/later/here/technicians"
tech_again piotr

# --- not every failure to lock is another desk ---
kill -TERM "$DESK_PID"
wait "$DESK_PID"
case $POMOC_BUILD in
*-san) exit 0 ;; # LeakSanitizer cannot look under a tracer
esac
command -v strace >/dev/null || exit 77
strace -f -o /dev/null -e trace=flock true 2>/dev/null || exit 77
: >"$T/desk/technicians.new"
rm "$T/desk/technicians"
strace -f -o /dev/null -e inject=flock:error=ENOLCK "$POMOC_BUILD/pomoc-desk" \
	--data "$T/desk" --listen 127.0.0.1:0 2>"$T/err" </dev/null
same $? 1 'a disk without locks'
grep -q 'cannot lock .*desk.lock: No locks available' "$T/err" ||
	fail "$(cat "$T/err")"
strace -I 2 -f -o /dev/null -e inject=flock:error=EINTR:when=1..3 \
	"$POMOC_BUILD/pomoc-desk" --data "$T/desk" --listen 127.0.0.1:0 \
	2>"$T/err" </dev/null &
pids+=($!)
until_ok "$PATIENCE" grep -q 'desk .* at 127' "$T/err" || fail "$(cat "$T/err")"
kill -TERM "$(pgrep -P $!)" # not the tracer, which would leave it behind
wait $!
same $? 0 'its end'
exit 0
