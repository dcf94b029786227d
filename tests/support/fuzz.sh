#!/bin/bash
# Runs the libFuzzer targets of a build folder, one for each processor at a
# time, each for so many seconds. New inputs go to BUILD/corpus/NAME; the stored
# corpus is only read. usage: fuzz.sh BUILD SECONDS [NAME...]
set -u
cd "$(dirname "$0")/../.." || exit 1
export b=$1 seconds=$2
shift 2
if [ $# -gt 0 ]; then
	names=("$@")
else
	mapfile -t names < <(find "$b/fuzz" -name 'fuzz_*' -perm -u+x \
		-printf '%f\n' | sed 's/^fuzz_//' | sort)
fi

# shellcheck disable=SC2317 # called by xargs
one() {
	local name=$1 rc
	mkdir -p "$b/corpus/$name" "$b/crash"
	"$b/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=5 \
		${FUZZ_SEED:+-seed="$FUZZ_SEED"} \
		-rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
		-artifact_prefix="$b/crash/$name-" \
		"$b/corpus/$name" "tests/fuzz/corpus/$name" \
		>"$b/fuzz/$name.log" 2>&1
	rc=$?
	sed -n "s/^stat::number_of_executed_units: */== $name, $seconds s, runs: /p" \
		"$b/fuzz/$name.log"
	[ "$rc" -eq 0 ] || {
		echo "== $name: exit $rc"
		tail -n 30 "$b/fuzz/$name.log"
		return 1
	}
}
export -f one
fail=0
printf '%s\0' "${names[@]}" |
	xargs -0 -n 1 -P "${JOBS:-2}" bash -c 'one "$1"' one || fail=1
ls "$b/crash" 2>/dev/null
exit $fail
