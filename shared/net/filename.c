#include "shared/net/filename.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define BEGINS "pomoc_"
#define V6_ENDS ".ipv6-literal.net"
#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HOST_LETTERS LETTERS DIGITS ".-"
#define V6_LETTERS DIGITS "abcdefABCDEF:."
#define URL_LETTERS LETTERS DIGITS "-_"
#define URL_LEN (KEY_FP_URL_SIZE - 1)

static const char *
name_of(const char *path)
{
	const char *name = path;

	for (const char *c = path; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			name = c + 1;
	return name;
}

static bool
is_in_word(char c)
{
	return (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr(LETTERS DIGITS, c) != NULL);
}

/* What is behind "pomoc_": it begins the name, or a word of it. NULL: there is
 * none. */
static const char *
find_begin(const char *name)
{
	for (const char *c = name; *c != '\0'; c++)
		if ((c == name || !is_in_word(c[-1])) &&
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

/* HOST_PORT, where *end is what follows; false where it is no such. */
static bool
find_parts(
    const char *host, size_t *host_len, const char **port, const char **end)
{
	*host_len = strcspn(host, "_");
	if (*host_len == 0 || host[*host_len] == '\0')
		return false;
	*port = host + *host_len + 1;
	*end = *port + strspn(*port, DIGITS);
	/* cut behind the port: only a host that cannot be a word of ours */
	return *end > *port &&
	    (**end == '_' || memchr(host, '.', *host_len) != NULL);
}

static bool
take_port(struct filename *f, const char *port, size_t len, struct err *err)
{
	char digits[8];
	int64_t n;

	str_copy(digits, MIN_OF(len + 1, sizeof(digits)), port);
	if (!str_int(digits, 1, 65535, &n))
		return err_set(err, _("\"%s\" is not a port number"), digits);
	f->port = (int)n;
	return true;
}

/* From the host on. */
static enum filename_says
read_desk(
    const char *host, struct filename *f, const char **rest, struct err *err)
{
	const char *port, *end;
	size_t len;

	if (!find_parts(host, &len, &port, &end))
		return FILENAME_NOTHING;
	if (!take_port(f, port, (size_t)(end - port), err) ||
	    !take_host(f->host, host, len, err) ||
	    !take_fingerprint(f->fingerprint, *end == '_' ? end + 1 : "", err))
		return FILENAME_BROKEN;
	*rest = end + 1 + URL_LEN;
	return FILENAME_DESK;
}

/* A second desk in what is behind the first one. */
static bool
says_other(const struct filename *f, const char *rest)
{
	const char *host = find_begin(rest);
	struct filename other = {0};
	enum filename_says says;

	if (host == NULL)
		return false;
	says = read_desk(host, &other, &rest, NULL);
	return says == FILENAME_BROKEN ||
	    (says == FILENAME_DESK &&
		(strcasecmp(f->host, other.host) != 0 ||
		    f->port != other.port ||
		    !str_eq(f->fingerprint, other.fingerprint)));
}

enum filename_says
filename_read(const char *path, struct filename *f, struct err *err)
{
	const char *host = find_begin(name_of(path)), *rest;
	enum filename_says says;

	if (host == NULL)
		return FILENAME_NOTHING;
	says = read_desk(host, f, &rest, err);
	if (says != FILENAME_DESK || !says_other(f, rest))
		return says;
	err_set(err, _("it says two different desks"));
	return FILENAME_BROKEN;
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
