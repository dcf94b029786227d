# shellcheck shell=bash
# For tests that drive the programs as a person does: in terminals of a fixed
# size (tmux), on loopback, in a private folder. Source it first; everything
# that was started is ended when the test ends, however it ends.
#
#   desk [OPTION...]             starts pomoc-desk; sets ADDR and FP
#   console NAME [OPTION...]     opens a terminal NAME with pomoc
#   console_desk NAME            the same with a desk inside; sets ADDR and FP
#   agent NAME [OPTION...]       opens a terminal NAME with pomoc-agent
#   term NAME COMMAND...         opens a terminal NAME with any command
#   keys NAME KEY...             presses keys (tmux names: Enter F12 C-])
#   text NAME STRING             types a text
#   sees NAME PATTERN [SECONDS]  waits until the screen matches (grep -E)
#   until_ok SECONDS COMMAND...  waits until the command succeeds
#   screen NAME                  prints what is on the screen
#   ended NAME [SECONDS]         waits for its end; prints the exit status
#   below PID                    prints the processes that descend from it
#   runs PATTERN                 prints those of this test with such a command
#   fail TEXT                    ends the test as failed
#
# COLS, ROWS and LOCALE rule the terminals opened after they are set.
set -u
export LC_ALL=C.UTF-8

: "${POMOC_BUILD:=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../build" && pwd)}"
# under a process to which all comes that loses its parent: see reaper.c
if [ "${POMOC_REAPER-}" != "$PPID" ]; then
	self=$0
	[ -e "$self" ] || self=$OLDPWD/$0
	# where it is not built the test goes on
	[ ! -x "$POMOC_BUILD/support/reaper" ] ||
		exec "$POMOC_BUILD/support/reaper" bash -c \
			'POMOC_REAPER=$PPID exec "$0" "$@"' "$self" "$@"
fi
COLS=80 ROWS=24 LOCALE=C.UTF-8
PATIENCE=${PATIENCE-20}
case $POMOC_BUILD in
*-san) PATIENCE=$((PATIENCE * 3)) ;;
esac

T=$(mktemp -d "${TMPDIR:-/tmp}/pomoc-test.XXXXXX") || exit 1
TMUX_NAME=pomoc-${T##*.}
unset TMUX LANGUAGE LC_MESSAGES LANG NO_COLOR SSH_AUTH_SOCK
# nothing is ever written there
exec {NEVER}<> <(:)
pids=()
UNDER=() # what `desk` is started under

tm() {
	tmux -u -L "$TMUX_NAME" -f /dev/null "$@"
}

# what came to the reaper, and this test
orphans() {
	[ -z "${POMOC_REAPER-}" ] ||
		ps -o pid= --ppid "$POMOC_REAPER" | grep -vx " *$$"
}
nobody_left() {
	[ -z "$(orphans)" ]
}

below() {
	ps -e -o pid= -o ppid= | awk -v root="$1" '
		{ parent[$1] = $2 }
		END {
			for (p in parent) {
				for (q = parent[p]; q in parent && q != root;)
					q = parent[q]
				if (q == root)
					print p
			}
		}'
}

runs() {
	local pid
	for pid in $(below "${POMOC_REAPER:-$$}"); do
		tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" |
			grep -qE -- "$1" && echo "$pid"
	done 2>/dev/null
}

cleanup() {
	local rc=$? pid running
	trap - EXIT
	tm kill-server 2>/dev/null
	running=$(jobs -p) # numbers in pids may be of others by now
	for pid in $running; do
		kill "$pid" 2>/dev/null
	done
	for pid in $running; do
		wait "$pid" 2>/dev/null
	done
	# a desk in a console ends after it
	until_ok 5 nobody_left || orphans | xargs -r kill -9
	if [ "$rc" -ne 0 ] && [ "$rc" -ne 77 ]; then
		find "$T" \( -name '*.log' -o -name '*.err' \) -size +0 |
			while read -r f; do
				echo "--- ${f#"$T"/}"
				# a sanitizer's report from its beginning
				sed -n '/ERROR: \(Addr\|Leak\)/,+25p' "$f"
				tail -n 15 "$f"
			done
	fi
	if [ -n "${KEEP-}" ]; then
		echo "kept: $T"
	else
		rm -rf "$T"
	fi
	exit "$rc"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

fail() {
	echo "FAILED: $*"
	exit 1
}

skip() {
	echo "skipped: $*"
	exit 77
}

# until_ok SECONDS COMMAND...: polls; the test goes on as soon as it is true.
# No program is started for it but the command itself.
until_ok() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000)) nap=1
	shift
	while ! "$@" 2>/dev/null; do
		[ "${EPOCHREALTIME/./}" -lt $end ] || return 1
		read -r -t "0.0$((nap < 8 ? nap++ : 8))" -u "$NEVER"
	done
	return 0
}

