#!/bin/bash
exec "${0%/*}/visit.sh" pl_PL.UTF-8 132 43
