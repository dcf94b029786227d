/*
 * The desk inside the console: the same desk as pomoc-desk, run as a child of
 * this program and reached over descriptors handed to it. When it dies it is
 * started again; when the console goes, it ends in order by itself.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/loop.h"

struct embed;

struct embed_options {
	const char *config; /* NULL = default */
	const char *data;
	const char *listen;
	const char *owner_name;
	const char *owner_key; /* fingerprint */
	int log_level; /* enum log_level */
};

struct embed_events {
	/* It accepts, at that address and with that host key. */
	void (*ready)(const char *address, const char *fingerprint, void *ctx);
	/* It died and is started again; why is "" when it did not say. */
	void (*down)(const char *why, void *ctx);
	/* The first one could not start; it is not tried again. */
	void (*failed)(const char *why, void *ctx);
};

/* Starts it; options are copied. Its standard error is ours: let that be a log
 * file. */
struct embed *embed_start(struct loop *loop, const struct embed_options *opt,
    const struct embed_events *events, void *ctx);
/* A connection to it, for desk_link_to_open(); ctx is the embed. */
int embed_call(void *ctx, struct err *err);
/* Closes the connector and turns the loop, up to 3 s, until the desk has ended
 * in order. */
void embed_stop(struct embed *e);
