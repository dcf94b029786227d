/*
 * What a desk says of itself: its name and keys, its price list, its
 * technicians, its trouble. Both programs keep one. Pure: messages in, facts
 * out.
 *
 * After a reconnect the desk tells everything again: technicians that it did
 * not repeat are dropped at the end of its lists, so that no list flickers.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/presence.h"
#include "shared/core/prices.h"
#include "shared/wire/msg.h"

#define FIRM_TEXT 257

struct firm_technician {
	char id[FIRM_TEXT];
	char name[FIRM_TEXT];
	char products[801];
	enum presence state; /* never gone */
	bool stale;
};

struct firm {
	char name[FIRM_TEXT]; /* cleaned, as is the phone */
	char phone[FIRM_TEXT];
	char me[FIRM_TEXT]; /* the technician whom it speaks to */
	char address[FIRM_TEXT];
	char key[65];
	char receipts[65]; /* the key that it signs them with */
	char banner[801]; /* a trouble; "" = none */
	int64_t grace_s; /* a visit outlives a break so long; as it was before,
			    where the desk does not say */
	int64_t now_s; /* its time when it said that; 0 = it does not say */
	bool open; /* reachable from other machines */
	bool listed; /* the first lists are complete, on this link */
	struct prices prices;
	struct firm_technician *technician;
	int technicians;
};

/* What firm_apply() changed. */
#define FIRM_SELF 1u
#define FIRM_PRICES 2u
#define FIRM_PEOPLE 4u
#define FIRM_LISTED 8u /* the lists are complete now */

/* All zero is a firm that nothing is known of. */
void firm_fini(struct firm *f);
/* welcome, price, technician, listed, banner; 0 for all others. */
unsigned firm_apply(struct firm *f, const struct msg *m);
/* By id or name. NULL when there is none; valid until the next firm_apply(). */
const struct firm_technician *firm_technician(
    const struct firm *f, const char *id);
/* Does he serve that product? Also where nothing is known of him. */
bool firm_serves(const struct firm *f, const char *id, const char *product);
/* "support B 250,00 zł/h", of the price line of that name. Returns dst. */
const char *firm_price_text(
    const struct firm *f, const char *name, char *dst, size_t size);
