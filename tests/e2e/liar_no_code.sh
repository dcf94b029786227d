#!/bin/bash
exec "$(dirname "$0")/liar.sh" no_code replay
