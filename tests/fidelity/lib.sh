# shellcheck shell=bash
# One visit and, beside it, a plain terminal of the same size: on top of lib.sh
# and story.sh.
#
#   stage_set              client a, console c, plain terminal p, all on a stage
#   stage_play NAME        the stages of both shells run $T/play.NAME
#   stage_strike           ends what plays
#   pictures               what the three show, and modes, into $T/pic.*
#   differs [LIST]         prints where they differ; LIST as in cells.c
#   settled                true when the plain one looks as it did last time
#   join_late              the console goes and comes back
#   resize_all COLS ROWS   of the share; the terminals around it follow
CELLS=$POMOC_BUILD/support/cells
SOURCE=$(dirname "${BASH_SOURCE[0]}")/../support/cells.c
SHARE_COLS=80 SHARE_ROWS=22
# one row for the console's head, three at most for its clock
MARGIN_ROWS=4
CONSOLE_ROW=2 # where its picture of the share begins

# Both shells wait here for the name of the next play.
cat >"$T/stage" <<'END'
who=$1
cd "$T/work" || exit 1
exec 2>/dev/tty
set -m # the terminal comes back from who took it
stty -echo
PATH=$PATH:/usr/sbin:/sbin LC_ALL=C.UTF-8 EDITOR=vi
export T PATH LC_ALL EDITOR
unset PS1 ENV COLUMNS LINES COLORTERM
exec 3<>"$T/stage.$who"
while read -r name <&3; do
	stty sane -echo
	# what is left of the last one goes
	printf '\033[?1049l\033[?1047l\033c\033[3J'
	HOME=$T/home/play.$who sh "$T/play.$name" "$who" 3<&-
	echo "$name" >"$T/over.$who"
done
END

console_again() {
	COLS=$SHARE_COLS ROWS=$((SHARE_ROWS + MARGIN_ROWS)) term c \
		env TERM=tmux-256color COLORTERM=truecolor \
		"$POMOC_BUILD/pomoc" --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
		--data "$T/anna.data"
}

in_visit() {
	keys c Enter
	soon shows c TYPE
}

stage_set() {
	mkdir -p "$T/work" "$T/home/play.p" "$T/home/play.a"
	seq -f 'line %03g: zażółć gęślą jaźń, for the one that looks' 120 \
		>"$T/work/text.txt"
	cp "$SOURCE" "$T/work/code.c"
	seq 100 | sed 's/.*/\x1b[3&m&\x1b[m \x1b[1;38;5;&m&\x1b[7m&\x1b[m/' \
		>"$T/work/colours.txt"
	mkdir -m 700 "$T/desk"
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
	printf 'name="anna" %s\n' "$(cat "$T/anna.pub")" >"$T/desk/technicians"
	mkfifo "$T/stage.p" "$T/stage.a"
	# never without a reader
	exec {STAGE_A}<>"$T/stage.a" {STAGE_P}<>"$T/stage.p"
	# shellcheck disable=SC2119
	desk
	console_again
	sees c "$(say 'Nobody is waiting')"
	COLS=$SHARE_COLS ROWS=$((SHARE_ROWS + 2)) term a \
		env TERM=tmux-256color COLORTERM=truecolor \
		"$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" \
		--technician any --product Subiekt --name 'Jan Nowak' \
		--company 'Biuro Nowak' --phone '' --problem month
	sees c 'Jan Nowak'
	let_in c a
	run a 'printf "\033c"; echo $TERM >'"$T/term; T=$T exec sh $T/stage a"
	until_ok "$PATIENCE" test -s "$T/term" || fail 'no shell'
	ROWS=$SHARE_ROWS term p env "T=$T" "TERM=$(cat "$T/term")" \
		sh "$T/stage" p
}

