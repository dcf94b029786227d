#!/bin/bash
exec "$(dirname "$0")/liar_again.sh" pinned
