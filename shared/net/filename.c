#include "shared/net/filename.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define BEGINS "pomoc_"
#define V6_ENDS ".ipv6-literal.net"
#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HOST_LETTERS LETTERS DIGITS ".-"
#define V6_LETTERS DIGITS "abcdefABCDEF:."
#define URL_LETTERS LETTERS DIGITS "-_"
#define URL_LEN (KEY_FP_URL_SIZE - 1)

/* The name in a path, and in that what is behind "pomoc_": it begins the name,
 * or a word of it. NULL: there is none. */
static const char *
find_begin(const char *path)
{
	const char *name = path;

	for (const char *c = path; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			name = c + 1;
	for (const char *c = name; *c != '\0'; c++)
		if ((c == name || c[-1] == ' ') &&
		    strncasecmp(c, BEGINS, strlen(BEGINS)) == 0)
			return c + strlen(BEGINS);
	return NULL;
}

static bool
host_is_good(const char *host, const char *letters, struct err *err)
{
	size_t good = strspn(host, letters);
	char wrong[UTF8_ONE];

	return host[good] == '\0' ||
	    err_set(err,
		_("\"%s\" belongs to no host that a file's name can have"),
		utf8_clean_first(wrong, host + good));
}

static bool
take_host(char host[FILENAME_HOST_SIZE], const char *from, size_t len,
    struct err *err)
{
	size_t tail = strlen(V6_ENDS);

	if (len >= FILENAME_HOST_SIZE)
		return err_set(err, _("the host name is empty or too long"));
	memcpy(host, from, len);
	host[len] = '\0';
	if (!host_is_good(host, HOST_LETTERS, err))
		return false;
	if (len <= tail || strcasecmp(host + len - tail, V6_ENDS) != 0)
		return true;
	host[len - tail] = '\0';
	for (char *c = host; *c != '\0'; c++)
		*c = *c == '-' ? ':' : *c;
	return host_is_good(host, V6_LETTERS, err);
}

static bool
take_fingerprint(char out[KEY_FP_SIZE], const char *from, struct err *err)
{
	char url[KEY_FP_URL_SIZE], wrong[UTF8_ONE];
	size_t n = strspn(from, URL_LETTERS);

	if (n < URL_LEN && (from[n] == '\0' || strchr(". (", from[n]) != NULL))
		return err_set(err,
		    _("the fingerprint in it has %zu of %d letters"), n,
		    URL_LEN);
	if (n < URL_LEN)
		return err_set(err,
		    _("\"%s\", letter %zu of the fingerprint in it, belongs to "
		      "none"),
		    utf8_clean_first(wrong, from + n), n + 1);
	str_copy(url, sizeof(url), from);
	return key_fingerprint_take(url, out, err);
}

enum filename_says
filename_read(const char *path, struct filename *f, struct err *err)
{
	const char *host = find_begin(path), *port, *fingerprint;
	size_t host_len, port_len;
	char digits[8];
	int64_t n;

	if (host == NULL)
		return FILENAME_NOTHING;
	host_len = strcspn(host, "_");
	port = host + host_len + (host[host_len] != '\0');
	port_len = strspn(port, DIGITS);
	if (host_len == 0 || port_len == 0 || port[port_len] != '_')
		return FILENAME_NOTHING;
	str_copy(digits, port_len < 6 ? port_len + 1 : sizeof(digits), port);
	fingerprint = port + port_len + 1;
	if (!str_int(digits, 1, 65535, &n)) {
		(void)err_set(err, _("\"%s\" is not a port number"), digits);
		return FILENAME_BROKEN;
	}
	f->port = (int)n;
	return take_host(f->host, host, host_len, err) &&
		take_fingerprint(f->fingerprint, fingerprint, err)
	    ? FILENAME_DESK
	    : FILENAME_BROKEN;
}

bool
filename_make(struct buf *out, const char *host, int port,
    const char *fingerprint, struct err *err)
{
	bool v6 = strchr(host, ':') != NULL;
	char url[KEY_FP_URL_SIZE];

	if (strlen(host) + (v6 ? strlen(V6_ENDS) : 0) >= FILENAME_HOST_SIZE)
		return err_set(err, _("the host name is empty or too long"));
	if (!host_is_good(host, v6 ? V6_LETTERS : HOST_LETTERS, err))
		return false;
	key_fingerprint_url(fingerprint, url);
	buf_adds(out, BEGINS);
	for (const char *c = host; *c != '\0'; c++)
		buf_add(out, *c == ':' ? "-" : c, 1);
	buf_printf(out, "%s_%d_%s", v6 ? V6_ENDS : "", port, url);
	return true;
}
