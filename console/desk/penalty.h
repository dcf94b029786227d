/*
 * Whom the front lets connect: how many links, how fast, and who waits out a
 * penalty. Pure bookkeeping over addresses and times that the caller gives.
 *
 * IPv6 callers are counted by their /64. The table of addresses is bounded: an
 * attack from more addresses than it holds forgets the oldest idle ones.
 */
#ifndef DESK_PENALTY_H
#define DESK_PENALTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/core/limits.h"

#define PENALTY_ADDRESSES 4096

enum penalty_verdict {
	PENALTY_OK,
	PENALTY_WAITS, /* the address has a penalty */
	PENALTY_RATE, /* connects too fast */
	PENALTY_ADDRESS, /* too many links of that address */
	PENALTY_CROWDED /* too many callers that have not logged in */
};

struct penalty;

/* What an address is counted by: itself, or its /64. */
#define PENALTY_NAME_SIZE 64
void penalty_name(char out[PENALTY_NAME_SIZE], const char *addr);
/* Loopback addresses, when the limits say so. */
bool penalty_is_exempt(const struct limits *limits, const char *addr);

/* limits must outlive it and may change. */
struct penalty *penalty_new(const struct limits *limits);
void penalty_free(struct penalty *p);
/* A caller from addr (text without port). dice is random, 0..99. Only after
 * PENALTY_OK the caller counts, until penalty_gone(). */
enum penalty_verdict penalty_connect(
    struct penalty *p, const char *addr, int64_t now_ms, int dice);
void penalty_logged_in(struct penalty *p, const char *addr);
void penalty_gone(struct penalty *p, const char *addr, bool logged_in);
/* Adds up with what is left of an earlier one, up to the most allowed. */
void penalty_add(
    struct penalty *p, const char *addr, int64_t seconds, int64_t now_ms);
/* A key waits too; shared by all addresses. */
void penalty_add_key(
    struct penalty *p, const char *key, int64_t seconds, int64_t now_ms);
bool penalty_key_waits(
    const struct penalty *p, const char *key, int64_t now_ms);
/* Links that have not logged in. */
int penalty_unauthenticated(const struct penalty *p);
const char *penalty_text(enum penalty_verdict v);

#endif
