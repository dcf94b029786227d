#!/bin/bash
# The same in Polish, on a larger screen.
exec "$(dirname "$0")/wine_visit.sh" pl_PL.UTF-8 132 43
