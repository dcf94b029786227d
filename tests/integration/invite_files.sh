#!/bin/bash
# `pomoc invite`: what is printed for each system, and the agents that it puts
# into a folder under the name of the desk; what cannot be done is said, and what
# was there before is whole.
. "$(dirname "$0")/../support/lib.sh"

invite() {
	"$POMOC_BUILD/pomoc" invite --config "$T/pomoc.conf" --data "$T/data" "$@"
}
# ends CODE TEXT OPTION...: and says so on standard error
ends() {
	local code=$1 text=$2
	shift 2
	invite "$@" >"$T/out" 2>"$T/err"
	same $? "$code" "invite $*"
	has_text "$(cat "$T/err")" "$text"
}

config
sed -i 's/^firm.*/&\naddress = desk.example.pl\nlisten = *:7722/' "$T/pomoc.conf"
mkdir -m 700 "$T/data"
ssh-keygen -q -t ed25519 -N '' -f "$T/data/host_key"
fp=$(ssh-keygen -lf "$T/data/host_key" | cut -d ' ' -f 2)
url=$(tr +/ -_ <<<"${fp#SHA256:}")
name=pomoc_desk.example.pl_7722_$url
same "$(invite --url https://example.pl/pomoc 2>"$T/err")" "\
pomoc-agent desk.example.pl --fingerprint $fp

Windows
  $name.exe
  https://example.pl/pomoc/$name.exe
  .\\pomoc-agent.exe desk.example.pl/$url

Linux
  $name
  https://example.pl/pomoc/$name
  ./pomoc-agent desk.example.pl/$url"
same "$(cat "$T/err")" ''
has_text "$(invite --json)" "\"windows\": \"$name.exe\", \"linux\": \"$name\""
ends 2 'is not the address of a page' --url ftp://example.pl/
ends 2 '--to' --agents "$T"

# nothing is installed beside a build; what is no program is not given out
ends 1 'there are no agents to put there' --to "$T/web"
mkdir "$T/agents"
ends 1 'there are no agents to put there' --to "$T/web" --agents "$T/agents"
has_text "$(cat "$T/err")" "There is no agent for Windows: $T/agents has no pomoc-agent.exe."
echo text >"$T/agents/pomoc-agent.exe"
ends 1 'is no program for Windows' --to "$T/web" --agents "$T/agents"
same "$(ls "$T/web")" ''

# both; a web server can read them, the copy is the program, and runs
printf 'MZ what Windows starts' >"$T/agents/pomoc-agent.exe"
cp "$POMOC_BUILD/pomoc-agent" "$T/agents"
umask 077
ends 0 '' --to "$T/web" --agents "$T/agents"
same "$(cat "$T/out")" "$T/web/$name.exe
$T/web/$name"
same "$(ls "$T/web")" "$name
$name.exe"
same "$(stat -c %a "$T/web/$name.exe")" 755
cmp "$T/agents/pomoc-agent" "$T/web/$name" || fail 'another program'
has "$("$T/web/$name" --version)" 'pomoc-agent [0-9]'
# a program that wants this machine's libraries is named
if readelf -lW "$T/web/$name" | grep -q INTERP; then
	has_text "$(cat "$T/err")" "$name is no static program"
fi

# a newer one takes its place at once or not at all
echo newer >>"$T/agents/pomoc-agent.exe"
(
	ulimit -f 0
	trap '' XFSZ
	invite --to "$T/web" --agents "$T/agents" >"$T/out" 2>&1
) && fail 'written where nothing can be'
same "$(cat "$T/web/$name.exe")" 'MZ what Windows starts'
same "$(find "$T/web" -name '*.tmp.*')" ''
ends 0 '' --to "$T/web" --agents "$T/agents"
has "$(cat "$T/web/$name.exe")" newer
ends 1 "$T/agents/pomoc-agent.exe" --to "$T/agents/pomoc-agent.exe" \
	--agents "$T/agents"
ends 1 /nowhere/web --to /nowhere/web --agents "$T/agents"

# installed beside the program
mkdir -p "$T/usr/bin" "$T/usr/lib/pomoc"
cp "$POMOC_BUILD/pomoc" "$T/usr/bin"
mv "$T/agents" "$T/usr/lib/pomoc"
"$T/usr/bin/pomoc" invite --config "$T/pomoc.conf" --data "$T/data" \
	--to "$T/web2" >"$T/out" 2>"$T/err" || fail "$(cat "$T/err")"
same "$(ls "$T/web2")" "$name
$name.exe"

# an IPv6 address has a name, a host with "_" has none; the line is there
sed -i 's/^address.*/address = [2001:db8::1]:443/' "$T/pomoc.conf"
has_text "$(invite 2>/dev/null)" "  pomoc_2001-db8--1.ipv6-literal.net_443_$url.exe"
sed -i 's/^address.*/address = my_desk.example.pl/' "$T/pomoc.conf"
ends 0 'No file can be named for this desk: "_" belongs to no host' --
has_text "$(cat "$T/out")" "pomoc-agent my_desk.example.pl --fingerprint $fp"
ends 1 '"_" belongs to no host' --to "$T/web3" --agents "$T/usr/lib/pomoc/agents"
same "$(ls "$T/web3" 2>/dev/null)" ''
exit 0
