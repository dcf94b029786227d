#!/bin/sh
# The unit of pomoc-desk for programs below PREFIX, and for the systemd that is
# here: before version 253 it knows no Type=notify-reload.
# usage: unit.sh PREFIX
set -eu
version=$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
if [ "${version:-253}" -lt 253 ]; then
	# the shell's kill: a small system has no other
	old='s|^Type=notify-reload$|Type=notify\nExecReload=sh -c "kill -HUP ${MAINPID}"|'
fi
sed -e "s|^ExecStart=/usr/|ExecStart=$1/|" -e "${old-}" \
	"$(dirname "$0")/pomoc-desk.service"
