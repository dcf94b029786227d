#!/bin/bash
# The agent through HTTP proxies: a real one (tinyproxy, open and with a
# password, to allowed and to forbidden places), and those that are none.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

command -v tinyproxy >/dev/null || skip 'no tinyproxy (make deps-reach)'
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

keys_for anna
listed anna
desk --config "$T/pomoc.conf"

# proxy NAME LINE...: tinyproxy with these lines more; its port is in PROXY
proxy() {
	local name=$1
	shift
	PROXY=$(free_port)
	printf '%s\n' "Port $PROXY" 'Listen 127.0.0.1' 'Timeout 60' \
		"LogFile \"$T/$name.log\"" 'LogLevel Connect' \
		'Allow 127.0.0.1' "$@" >"$T/$name.tiny"
	tinyproxy -d -c "$T/$name.tiny" >/dev/null 2>&1 &
	pids+=("$!")
	until_ok "$PATIENCE" tcp_has "$PROXY" 0A || fail 'no tinyproxy'
}

# check CODE PATTERN OPTION...: what --check says and ends with
check() {
	local want=$1 pattern=$2 code
	shift 2
	"$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" --check "$@" \
		>"$T/check" 2>&1 </dev/null
	code=$?
	[ "$code" -eq "$want" ] && grep -qE -- "$pattern" "$T/check" && return
	cat "$T/check"
	fail "ended with $code, want $want and $pattern"
}

proxy open
# the name is the proxy's business
check 0 'ok +[0-9]+ ms  proxy: ' --proxy "http://127.0.0.1:$PROXY"
grep -qF "CONNECT $ADDR" "$T/open.log" || fail "the proxy was not asked"
https_proxy=http://127.0.0.1:$PROXY check 0 'proxy: lets us through'
ALL_PROXY=127.0.0.1:$PROXY check 0 'proxy: lets us through'
https_proxy=http://127.0.0.1:$PROXY no_proxy=127.0.0.1 \
	check 0 '^The way to the desk is open'
! grep -q 'proxy' "$T/check" || fail 'no_proxy is not heard'
https_proxy=http://127.0.0.1:1 check 0 'is open' --proxy none
# one that cannot be used is not for us
https_proxy=socks5://127.0.0.1:1 check 0 'is open'
printf '[desk]\nproxy = http://127.0.0.1:%d\n' "$PROXY" >"$T/agent.conf"
check 0 'proxy: lets us through' --config "$T/agent.conf"

# nobody listens there, and the proxy says so
real=$ADDR ADDR=127.0.0.1:1
check 1 'FAILED .* proxy: the proxy cannot reach 127.0.0.1 port 1 \(50[0-9]\)|FAILED .* proxy: the proxy opens no way' \
	--proxy "http://127.0.0.1:$PROXY"
ADDR=$real

proxy narrow 'ConnectPort 443'
check 1 'FAILED .* proxy: the proxy forbids connections to 127.0.0.1 port' \
	--proxy "http://127.0.0.1:$PROXY"

proxy locked 'BasicAuth jan sekret'
check 1 'the proxy wants a user name and a password' \
	--proxy "http://127.0.0.1:$PROXY"
check 1 'the proxy (does not accept|forbids|opens no way)' \
	--proxy "http://jan:wrong@127.0.0.1:$PROXY"
check 0 'proxy: lets us through' --proxy "http://jan:s%65kret@127.0.0.1:$PROXY"
# and with a request, whose words tell no password
agent a --proxy "http://jan:sekret@127.0.0.1:$PROXY"
sees a 'Subiekt|technician'
until_ok "$PATIENCE" grep -q 'agent SHA256' "$T/desk.err" ||
	fail 'the agent does not get in'
keys a F12
ended a >/dev/null
check 2 '--proxy: ' --proxy "http://jan:sekret@127.0.0.1:sekret"
! grep -rq sekret "$T/check" "$T/home" "$T/a.err" || fail 'a password is told'

# fake NAME TEXT: somebody who says that at once; its port is in PROXY
fake() {
	"$POMOC_BUILD/support/speaker" "$2" >"$T/$1.fake" &
	pids+=("$!")
	until_ok "$PATIENCE" grep -q listens "$T/$1.fake" || fail 'no speaker'
	PROXY=$(sed 's/.*://' "$T/$1.fake")
}

fake page '<html><body>Log in</body></html>'
check 1 'what answers there is a web server' --proxy "127.0.0.1:$PROXY"
fake ssh 'SSH-2.0-x'
check 1 'it speaks SSH' --proxy "127.0.0.1:$PROXY"
fake kinds $'HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n'
check 1 'a kind of log-in that this program does not know' \
	--proxy "127.0.0.1:$PROXY"
printf -v long '%20000s' ''
fake long "HTTP/1.1 200 OK"$'\r\n'"A: $long"
check 1 'the answer of the proxy has no end' --proxy "127.0.0.1:$PROXY"
# a portal that opens everything and answers with its page
fake portal $'HTTP/1.1 200 OK\r\n\r\n<html>Log in</html>'
check 1 'FAILED .* greeting: ' --proxy "127.0.0.1:$PROXY"
check 1 'the proxy: .*refuses the connection|refuses the connection' \
	--proxy 127.0.0.1:1
# nothing, and a little of it
fake slow 'HTTP/1.1 200 OK'
check 1 'FAILED .* proxy: the proxy takes the connection and does not answer' \
	--proxy "127.0.0.1:$PROXY"
exit 0
