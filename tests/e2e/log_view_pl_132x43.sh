#!/bin/bash
exec "${0%/*}/log_view.sh" pl_PL.UTF-8 132 43
