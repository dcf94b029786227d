#!/bin/bash
exec "${0%/*}/first_hour.sh" pl_PL.UTF-8 132 43
