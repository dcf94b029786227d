#include "console/invite.h"

#include <stdio.h>
#include <string.h>

#include "console/desk/desk.h"
#include "shared/base/i18n.h"

void
invite_command(struct buf *out, const char *address, const char *key)
{
	char port[16];
	size_t len = strlen(address), tail;

	snprintf(port, sizeof(port), ":%d", DESK_PORT);
	tail = strlen(port);
	/* "host:7722" and "[::1]:7722", but not a bare "fe80::7722" */
	if (len > tail && strcmp(address + len - tail, port) == 0 &&
	    (address[0] == '[' || strchr(address, ':') == address + len - tail))
		len -= tail;
	buf_printf(
	    out, "pomoc-agent %.*s --fingerprint %s", (int)len, address, key);
}

void
invite_text(struct buf *out, const char *address, const char *key, bool open)
{
	invite_command(out, address, key);
	buf_adds(out, "\n\n");
	if (open)
		buf_adds(out,
		    _("The fingerprint proves to the client's program that it "
		      "speaks to this desk and to nobody else."));
	else
		buf_adds(out,
		    _("Only programs on this machine can connect now. To let "
		      "clients in from outside, set in pomoc.conf, section "
		      "[desk]: listen = *:7722 and address = the name that "
		      "clients use; open that port in the firewall."));
	buf_adds(out, "\n");
}
