#!/bin/bash
exec "${0%/*}/quote.sh" pl_PL.UTF-8 80 24
