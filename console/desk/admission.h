/*
 * Whom the front lets connect: how many links, how fast, and who waits. Pure
 * bookkeeping over addresses, keys and times that the caller gives.
 *
 * One address is not one person: an office, or half a town behind one router,
 * shares it with whoever does harm there. So a misdeed does not shut an address
 * out; it makes its callers wait at the door (front_porch.h) until they have
 * spoken and a place is free. An address from which somebody logged in lately
 * has more of both, and keys that did, or are listed, have places of their own.
 * Only who hung or crashed a front is shut out (admission_ban()).
 *
 * IPv6 callers are counted by their /64, and by the /56 and /48 around it,
 * which may have 4 and 16 times as much. The tables are bounded: an attack from
 * more addresses than they hold forgets strangers first, and never who is here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/limits.h"

#define ADMISSION_ADDRESSES 4096
#define ADMISSION_KEYS 4096
#define ADMISSION_NAME_SIZE 64
#define ADMISSION_NETS 3 /* that one address may be counted by */

enum admission_verdict {
	ADMISSION_OK,
	ADMISSION_DOOR, /* has to speak first, and may have to wait */
	ADMISSION_BANNED,
	/* of admission_admit(): it has to wait for */
	ADMISSION_RATE, /* time: too many came of late */
	ADMISSION_ADDRESS, /* one of its address */
	ADMISSION_CROWDED /* anybody */
};

struct admission;

/* One caller, kept by the owner of the connection. */
struct admission_caller {
	char net[ADMISSION_NETS][ADMISSION_NAME_SIZE]; /* narrowest first */
	int nets;
	bool exempt;
	bool counted; /* has a place */
	bool stranger; /* was one when it got its place */
	bool logged_in;
};

/* Loopback addresses, when the limits say so. */
bool admission_is_exempt(const struct limits *limits, const char *addr);

/* limits must outlive it and may change. */
struct admission *admission_new(const struct limits *limits);
void admission_free(struct admission *p);
/* A caller from addr (text without port); fills *c. dice is random, 0..99.
 * After ADMISSION_OK it has a place, until admission_gone(). */
enum admission_verdict admission_connect(struct admission *p,
    struct admission_caller *c, const char *addr, int64_t now_ms, int dice);
/* One at the door that has spoken: ADMISSION_OK and it has a place, or what it
 * waits for. */
enum admission_verdict admission_admit(
    struct admission *p, struct admission_caller *c, int64_t now_ms);
/* It proved that it has the key. False: its address has too many links, and
 * nobody knows this key; listed = a technician's, which is always known. It
 * counts as a link until admission_gone() all the same. */
bool admission_logged_in(struct admission *p, struct admission_caller *c,
    const char *key, bool listed, int64_t now_ms);
/* Gives the place back, if it has one. */
void admission_gone(struct admission *p, struct admission_caller *c);
/* Somebody logged in from there before this table was made; key may be "". */
void admission_know(
    struct admission *p, const char *addr, const char *key, int64_t now_ms);
/* It did harm: adds up with what is left of an earlier one, up to the most
 * allowed. */
void admission_add(struct admission *p, const struct admission_caller *c,
    int64_t seconds, int64_t now_ms);
/* Nobody from there is served for so long. */
void admission_ban(
    struct admission *p, const char *addr, int64_t seconds, int64_t now_ms);
/* Only those keys from there that are known or listed. */
void admission_guard(
    struct admission *p, const char *addr, int64_t seconds, int64_t now_ms);
/* That key is not served, wherever it comes from. */
void admission_ban_key(
    struct admission *p, const char *key, int64_t seconds, int64_t now_ms);
/* Whether neither of the last two keeps this one out. */
bool admission_key_may(struct admission *p, const struct admission_caller *c,
    const char *key, bool listed, int64_t now_ms);
/* For tests: places of callers that have not logged in. */
int admission_unauthenticated(const struct admission *p);
/* For tests: entries in use, which are bounded. */
size_t admission_size(const struct admission *p);
const char *admission_text(enum admission_verdict v);
