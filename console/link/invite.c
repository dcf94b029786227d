#include "console/link/invite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console/config/config_address.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/filename.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

/* The default port is left out. */
static void
add_address(struct buf *out, const char *given)
{
	char port[16], named[160];
	const char *address = config_reachable(given, named, sizeof(named));
	size_t len = strlen(address), tail;

	snprintf(port, sizeof(port), ":%d", MSG_PORT);
	tail = strlen(port);
	/* "host:7722" and "[::1]:7722", but not a bare "fe80::7722" */
	if (len > tail && str_eq(address + len - tail, port) &&
	    (address[0] == '[' || strchr(address, ':') == address + len - tail))
		len -= tail;
	buf_add(out, address, len);
}

void
invite_command(struct buf *out, const char *address, const char *key)
{
	buf_adds(out, "pomoc-agent ");
	add_address(out, address);
	buf_printf(out, " --fingerprint %s", key);
}

void
invite_word(struct buf *out, const char *address, const char *key)
{
	char url[KEY_FP_URL_SIZE];

	key_fingerprint_url(key, url);
	add_address(out, address);
	buf_printf(out, "/%s", url);
}

bool
invite_filename(
    struct buf *out, const char *given, const char *key, struct err *err)
{
	char named[160], host[FILENAME_HOST_SIZE];
	const char *address = config_reachable(given, named, sizeof(named));
	int port;

	return sock_split(address, MSG_PORT, host, sizeof(host), &port, err) &&
	    filename_make(out, host, port, key, err);
}

void
invite_hint(struct buf *out, const char *address, bool open)
{
	char named[160];
	const char *host = config_reachable(address, named, sizeof(named));

	if (!open)
		buf_adds(out,
		    _("Only programs on this machine can connect now. To let "
		      "clients in from outside, set in pomoc.conf, section "
		      "[desk]: listen = *:7722 and address = the name that "
		      "clients use; open that port in the firewall."));
	else if (config_is_bare(host))
		buf_printf(out,
		    _("Where clients do not know this computer as \"%.*s\", "
		      "set in pomoc.conf, section [desk]: address = ... (your "
		      "public name)."),
		    (int)strcspn(host, ":"), host);
}

void
invite_text(struct buf *out, const char *address, const char *key, bool open)
{
	size_t len;

	invite_command(out, address, key);
	buf_printf(out, "\n\n%s\npomoc-agent ",
	    _("Or with one word, which no letter breaks:"));
	invite_word(out, address, key);
	buf_adds(out, "\n\n");
	len = out->len;
	invite_hint(out, address, open);
	if (out->len == len)
		buf_adds(out,
		    _("The fingerprint proves to the client's program that it "
		      "speaks to this desk and to nobody else."));
	buf_adds(out, "\n");
}

#define URL_MAX 500 /* more is no address that somebody types */

bool
invite_is_url(const char *text)
{
	return (str_starts(text, "https://") || str_starts(text, "http://")) &&
	    strlen(text) <= URL_MAX && utf8_is_line(text) &&
	    strpbrk(text, " \"<>") == NULL;
}
