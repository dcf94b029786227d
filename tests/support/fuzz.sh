#!/bin/bash
# Runs the libFuzzer targets of a build folder, one after the other, each for so
# many seconds. New inputs go to BUILD/corpus/NAME; the stored corpus is only
# read. usage: fuzz.sh BUILD SECONDS [NAME...]
set -u
cd "$(dirname "$0")/../.." || exit 1
b=$1 seconds=$2
shift 2
if [ $# -gt 0 ]; then
	names=("$@")
else
	mapfile -t names < <(find "$b/fuzz" -name 'fuzz_*' -perm -u+x \
		-printf '%f\n' | sed 's/^fuzz_//' | sort)
fi
fail=0
for name in "${names[@]}"; do
	mkdir -p "$b/corpus/$name" "$b/crash"
	echo "== $name, $seconds s"
	"$b/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=5 \
		-rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
		-artifact_prefix="$b/crash/$name-" \
		"$b/corpus/$name" "tests/fuzz/corpus/$name" \
		>"$b/fuzz/$name.log" 2>&1
	rc=$?
	sed -n 's/^stat::number_of_executed_units: */   runs: /p' \
		"$b/fuzz/$name.log"
	if [ $rc -ne 0 ]; then
		tail -n 30 "$b/fuzz/$name.log"
		fail=1
	fi
done
ls "$b/crash" 2>/dev/null
exit $fail
