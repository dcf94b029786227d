/*
 * An HTTP proxy on the way out: which one, for whom, and what it is asked.
 * Pure; what it answers is proxy_answer.h, the talk itself proxy_open.h.
 *
 * A password is in struct proxy and in the request, and in no text of an error.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define PROXY_HOST_SIZE 256
#define PROXY_LOGIN_MAX 255 /* USER:PASSWORD, of either kind of bytes */
#define PROXY_BASIC_SIZE 348 /* that in base64, and NUL */
#define PROXY_PORT 80 /* that a URL without one means */

struct proxy {
	char host[PROXY_HOST_SIZE]; /* "" = none */
	int port;
	char basic[PROXY_BASIC_SIZE]; /* "" = no user, no password */
};

/* "http://[USER[:PASSWORD]@]HOST[:PORT][/]" or the same without http://, with %
 * and two hex digits for any byte of user and password. "none" is none. False
 * for another kind of proxy, and for what is no address. */
bool proxy_parse(const char *url, struct proxy *p, struct err *err);
/* Whether a list as in no_proxy names that host: "*", or names with all below
 * them ("example.pl", ".example.pl"), or addresses. */
bool proxy_passes_by(const char *list, const char *host);
/* The URL in https_proxy, HTTPS_PROXY, all_proxy or ALL_PROXY, the first that
 * is set; NULL where there is none or no_proxy (NO_PROXY) names that host. */
const char *proxy_of_environment(const char *host);
/* Asks for a way to that host, which the proxy looks up. False, and out as it
 * was, for a host that cannot stand there. */
bool proxy_request(const struct proxy *p, const char *host, int port,
    struct buf *out, struct err *err);
