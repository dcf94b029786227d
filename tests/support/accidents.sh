# shellcheck shell=bash
# What a client types, pastes and clicks who goes on with his own work while a
# question stands; on top of story.sh.

PARTS=(y n t w a d o p 1 ' ' Y T ż ł 'tak ' 'cat plik' 'nie ')
# sentences CLIENT N: letters and Enters, then a paste, then a click in the form
# of a terminal that knows no other
sentences() {
	local i line
	for ((i = 0; i < $2; i++)); do
		line=
		while [ ${#line} -lt $((4 + RANDOM % 12)) ]; do
			line+=${PARTS[RANDOM % ${#PARTS[@]}]}
		done
		case $((i % 5)) in
		0)
			tm set-buffer -b words "$line"
			tm paste-buffer -p -b words -t "=$1:"
			;;
		1) tm send-keys -t "=$1:" -H 1b 5b 4d 20 79 25 ;;
		2) tm send-keys -t "=$1:" -H 1b 5b 3c 30 3b 35 3b 37 4d ;;
		esac
		tm send-keys -t "=$1:" -l -- "$line" \; \
			send-keys -t "=$1:" Enter
	done
}

events() {
	"$POMOC_BUILD/pomoc" show 1 --data "$T/data"
}
# none PATTERN: no such event
none() {
	! events | grep -Eq -- "$1"
}
