/*
 * What an HTTP proxy answers to CONNECT, byte by byte as it comes. Pure.
 *
 * Strict: a status line, lines "Name: value", an empty line; no control
 * characters, no folded lines, and not more than the limits below. It stops
 * right behind the empty line: what follows is the desk's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"

#define PROXY_ANSWER_LINE 8192 /* bytes of one line: a cookie may be long */
#define PROXY_ANSWER_HEAD 16384 /* of all of them */

enum proxy_answer_state {
	PROXY_ANSWER_MORE, /* it goes on */
	PROXY_ANSWER_OPEN, /* the way is open */
	PROXY_ANSWER_NO, /* a status that says no */
	PROXY_ANSWER_BAD /* no answer of a proxy, or an endless one */
};

/* All 0 at first. */
struct proxy_answer {
	enum proxy_answer_state state;
	int status; /* 0 = not yet */
	bool basic; /* user and password are what it wants */
	bool other; /* it wants another kind of log-in */
	bool page; /* no proxy: what comes looks like a page of the web */
	bool ssh; /* no proxy: a server of SSH */
	bool endless;
	size_t bytes, len;
	char line[PROXY_ANSWER_LINE];
};

/* How many bytes of data belong to the answer; less than len only when it is
 * over. */
size_t proxy_answer_feed(struct proxy_answer *a, const char *data, size_t len);
/* After NO or BAD: a sentence that says why and what to do; login = user and
 * password were sent. */
void proxy_answer_why(const struct proxy_answer *a, const char *host, int port,
    bool login, struct err *err);
