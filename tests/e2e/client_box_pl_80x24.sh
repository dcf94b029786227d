#!/bin/bash
exec "${0%/*}/client_box.sh" pl_PL.UTF-8 80 24
