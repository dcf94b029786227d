# shellcheck shell=bash
# The three programs as commands, and what they say; on top of lib.sh.
export LANGUAGE=en HOME=$T/home XDG_CONFIG_HOME=$T/config

pomoc() {
	"$POMOC_BUILD/pomoc" "$@"
}

pomoc_desk() {
	"$POMOC_BUILD/pomoc-desk" "$@"
}

pomoc_agent() {
	"$POMOC_BUILD/pomoc-agent" "$@"
}

# gives CODE COMMAND...: ends with that code; what it said is in out and err
gives() {
	local want=$1 rc=0
	shift
	"$@" >"$T/out" 2>"$T/err" </dev/null || rc=$?
	[ "$rc" -eq "$want" ] ||
		fail "$*: exit $rc, want $want ($(cat "$T/err"))"
}

said() {
	has_text "$(cat "$T/out" "$T/err")" "$1"
}

"$POMOC_BUILD/support/mklog" "$T/log" || fail 'no log'
