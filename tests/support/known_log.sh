# shellcheck shell=bash
# A known log in $d (tests/support/mklog.c), and what commands say about it; for
# scripts of `set -eu` in the project's folder.
#
#   has PATTERN COMMAND...        it succeeds and prints that
#   says PATTERN COMMAND...       the same on standard error
#   ends CODE PATTERN COMMAND...  it fails with that code and one line of that
export LC_ALL=C.UTF-8 LANGUAGE=en TZ=Europe/Warsaw
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
unset SUDO_USER SUDO_UID
export HOME=$t/home XDG_CONFIG_HOME=$t/config
d=$t/data
"$POMOC_BUILD/support/mklog" "$d"

fail() {
	echo "FAIL: $*"
	exit 1
}
has() {
	local want=$1
	shift
	"$@" >"$t/out" 2>"$t/err" || fail "exit $? of: $* ($(cat "$t/err"))"
	grep -q -e "$want" "$t/out" || fail "$*: no '$want' in: $(cat "$t/out")"
}
says() {
	local want=$1
	shift
	"$@" >"$t/out" 2>"$t/err" || fail "exit $? of: $* ($(cat "$t/err"))"
	grep -q -e "$want" "$t/err" || fail "$*: no '$want' in: $(cat "$t/err")"
}
ends() {
	local want=$1 pattern=$2 rc=0
	shift 2
	"$@" >"$t/out" 2>"$t/err" || rc=$?
	[ $rc -eq "$want" ] || fail "$*: exit $rc, want $want"
	[ "$(wc -l <"$t/err")" -eq 1 ] || fail "$*: said $(cat "$t/err")"
	grep -q -e "$pattern" "$t/err" || fail "$*: said $(cat "$t/err")"
	[ ! -s "$t/out" ] || fail "$*: printed $(cat "$t/out")"
}
