#!/bin/bash
exec "${0%/*}/quote_more.sh" pl_PL.UTF-8 80 24
