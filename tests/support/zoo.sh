# shellcheck shell=bash
# Processes that try to outlive the visit in which they were started; on top of
# story.sh.

cat >"$T/zoo" <<'END'
trap '' HUP TERM INT
sleep 1000 &
nohup sleep 1001 >/dev/null 2>&1 &
setsid sleep 1002 &
(setsid sh -c 'sleep 1003 & sleep 1004 & exit' &)
sh -c 'trap "" HUP TERM INT; (sleep 1005; sleep 1006) & kill -STOP $$' &
hop() { (sleep 0.02; hop &) & }
hop
for i in 1 2 3; do
	setsid sh -c 'trap "" HUP TERM
		while :; do sleep 1007 & sleep 0.05; done' &
done
END

# how many live that carry the mark in their environment
marked() {
	grep -lsaz "^ZOO=$1\$" /proc/[0-9]*/environ | wc -l
}

# zoo MARK: the technician starts it
zoo() {
	text c "export ZOO=$1; . '$T/zoo'; echo zoo-is-\$((40+2))"
	keys c Enter
	sees c 'zoo-is-42'
	until_ok "$PATIENCE" grown "$1" || fail 'the zoo does not grow'
}

grown() {
	[ "$(marked "$1")" -ge 12 ]
}

none() {
	[ "$(marked "$1")" -eq 0 ]
}

# gone MARK HOW: none is left, and soon
gone() {
	local start
	start=$(now_ms)
	until_ok 5 none "$1" || fail "$2: $(marked "$1") are left"
	echo "$2: none was left after $(($(now_ms) - start)) ms"
	# what forks all the time is not to be missed by one look
	none "$1" || fail "$2: something came back"
}

# next CLIENT COMPANY [OPTION...]: another client, up to the shared shell
next() {
	agent "$1" --technician any --product Subiekt --name 'Jan Nowak' \
		--company "$2" --phone '' --problem 'printer' "${@:3}"
	sees c "$2"
	until_ok "$PATIENCE" on_row c "$2" || fail "$2 is not chosen"
	let_in c "$1"
}