# now_ms: milliseconds, to measure how long something took
now_ms() {
	echo $((${EPOCHREALTIME/./} / 1000))
}

# each terminal has a home folder of its own: two clients are two machines
home_of() {
	mkdir -p "$T/home/$1"
	echo "$T/home/$1"
}

# The command line that runs in the terminal NAME. Its process id and, later, its
# exit status are left in files: tmux does not always know them.
term_command() {
	local name=$1 run
	shift
	printf -v run '%q ' env -u TMUX -u TMUX_PANE HOME="$(home_of "$name")" \
		SHELL=/bin/sh LC_ALL="$LOCALE" PS1='$ ' ENV= "$@"
	printf 'sh -c %q; echo $? >%q' \
		"echo \$\$ >$(printf %q "$T/$name.pid"); exec $run 2>$(
			printf %q "$T/$name.err")" "$T/$name.exit"
}

term() {
	local name=$1
	shift
	rm -f "$T/$name.exit"
	tm start-server \; set-option -g status off \; \
		set-option -g remain-on-exit on \; \
		set-option -sg escape-time 0 \; \
		set-option -g default-terminal screen-256color \; \
		set-option -g history-limit 1000 \; \
		new-session -d -s "$name" -x "$COLS" -y "$ROWS" \
		"$(term_command "$name" "$@")" || fail 'tmux does not start'
}

desk() {
	local line
	mkdir -p "$T/desk"
	[ -e "$T/pomoc.conf" ] || config
	mkfifo "$T/ready" 2>/dev/null
	"${UNDER[@]}" "$POMOC_BUILD/pomoc-desk" --data "$T/desk" --listen 127.0.0.1:0 \
		--config "$T/pomoc.conf" --ready-fd 9 "$@" 9>"$T/ready" 2>"$T/desk.err" </dev/null &
	DESK_PID=$!
	pids+=("$DESK_PID")
	read -r -t "$PATIENCE" line <"$T/ready" || fail "the desk is not ready"
	read -r _ ADDR FP <<<"$line"
	[ -n "$FP" ] || fail "the desk said: $line"
}

# The desk dies; over when its locks are gone with it.
kill_desk() {
	kill -KILL "$DESK_PID"
	wait "$DESK_PID"
} 2>/dev/null

console() {
	local name=$1
	shift
	term "$name" "$POMOC_BUILD/pomoc" "$@"
}

# A port of loopback that nobody has, and whether somebody listens there: read
# from the kernel, for a connection would count as a visitor.
tcp_has() {
	grep -Eqi "^ *[0-9]+: [0-9A-F]+:$(printf %04X "$1") [0-9A-F:]+ $2" \
		/proc/net/tcp /proc/net/tcp6
}

free_port() {
	local port=$((20000 + RANDOM % 20000))
	while tcp_has $port '[0-9A-F]{2}'; do
		port=$((20000 + RANDOM % 20000))
	done
	echo $port
}

# a configuration for tests: a firm with a phone, no limits for one address
config() {
	cat >"$T/pomoc.conf" <<-END
		[desk]
		firm = Serwis Demo
		phone = +48 22 000 00 00

		[technician]
		name = anna

		[limits]
		loopback-exempt = yes
	END
}

# console_desk NAME [OPTION...]: pomoc with the desk inside; sets ADDR and FP
console_desk() {
	local name=$1 port
	shift
	port=$(free_port)
	[ -e "$T/pomoc.conf" ] || config
	console "$name" --config "$T/pomoc.conf" --data "$T/data" \
		--listen "127.0.0.1:$port" "$@"
	until_ok "$PATIENCE" tcp_has "$port" '0A' || {
		screen "$name"
		fail 'the desk in the console does not listen'
	}
	ADDR=127.0.0.1:$port
	FP=$(ssh-keygen -lf "$T/data/host_key" | cut -d ' ' -f 2)
}

