#!/bin/bash
exec "$(dirname "$0")/liar.sh" early_ok
