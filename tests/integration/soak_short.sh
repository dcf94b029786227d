#!/bin/bash
# The soak of tests/soak with three visits and in a few steps: that it runs, and
# that its books are right. The long one is `make soak`.
VISITS=3 exec "$(dirname "$0")/../soak/soak.sh" 0 56 5
