/*
 * Addresses as the system has them. Not for other layers.
 */
#pragma once

#include <stdbool.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
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
