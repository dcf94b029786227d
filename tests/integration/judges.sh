#!/bin/bash
# What judges the other tests can say no: the table of faults, the memory of the
# soak, and lints, of lists and sources made here.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

tests/faults/run -b "$POMOC_BUILD" 1 999 >"$T/out" 2>&1 &&
	fail 'a case 999 is survived'
has "$(<"$T/out")" 'no case with the number 999'

# lives COUNT SECONDS KB FDS: of one kind, one after another, each grown in a
# second by so many hundredths of a kB, and of a descriptor
lives() {
	awk -v lives="$1" -v lived="$2" -v kb="$3" -v fds="$4" 'BEGIN {
		for (n = 1; n <= lives; n++)
			for (s = 0; s < lived; s += 3)
				print n * 1000 + s, "agent-" n, \
				    int(9000 + s * kb / 100), \
				    int(20 + s * fds / 100)
	}'
}
memory() {
	awk -f tests/soak/memory.awk "$@" >"$T/out"
}
grows() {
	lives "$@" >"$T/rss"
	! memory "$T/rss" || fail "$*: $(<"$T/out")"
}
stays() {
	lives "$@" >"$T/rss"
	memory "$T/rss" || fail "$*: $(<"$T/out")"
}
! memory /dev/null || fail 'no list, and no memory that grows'
stays 1 6000 0 0
stays 1 6000 60 0 # 3.6 MB in a life
grows 1 6000 80 0 # 4.7 MB
grows 1 6000 0 1
stays 40 45 0 0
stays 40 45 6000 0 # 3.6 MB in a minute
grows 40 45 8000 0
grows 40 45 0 60
# a kind among others, of long lives and of short ones
{
	lives 1 6000 0 0 | sed 's/agent/front/'
	lives 40 45 8000 0
} >"$T/rss"
! memory "$T/rss" || fail "$(<"$T/out")"

# lint NAME SOURCE: what it says of a file of the folder console/view
mkdir -p "$T"/tree/{shared/base,console/view,agent,tests/lint,tests/support}
cp tests/lint/{arrows,dialect} "$T/tree/tests/lint"
cp tests/support/settle.sh "$T/tree/tests/support"
lint() {
	printf '%b\n' "$2" >"$T/tree/console/view/x.c"
	"$T/tree/tests/lint/$1" >"$T/out"
}
says_no() {
	! lint "$@" || fail "$1 lets pass: $2"
	has "$(<"$T/out")" 'console/view/x.c'
}
says_yes() {
	lint "$@" || fail "$1 refuses: $2: $(<"$T/out")"
}
says_no arrows '#include "console/store/store.h"'
says_no arrows '#include <console/store/store.h>'
says_no arrows '#include <shared/base/str.h>'
says_no arrows 'bool store_end(struct store *s, int n);'
says_no arrows 'extern struct store *store_open(const char *dir,\n    int how);'
says_no arrows 'extern int store_count;'
says_yes arrows 'static void view_x(int a);\n\nvoid\nview_y(int a)\n{\n}'
says_yes arrows '#include "shared/base/str.h"'
says_no dialect 'bool\nx(void)\n{\n\treturn !strcmp(a, b);\n}'
says_no dialect 'bool\nx(void)\n{\n\treturn strcmp(f(a), b) == 0;\n}'
says_no dialect 'bool\nx(void)\n{\n\treturn strcmp(a,\n\t    b) != 0;\n}'
says_no dialect 'bool\nx(void)\n{\n\treturn strcmp(a, b) ==\n\t    0;\n}'
says_no dialect 'bool\nx(void)\n{\n\tif (0 == strcmp(a, b)) {\n}'
says_yes dialect 'bool\nx(void)\n{\n\treturn strcmp(a, b) > 0 && f(x) == 0;\n}'
exit 0
