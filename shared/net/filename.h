/*
 * The name of an agent's file, which says which desk it asks:
 *
 *	pomoc_HOST_PORT_FINGERPRINT[anything]
 *
 * FINGERPRINT is that of the desk's key, 43 letters of base64url; what a
 * browser or a desktop puts behind it, " (1)", " — kopia", ".exe", does no
 * harm, nor does a word before it, as of "Kopia pomoc_...". HOST is a name or
 *an address and has no "_"; an IPv6 address, whose colons a file name cannot
 *have, is written as Windows does: 2001-db8--1.ipv6-literal.net.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/net/keys.h"

#define FILENAME_HOST_SIZE 190 /* the longest name has less than 255 bytes */

struct filename {
	char host[FILENAME_HOST_SIZE]; /* an IPv6 address without brackets */
	int port;
	char fingerprint[KEY_FP_SIZE];
};

enum filename_says {
	FILENAME_NOTHING, /* another name, as "pomoc-agent" */
	FILENAME_DESK,
	FILENAME_BROKEN /* meant to say one; err names what is wrong */
};

/* path: with folders or without, of either system. */
enum filename_says filename_read(
    const char *path, struct filename *f, struct err *err);
/* The name without .exe; false where that host can have none. fingerprint is
 * a valid one. */
bool filename_make(struct buf *out, const char *host, int port,
    const char *fingerprint, struct err *err);
