#include "shared/net/proxy.h"

#include <string.h>
#include <strings.h>

#include <sodium.h>

#include "shared/base/i18n.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"

#define HTTP "http://"

/* --- a URL --- */

/* The %XX of it; false for what is no such, for NUL and for what is too long.
 */
static bool
unescape(const char *from, size_t len, char *to, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = from[i];

		if (c == '%') {
			char hex[3] = {0};

			if (len - i < 3)
				return false;
			memcpy(hex, from + i + 1, 2);
			if (!str_unhex(&c, 1, hex) || c == '\0')
				return false;
			i += 2;
		}
		if (n + 1 >= size)
			return false;
		to[n++] = c;
	}
	to[n] = '\0';
	return true;
}

/* "USER:PASSWORD", or "USER" with an empty one. */
static bool
take_login(const char *text, size_t len, struct proxy *p, struct err *err)
{
	char login[PROXY_LOGIN_MAX + 1];
	size_t user = 0, n;
	bool ok;

	while (user < len && text[user] != ':')
		user++;
	ok = unescape(text, user, login, sizeof(login) - 1) &&
	    strchr(login, ':') == NULL;
	if (ok) {
		n = strlen(login);
		login[n++] = ':';
		login[n] = '\0';
		ok = user == len ||
		    unescape(text + user + 1, len - user - 1, login + n,
			sizeof(login) - n);
	}
	if (ok)
		sodium_bin2base64(p->basic, sizeof(p->basic),
		    (const unsigned char *)login, strlen(login),
		    sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(login, sizeof(login));
	return ok ||
	    err_set(err,
		_("the user or the password of the proxy cannot be understood; "
		  "%% is written %%25, @ %%40, : %%3A"));
}

/* Behind "http://", or where there is none; NULL for another kind. */
static const char *
behind_kind(const char *url, struct err *err)
{
	const char *kind = strstr(url, "://");

	if (kind == NULL)
		return url;
	if (strncasecmp(url, HTTP, strlen(HTTP)) == 0)
		return kind + 3;
	err_set(err, _("only a proxy of the kind http:// can be used"));
	return NULL;
}

bool
proxy_parse(const char *url, struct proxy *p, struct err *err)
{
	const char *rest, *at;
	char place[PROXY_HOST_SIZE + 8];
	size_t len;

	memset(p, 0, sizeof(*p));
	if (str_eq(url, "none"))
		return true;
	rest = behind_kind(url, err);
	if (rest == NULL)
		return false;
	at = strrchr(rest, '@');
	if (at != NULL) {
		if (!take_login(rest, (size_t)(at - rest), p, err))
			return false;
		rest = at + 1;
	}
	len = strcspn(rest, "/");
	if (len >= sizeof(place) ||
	    strspn(rest + len, "/") < strlen(rest + len))
		return err_set(err,
		    _("a proxy is written http://HOST:PORT, with nothing "
		      "behind it"));
	memcpy(place, rest, len);
	place[len] = '\0';
	/* nothing of it is said: a part of it may be a password */
	return (sock_split(place, PROXY_PORT, p->host, sizeof(p->host),
		    &p->port, NULL) &&
		   p->port > 0) ||
	    err_set(err, _("that names no proxy: write http://HOST:PORT"));
}

/* --- for whom --- */

static bool
is_named(const char *item, size_t len, const char *host)
{
	size_t all = strlen(host);

	if (len == 1 && item[0] == '*')
		return true;
	if (len > 1 && item[0] == '.') {
		item++;
		len--;
	}
	if (len == 0 || len > all ||
	    strncasecmp(host + all - len, item, len) != 0)
		return false;
	return len == all || host[all - len - 1] == '.';
}

bool
proxy_passes_by(const char *list, const char *host)
{
	const char *item = list + strspn(list, ", \t");

	while (*item != '\0') {
		size_t len = strcspn(item, ", \t");

		if (is_named(item, len, host))
			return true;
		item += len;
		item += strspn(item, ", \t");
	}
	return false;
}

/* The first of two that says something. */
static const char *
either(const char *name, const char *other)
{
	const char *value = os_env(name);

	if (value == NULL || value[0] == '\0')
		value = os_env(other);
	return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *
proxy_of_environment(const char *host)
{
	const char *url = either("https_proxy", "HTTPS_PROXY");
	const char *none = either("no_proxy", "NO_PROXY");

	if (url == NULL)
		url = either("all_proxy", "ALL_PROXY");
	return none != NULL && proxy_passes_by(none, host) ? NULL : url;
}

/* --- what it is asked --- */

bool
proxy_request(const struct proxy *p, const char *host, int port,
    struct buf *out, struct err *err)
{
	bool v6 = strchr(host, ':') != NULL;
	char place[PROXY_HOST_SIZE + 16];

	for (const char *c = host; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || strchr("/?#@[]\\", *c) != NULL)
			return err_set(err,
			    _("the proxy cannot be asked for a computer of "
			      "that name: only letters of ASCII, digits, . and "
			      "- can stand in it"));
	snprintf(place, sizeof(place), "%s%s%s:%d", v6 ? "[" : "", host,
	    v6 ? "]" : "", port);
	buf_printf(out, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n", place, place);
	if (p->basic[0] != '\0')
		buf_printf(out, "Proxy-Authorization: Basic %s\r\n", p->basic);
	buf_adds(out, "\r\n");
	return true;
}
