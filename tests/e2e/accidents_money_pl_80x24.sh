#!/bin/bash
exec "${0%/*}/accidents_money.sh" pl_PL.UTF-8 80 24
