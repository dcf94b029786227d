/*
 * Addresses as the system has them. Not for other layers.
 */
#pragma once

#include <stdbool.h>

#include "shared/net/fd.h"
#ifndef _WIN32
#include <netinet/in.h>
#endif

union sock_addr {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_storage ss;
};

/* A numeric address of either family, "*" for all of them, "localhost" for
 * 127.0.0.1. False for anything else. */
bool sock_addr_parse(
    const char *host, int port, union sock_addr *a, socklen_t *len);