agent() {
	local name=$1
	shift
	term "$name" "$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" "$@"
}

screen() {
	tm capture-pane -p -t "=$1:"
}

shows() {
	screen "$1" | grep -Eq -- "$2"
}

# shows, but a screen that is as it was last time is not searched again
now_shows() {
	local now
	now=$(screen "$1")
	[ "$now" != "$SHOWN" ] || return 1
	SHOWN=$now
	grep -Eq -- "$2" <<<"$now"
}

sees() {
	local SHOWN=
	until_ok "${3-$PATIENCE}" now_shows "$1" "$2" && return
	echo "--- screen of $1"
	screen "$1" | sed 's/^/| /'
	[ -s "$T/$1.err" ] && sed 's/^/err: /' "$T/$1.err"
	fail "$1 does not show: $2"
}

keys() {
	local name=$1
	shift
	tm send-keys -t "=$name:" "$@"
}

text() {
	tm send-keys -t "=$1:" -l -- "$2"
}

is_dead() {
	[ -s "$T/$1.exit" ]
}

ended() {
	until_ok "${2-$PATIENCE}" is_dead "$1" || {
		screen "$1" | sed 's/^/| /' >&2
		fail "$1 still runs"
	}
	cat "$T/$1.exit"
}

# close NAME KEY: presses the key until the program has ended; a screen that has
# just appeared is deaf to it at first
close() {
	until_ok "$PATIENCE" closed_by "$1" "$2" || fail "$1 does not close"
	same "$(ended "$1")" 0 "exit of $1"
}

closed_by() {
	keys "$1" "$2"
	until_ok 1 is_dead "$1"
}

# pid_of NAME: the process in that terminal
pid_of() {
	cat "$T/$1.pid"
}

# the six digits on a client's screen, without the space
code_on() {
	screen "$1" | grep -Eo '[0-9]{3} [0-9]{3}' | head -n 1 | tr -d ' '
}

# the four digits that a technician reads back
back_on() {
	screen "$1" | sed -n 's/.*│ *\([0-9][0-9]\) \([0-9][0-9]\) *│.*/\1\2/p' |
		head -n 1
}

same() {
	[ "$1" = "$2" ] || fail "${3-}: expected '$2', got '$1'"
}

has() {
	grep -Eq -- "$2" <<<"$1" || fail "no '$2' in: $1"
}

# the same without patterns
has_text() {
	grep -Fq -- "$2" <<<"$1" || fail "no '$2' in: $1"
}

# A stock sshd on loopback for this test alone: sets SSHD_PORT, and SSH to the
# client's command line for it. Skips the test where there is none.
stock_sshd() {
	local d=$T/sshd try
	command -v /usr/sbin/sshd >/dev/null || skip 'no sshd here'
	mkdir -p "$d"
	ssh-keygen -q -t ed25519 -N '' -f "$d/host"
	ssh-keygen -q -t ed25519 -N '' -f "$d/user"
	cp "$d/user.pub" "$d/authorized"
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	for try in 1 2 3 4 5; do
		SSHD_PORT=$((20000 + RANDOM % 20000))
		/usr/sbin/sshd -D -f /dev/null -E "$d/sshd.log" \
			-o "ListenAddress=127.0.0.1:$SSHD_PORT" \
			-o "HostKey=$d/host" -o "PidFile=none" \
			-o "AuthorizedKeysFile=$d/authorized" \
			-o StrictModes=no -o UsePAM=no \
			-o PermitRootLogin=prohibit-password </dev/null &
		pids+=($!)
		until_ok 3 grep -q 'Server listening' "$d/sshd.log" && break
	done
	SSH=(ssh -F none -i "$d/user" -p "$SSHD_PORT" -o IdentitiesOnly=yes
		-o StrictHostKeyChecking=no -o "UserKnownHostsFile=/dev/null"
		-o LogLevel=ERROR)
}