is_over() {
	[ "$(cat "$T/over.a" "$T/over.p" 2>/dev/null)" = "$1
$1" ]
}

stage_play() {
	rm -f "$T/over.a" "$T/over.p" "$T"/pid.*
	tm clear-history -t =p:
	echo "$1" >&"$STAGE_A"
	echo "$1" >&"$STAGE_P"
}

stage_strike() {
	local pid
	cat "$T"/pid.* 2>/dev/null | while read -r pid; do
		below "$pid" | xargs -r kill -KILL "$pid" 2>/dev/null
		kill -KILL "$pid" 2>/dev/null
	done
	until_ok 5 is_over "$1" || fail "$1 does not end"
}

# The cursor, as far as it is seen, and the modes of keys and mouse.
MODES='#{cursor_flag} #{?cursor_flag,#{e|<:#{cursor_x},#{window_width}},} '
MODES+='#{?cursor_flag,#{cursor_x},} #{?cursor_flag,#{cursor_y},} '
MODES+='#{keypad_cursor_flag}#{keypad_flag} #{mouse_standard_flag}'
MODES+='#{mouse_button_flag}#{mouse_all_flag}#{mouse_sgr_flag}'

pictures() {
	local w
	local -a ask=()
	for w in p a c; do
		ask+=(display-message -p -t "=$w:" "@@@ $w $MODES" \;
			capture-pane -e -p -N -t "=$w:" \;)
	done
	tm "${ask[@]}" | awk -v "to=$T/pic." '
		/^@@@ / { who = $2; print >(to who ".modes"); next }
		{ print >(to who) }'
}

# modes WHO ROW COL: in the coordinates of the share
modes() {
	awk -v "row=${2-0}" -v "col=${3-0}" -v "cols=$SHARE_COLS" '{
		if ($3 == 0) { print 0, $4, $5; next }
		x = $5 - col; if (x >= cols) x = cols - 1
		print 1, x, $6 - row, $7, $8 }' "$T/pic.$1.modes"
}

# same_cells WHO LIST ROW: prints where they differ
same_cells() {
	local is want
	want=$(modes p)
	"$CELLS" ${2:+-i "$2"} "${SHARE_COLS}x$SHARE_ROWS" "$T/pic.p" \
		"$T/pic.$1" "$3" 0 || return
	case ,$2, in *,modes,*) return ;; esac
	is=$(modes "$1" "$3")
	if [ "$1" = c ]; then # his mouse and keys are his own
		is=${is% * *} want=${want% * *}
	fi
	[ "$is" = "$want" ] || {
		echo "  cursor and modes: $is, not $want"
		return 1
	}
}

# The console's clock has one row or two. False: it is not that.
other_row() {
	local row=$((3 - CONSOLE_ROW))
	same_cells c "$1" $row >"$T/diff.other"
	case $(wc -l <"$T/diff.other") in
	0 | 1) CONSOLE_ROW=$row ;;
	*) return 1 ;;
	esac
	mv "$T/diff.other" "$T/diff.console"
	[ ! -s "$T/diff.console" ]
}

differs() {
	DIFFERS=
	same_cells a "${1-}" 0 >"$T/diff.user" || DIFFERS=user
	same_cells c "${1-}" $CONSOLE_ROW >"$T/diff.console" ||
		other_row "${1-}" || DIFFERS="$DIFFERS console"
	[ -n "$DIFFERS" ]
}

settled() {
	local was=$T/pic.was
	tm capture-pane -e -p -N -t =p: >"$T/pic.now"
	cmp -s "$was" "$T/pic.now" && grep -q '[^ ]' "$was" && return
	mv "$T/pic.now" "$was"
	return 1
}

join_late() {
	tm kill-session -t =c
	console_again
	sees c 'Jan Nowak'
	until_ok "$PATIENCE" in_visit || {
		screen c
		fail 'the console does not come back'
	}
}

resize_all() {
	local bars=2
	[ "$1" -ge 80 ] || bars=3
	SHARE_COLS=$1 SHARE_ROWS=$2
	tm resize-window -t =p: -x "$1" -y "$2" \; \
		resize-window -t =c: -x "$1" -y $(($2 + MARGIN_ROWS)) \; \
		resize-window -t =a: -x "$1" -y $(($2 + bars))
}
