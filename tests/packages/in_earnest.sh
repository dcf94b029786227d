#!/bin/bash
# README, "In earnest": what stands there in blocks, from the first to the last,
# copied as it is by somebody who may use sudo in a bare system; then the first
# client comes. Left out: agents for other machines, which take minutes, the
# way without packages, the firewall, which is this machine's, and a web server.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh
. tests/support/system.sh
PATIENCE=$((PATIENCE + 10))
began=$SECONDS
PORT=$(free_port)
ADDR=127.0.0.1:$PORT

# --- the blocks, each in a file: STEP.NUMBER ---
mkdir "$T/step"
awk -v to="$T/step/" '
	/^## / { on = /In earnest/ }
	on && /^\*\*[0-9]+\. / { step = substr($1, 3) + 0; n = 0 }
	on && /^```/ { inside = !inside; if (inside) n++; next }
	on && inside { print > (to step "." n) }' README.md
same "$(find "$T/step" -type f -printf '%f\n' | sort -n | tr '\n' ' ')" \
	'1.1 1.2 2.1 3.1 4.1 5.1 6.1 6.2 6.3 7.1 8.1 9.1 10.1 11.1 ' 'its blocks'
# what is another here: the port, the month; what a person does with an editor
month=$(date +%Y-%m)
sed -i "s/7722/$PORT/g; s/desk\.example\.pl --/desk.example.pl:$PORT --/
	s/sudo apt install /sudo apt install -y --no-install-recommends /
	s/2026-11-30/today/; s/2026-11/$month/g; s/link 3 K1/link 1 K1/
	s/^sudoedit /EDITOR=true sudoedit /
	/deps-agents static windows/d; s/^sudo apt install.* nginx-light/sudo mkdir -p \/var\/www\/html/" \
	"$T"/step/*

system_made
mkdir -p "$R/home/firma/pomoc"
tar -c --exclude='./build*' --exclude=./.git --exclude='./pomoc-*' . |
	tar -x -C "$R/home/firma/pomoc"
system_boots
apt_get install sudo openssh-client || fail "$(cat "$T/apt.log")"
in_it useradd -M -s /bin/bash -G sudo firma
echo 'firma ALL=(ALL) NOPASSWD: ALL' >"$R/etc/sudoers.d/firma"
printf '%s\n' "127.0.1.1 $(uname -n)" '127.0.0.1 desk.example.pl' >>"$R/etc/hosts"
# what `make static` leaves behind: a program of no library
mkdir "$R/home/firma/pomoc/build-static"
if [ -x build-static/pomoc-agent ]; then
	cp build-static/pomoc-agent "$R/home/firma/pomoc/build-static/"
else
	echo 'int main(void) { return 0; }' >"$T/agent.c"
	gcc -static-pie -fPIE -s -o "$R/home/firma/pomoc/build-static/pomoc-agent" \
		"$T/agent.c" || fail 'no agent'
fi
in_it chown -R firma: /home/firma

# step BLOCK: as a person does it, and how long it took
step() {
	local from=$SECONDS
	cp "$T/step/$1" "$R/home/firma/step"
	SECS=800 in_it su firma -c 'cd ~/pomoc && exec bash -e ../step' \
		>"$T/step-$1.log" 2>&1 || {
		cat "$T/step/$1"
		fail "step $1: $(tail -n 20 "$T/step-$1.log")"
	}
	echo "step $1: $((SECONDS - from)) s"
}

step 1.1
step 2.1
step 3.1
has "$(cat "$T/step-3.1.log")" 'support A: Subiekt'
step 4.1
in_it su firma -c "ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 &&
	cp ~/.ssh/id_ed25519.pub ~/pomoc/anna.pub" || fail 'no key'
step 5.1
has "$(cat "$T/step-5.1.log")" 'all products'
# a network of its own for the firewall: the lines are such as nft takes
if command -v nft >/dev/null; then
	cat "$T/step/6.2" "$T/step/6.3" | sed 's/^sudo //' |
		unshare -n bash -e -c 'nft add table inet filter
			nft "add chain inet filter input { type filter hook input priority 0; }"
			. /dev/stdin' >"$T/out" 2>&1 || fail "nft: $(cat "$T/out")"
fi
step 7.1
has "$(cat "$T/step-7.1.log")" 'errors: 0'
FP=$(sed -n 's/^ok *key *\(SHA256:.*\)/\1/p' "$T/step-7.1.log")
[ -n "$FP" ] || fail 'doctor prints no fingerprint'
sed -i "s|SHA256:\.\.\.|$FP|" "$T"/step/*
# the last line of the console's block is the console
same "$(tail -n 1 "$T/step/8.1")" pomoc
sed -i '$d' "$T/step/8.1"
step 8.1
in_its_terminal c su firma -c 'cd && LC_ALL=C.UTF-8 exec pomoc'
sees c 'Nobody is waiting'
step 9.1
site=$R/var/www/html/pomoc
agent=$(basename "$(find "$site" -name "pomoc_desk.example.pl_${PORT}_*")")
[ -s "$site/$agent" ] || fail "no agent beside the page: $(ls "$site")"
grep -qF "href=\"$agent\"" "$site/index.html" || fail 'not on the page'
has "$(cat "$T/step-9.1.log")" "pomoc-agent desk.example.pl:$PORT"
step 10.1
has "$(cat "$T/step-10.1.log")" 'The way to the desk is open'

# --- the first client, and his month ---
client a
sees c '^>.*Biuro Nowak'
let_in c a
solve c
sees a 'The visit is over: solved'
step 11.1
has "$(cat "$T/step-11.1.log")" 'buyer: Biuro Nowak'
has "$(cat "$T/step-11.1.log")" 'The log is sound'
grep -q Subiekt "$R/home/firma/pomoc/november.csv" || fail 'no ticket in the list'
echo "all of it: $((SECONDS - began)) s"
exit 0
