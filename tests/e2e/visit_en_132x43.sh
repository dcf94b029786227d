#!/bin/bash
exec "${0%/*}/visit.sh" C.UTF-8 132 43
