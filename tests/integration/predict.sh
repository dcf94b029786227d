#!/bin/bash
# On a line of 100 ms there and back what a technician types at a prompt and in
# vim is on his screen at once, and nearly all of it comes true.
. "$(dirname "$0")/../support/lib.sh"
cd "$(dirname "$0")/../.." || exit 1

[ -x /usr/sbin/sshd ] || skip 'no sshd here'
# a benchmark keeps what it has made until its end
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0
BENCH_CHECK=1 "$POMOC_BUILD/bench/bench_predict" 100 ||
	fail 'guesses are wrong, or late'
