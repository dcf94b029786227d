#!/bin/sh
# What the streams of bytes of tests/fidelity/cases show to both, compared with a
# plain terminal.
exec "$(dirname "$0")/../fidelity/run" quick
