#!/bin/bash
exec "${0%/*}/client_help.sh" pl_PL.UTF-8 80 24
