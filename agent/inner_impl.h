/*
 * The inside of inner.h, shared by inner.c (the server: link, channels, what
 * comes in) and inner_guest.c (what the guest is shown and told).
 */
#pragma once

#include "agent/guest_screen.h"
#include "agent/inner.h"
#include "shared/net/chan.h"
#include "shared/net/link.h"
#include "shared/wire/record.h"

enum role { ROLE_TALK, ROLE_SCREEN, ROLE_STOCK, ROLES };

#define FRESH 4 /* channels that have not said yet what they are for */

struct inner {
	struct loop *loop;
	const struct inner_events *events;
	void *ctx;
	struct inner_conf conf; /* technician_key is the next */
	char technician_key[KEY_FP_SIZE];
	struct relay *relay; /* NULL: it has ended */
	struct link *link;
	struct chan *chan[ROLES];
	struct chan *fresh[FRESH];
	struct talk talk;
	bool stock_asked;
	struct guest_screen *screen;
	enum role screen_role;
	struct record_reader records;
	uint32_t keys; /* records of them */
	bool full; /* no keys before inner_room() */
	struct vt *vt;
	unsigned mask;
	bool hidden;
	/* see news_due() */
	struct loop_timer *news;
	int64_t news_ms;
	int typist; /* -1 = nobody yet */
	int told_typist;
	bool gone;
};

/* Lets the screen go. */
void inner_drop_screen(struct inner *in);
/* Deferred calls, with the inner as ctx. */
void inner_stock_ready(void *ctx);
void inner_stock_resized(void *ctx);
void inner_news_due(void *ctx);
