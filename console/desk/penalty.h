/*
 * Whom the front lets connect: how many links, how fast, and who waits. Pure
 * bookkeeping over addresses, keys and times that the caller gives.
 *
 * One address is not one person: an office, or half a town behind one router,
 * shares it with whoever does harm there. So a misdeed does not shut an address
 * out; it makes its callers wait at the door (front_porch.h) until they have
 * spoken and a place is free. An address from which somebody logged in lately
 * has more of both, and keys that did, or are listed, have places of their own.
 * Only who hung or crashed a front is shut out (penalty_ban()).
 *
 * IPv6 callers are counted by their /64, and by the /56 and /48 around it,
 * which may have 4 and 16 times as much. The tables are bounded: an attack from
 * more addresses than they hold forgets strangers first, and never who is here.
 */
#ifndef DESK_PENALTY_H
#define DESK_PENALTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/limits.h"

#define PENALTY_ADDRESSES 4096
#define PENALTY_KEYS 4096
#define PENALTY_NAME_SIZE 64
#define PENALTY_NETS 3 /* that one address may be counted by */

enum penalty_verdict {
	PENALTY_OK,
	PENALTY_DOOR, /* has to speak first, and may have to wait */
	PENALTY_BANNED,
	/* of penalty_admit(): it has to wait for */
	PENALTY_RATE, /* time: too many came of late */
	PENALTY_ADDRESS, /* one of its address */
	PENALTY_CROWDED /* anybody */
};

struct penalty;

/* One caller, kept by the owner of the connection. */
struct penalty_caller {
	char net[PENALTY_NETS][PENALTY_NAME_SIZE]; /* narrowest first */
	int nets;
	bool exempt;
	bool counted; /* has a place */
	bool stranger; /* was one when it got its place */
	bool logged_in;
};

/* What an address is counted by: itself, or its /64. */
void penalty_name(char out[PENALTY_NAME_SIZE], const char *addr);
/* Loopback addresses, when the limits say so. */
bool penalty_is_exempt(const struct limits *limits, const char *addr);

/* limits must outlive it and may change. */
struct penalty *penalty_new(const struct limits *limits);
void penalty_free(struct penalty *p);
/* A caller from addr (text without port); fills *c. dice is random, 0..99.
 * After PENALTY_OK it has a place, until penalty_gone(). */
enum penalty_verdict penalty_connect(struct penalty *p,
    struct penalty_caller *c, const char *addr, int64_t now_ms, int dice);
/* One at the door that has spoken: PENALTY_OK and it has a place, or what it
 * waits for. */
enum penalty_verdict penalty_admit(
    struct penalty *p, struct penalty_caller *c, int64_t now_ms);
/* It proved that it has the key. False: its address has too many links, and
 * nobody knows this key; listed = a technician's, which is always known. It
 * counts as a link until penalty_gone() all the same. */
bool penalty_logged_in(struct penalty *p, struct penalty_caller *c,
    const char *key, bool listed, int64_t now_ms);
/* Gives the place back, if it has one. */
void penalty_gone(struct penalty *p, struct penalty_caller *c);
/* Somebody logged in from there before this table was made; key may be "". */
void penalty_know(
    struct penalty *p, const char *addr, const char *key, int64_t now_ms);
/* It did harm: adds up with what is left of an earlier one, up to the most
 * allowed. */
void penalty_add(struct penalty *p, const struct penalty_caller *c,
    int64_t seconds, int64_t now_ms);
/* Nobody from there is served for so long. */
void penalty_ban(
    struct penalty *p, const char *addr, int64_t seconds, int64_t now_ms);
/* Only those keys from there that are known or listed. */
void penalty_guard(
    struct penalty *p, const char *addr, int64_t seconds, int64_t now_ms);
/* That key is not served, wherever it comes from. */
void penalty_ban_key(
    struct penalty *p, const char *key, int64_t seconds, int64_t now_ms);
/* Whether neither of the last two keeps this one out. */
bool penalty_key_may(struct penalty *p, const struct penalty_caller *c,
    const char *key, bool listed, int64_t now_ms);
/* Places of callers that have not logged in. */
int penalty_unauthenticated(const struct penalty *p);
/* Entries in use, for the proof that they are bounded. */
size_t penalty_size(const struct penalty *p);
const char *penalty_text(enum penalty_verdict v);

#endif
