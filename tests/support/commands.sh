# shellcheck shell=bash
# The commands of pomoc, for tests that hold for each of them; from `pomoc help`,
# so that a new one is in all of them.
mapfile -t commands < <("$POMOC_BUILD/pomoc" help |
	sed -n 's/^  \([a-z]\{3,\}\)  .*/\1/p')
[ ${#commands[@]} -ge 18 ] || {
	echo "FAIL: only ${#commands[@]} commands"
	exit 1
}
