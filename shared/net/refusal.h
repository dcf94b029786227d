/*
 * What a desk says to a caller that it does not serve: one line before the SSH
 * banner, as RFC 4253 4.2 allows, and then nothing more. Whoever is on the way
 * could write it, so a client shows its own words for a line that it knows, and
 * nothing of one that it does not.
 */
#pragma once

#include <stddef.h>

enum refusal {
	REFUSAL_NONE,
	REFUSAL_ADDRESS, /* too many callers from that address */
	REFUSAL_CROWDED, /* too many callers from everywhere */
	REFUSAL_BANNED, /* that address is shut out for a while */
	REFUSAL_SILENT, /* it did not say what it wants */
	REFUSALS
};

#define REFUSAL_LINE_MAX 120

/* With its line end; "" for REFUSAL_NONE. */
const char *refusal_line(enum refusal r);
/* The first bytes of a caller's answer; REFUSAL_NONE for all else. */
enum refusal refusal_find(const char *data, size_t len);
/* For the user, translated. */
const char *refusal_text(enum refusal r);
