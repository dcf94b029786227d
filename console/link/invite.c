#include "console/link/invite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/msg.h"

/* "Every address of this machine" is none that a client can type: the name of
 * the machine is the best guess until the configuration has [desk] address. */
static const char *
reachable(const char *address, char *dst, size_t size)
{
	static const char *const all[] = {"0.0.0.0:", "[::]:", "*:"};
	char name[128] = "";

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (!str_starts(address, all[i]) ||
		    gethostname(name, sizeof(name) - 1) != 0)
			continue;
		snprintf(dst, size, "%s:%s", name, address + strlen(all[i]));
		return dst;
	}
	return address;
}

void
invite_command(struct buf *out, const char *given, const char *key)
{
	char port[16], named[160];
	const char *address = reachable(given, named, sizeof(named));
	size_t len = strlen(address), tail;

	snprintf(port, sizeof(port), ":%d", MSG_PORT);
	tail = strlen(port);
	/* "host:7722" and "[::1]:7722", but not a bare "fe80::7722" */
	if (len > tail && str_eq(address + len - tail, port) &&
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
