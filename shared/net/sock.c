/* See sock.h: addresses as text, pairs. Listening is in sock_listen_posix.c,
 * passing descriptors in sock_pass_posix.c, connecting in dial.c. */
#include "shared/net/sock.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/net/sock_addr.h"

void
sock_addr_only(const char *peer, char out[SOCK_ADDR_SIZE])
{
	const char *end = strrchr(peer, ':');
	size_t len = end != NULL ? (size_t)(end - peer) : strlen(peer);

	if (peer[0] == '[') {
		peer++;
		len = strcspn(peer, "]");
	}
	if (len >= SOCK_ADDR_SIZE)
		len = SOCK_ADDR_SIZE - 1;
	memcpy(out, peer, len);
	out[len] = '\0';
}

bool
sock_is_loopback(const char *addr)
{
	return str_starts(addr, "127.") || str_eq(addr, "::1") ||
	    str_eq(addr, "local");
}

bool
sock_addr_parse(const char *host, int port, union sock_addr *a, socklen_t *len)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	struct addrinfo *ai;
	char service[8];

	if (str_eq(host, "*"))
		host = "::";
	else if (str_eq(host, "localhost"))
		host = "127.0.0.1";
	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(host, service, &hints, &ai) != 0)
		return false;
	memcpy(a, ai->ai_addr, ai->ai_addrlen);
	*len = (socklen_t)ai->ai_addrlen;
	freeaddrinfo(ai);
	return true;
}

/* What no name server can ever find is a slip of the hand, not a host. */
static bool
host_check(const char *host, struct err *err)
{
	union sock_addr a;
	socklen_t len;

	if (host[0] == '\0')
		return err_set(err, _("the host name is empty or too long"));
	if (strpbrk(host, "@/\\ \t\r\n\"'[]") != NULL)
		return err_set(err,
		    _("\"%s\" is no host: write HOST[:PORT], without user@ and "
		      "ssh://"),
		    host);
	return strchr(host, ':') == NULL ||
	    sock_addr_parse(host, 0, &a, &len) ||
	    err_set(err, _("\"%s\" is not an address"), host);
}

bool
sock_split(const char *where, int default_port, char *host, size_t size,
    int *port, struct err *err)
{
	const char *colon = strrchr(where, ':'), *digits = NULL;
	size_t len = strlen(where);
	int64_t n = default_port;

	if (where[0] == '[') {
		const char *end = strchr(where, ']');

		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return err_set(
			    err, _("\"%s\" is not an address"), where);
		len = (size_t)(end - ++where);
		if (end[1] == ':')
			digits = end + 2;
	} else if (colon != NULL && strchr(where, ':') == colon) {
		len = (size_t)(colon - where);
		digits = colon + 1;
	} /* more than one colon: a bare v6 address without port */
	if (digits != NULL && !str_int(digits, 0, 65535, &n))
		return err_set(err, _("\"%s\" is not a port number"), digits);
	if (len == 0 || len >= size)
		return err_set(err, _("the host name is empty or too long"));
	memcpy(host, where, len);
	host[len] = '\0';
	*port = (int)n;
	return host_check(str_trim(host), err);
}

bool
sock_pair(int fds[2], struct err *err)
{
	if (os_pair(fds))
		return true;
	return err_errno(err, "socketpair");
}
