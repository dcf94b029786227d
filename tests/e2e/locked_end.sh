#!/bin/bash
# The same as locked.sh with a desk that is ended in the lock, at each step.
# functions are called by their names and through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/locked.sh"

begin
# shellcheck disable=SC2086 # words
set -- $STEPS
for step in $STEPS; do
	terminated "$step"
	shift
	case $step in
	ended)
		[ -n "$TOLD" ] || sees c "$(end_of 1)"
		sees a 'The visit is over: solved'
		;;
	corrected | invoiced) locked "$step" ;;
	*) "to_$1" ;;
	esac
done
sound
exit 0
