#!/bin/bash
exec "$(dirname "$0")/liar.sh" early_frames forged good_frame
