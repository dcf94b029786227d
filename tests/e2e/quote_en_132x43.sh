#!/bin/bash
exec "${0%/*}/quote.sh" C.UTF-8 132 43
