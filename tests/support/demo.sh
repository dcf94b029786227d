#!/bin/bash
# The main job on this machine: `make demo`. usage: demo.sh BUILD
exit 1
