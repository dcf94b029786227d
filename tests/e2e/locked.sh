#!/bin/bash
# The database is locked at each step that people rely on: each is lost once with
# a desk that is killed in the lock, and made again in another lock. LOCK_S=30 is
# the long run.
# functions are called by their names and through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/locked.sh"

begin
for step in $STEPS; do
	killed "$step"
	[ "$step" = consent ] || locked "$step"
done
sound
exit 0
