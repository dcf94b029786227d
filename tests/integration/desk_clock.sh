#!/bin/bash
# The system clock is set ahead and back while a technician works: both are
# said, no time of the ticket runs backwards, the bill is that of the work, and
# what was completed later than now is named until it is not.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# the desk's system clock: so many seconds off, as $T/off says
cat >"$T/off.c" <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *off;

__attribute__((constructor)) static void
begin(void)
{
	int fd = open(getenv("OFF_FILE"), O_RDONLY);
	void *p = mmap(NULL, sizeof(*off), PROT_READ, MAP_SHARED, fd, 0);

	if (p == MAP_FAILED)
		abort();
	off = p;
	close(fd);
}

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int rc = (int)syscall(SYS_clock_gettime, id, ts);

	if (rc == 0 && id == CLOCK_REALTIME && off != NULL)
		ts->tv_sec += *off;
	return rc;
}

time_t
time(time_t *out)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (out != NULL)
		*out = ts.tv_sec;
	return ts.tv_sec;
}
C
# shellcheck disable=SC2086 # it may be words: ccache gcc
${CC:-cc} -shared -fPIC -o "$T/off.so" "$T/off.c" || fail 'no compiler'

# in place: the desk has it mapped
set_off() {
	local i bytes=
	for i in 0 8 16 24 32 40 48 56; do
		bytes+=$(printf '\\x%02x' $(($1 >> i & 255)))
	done
	printf '%b' "$bytes" 1<>"$T/off"
}
db() {
	sqlite3 -readonly "$T/desk/desk.db" "$1"
}
pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$T/desk" >"$T/out" 2>&1
}
AHEAD=$((40 * 86400))

keys_for anna
listed anna
set_off 0
UNDER=(env LD_PRELOAD="$T/off.so" OFF_FILE="$T/off"
	ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0")
desk --config "$T/pomoc.conf"
tech anna
client one
join one Subiekt
worked_on anna one 1

mark anna
set_off $AHEAD
say anna '{"t":"ping","n":8}' # what is heard has it looked at
hears anna '"banner","code":"clock".*set ahead by 960:00:00'
say anna '{"t":"resume","ticket":1}'
hears anna '"running":true'
mark anna
set_off -7200
say anna '{"t":"ping","n":9}'
hears anna '"banner","code":"clock".*set back by 962:00:00'
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"done"}'
hears one '"receipt".*"last":true'
kill "$DESK_PID"
wait "$DESK_PID"
[ "$(grep -c 'the wall clock was set' "$T/desk.err")" = 2 ] ||
	fail "the log: $(cat "$T/desk.err")"
[ "$(db 'SELECT count(*) FROM alarm')" = 2 ] || fail 'no alarms'

[ "$(db "SELECT count(*) FROM event a JOIN event b USING (ticket)
	WHERE a.seq < b.seq AND a.at_utc > b.at_utc")" = 0 ] || fail 'events'
[ "$(db "SELECT opened_utc <= started_utc AND started_utc <= closed_utc
	AND closed_utc - opened_utc >= $AHEAD AND net_gr = 20000
	AND worked_s < 600 FROM ticket")" = 1 ] || fail "$(db 'SELECT * FROM ticket')"
[ "$(db "SELECT min(from_utc <= to_utc AND to_utc <= closed_utc)
	FROM visit v JOIN ticket t ON t.id = v.ticket")" = 1 ] || fail 'visits'
pomoc verify || fail "verify: $(cat "$T/out")"
grep -q 'completed later than now: 1;' "$T/out" || fail "verify: $(cat "$T/out")"
pomoc statement --client 'Firma one' --month 2020-01
grep -q 'solved later than now.*: 1 (net 200,00 zł): 1 (' "$T/out" ||
	fail "statement: $(cat "$T/out")"

# --- it starts with a clock that is behind the log ---
UNDER=()
desk --config "$T/pomoc.conf"
tech anna
hears anna '"banner","code":"clock".*but the system clock is before'
exit 0
