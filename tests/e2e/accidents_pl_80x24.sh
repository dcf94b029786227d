#!/bin/bash
exec "${0%/*}/accidents.sh" pl_PL.UTF-8 80 24
