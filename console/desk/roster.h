/*
 * The technicians as the desk knows them: who is listed (the technicians file
 * and the owner of an embedded desk), who is here, and what he said about
 * himself. A person may have several keys; he is known by his name.
 *
 * No messages here: the brain asks and tells.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"
#include "shared/core/presence.h"
#include "shared/net/trust.h"

struct roster_person {
	char name[TRUST_NAME_SIZE];
	char products[TRUST_PRODUCTS_SIZE]; /* "A,B"; "" = all */
	bool listed; /* false: was, and is kept for his tickets */
	int links; /* consoles that are connected */
	int tickets; /* that he has now */
	enum presence said; /* FREE unless he said otherwise */
	enum presence told; /* what was told to others last */
};

struct roster;

/* file is the path of the technicians file. owner_key NULL = no owner. */
struct roster *roster_new(
    const char *file, const char *owner_name, const char *owner_key);
void roster_free(struct roster *r);
/*
 * Reads the file again if it changed. For every key that may log in from now on
 * allow is called, for every one that may not any more forbid. False with err
 * when a line is malformed or it cannot be read: see trust_reload().
 */
bool roster_reload(struct roster *r, void (*allow)(const char *key, void *ctx),
    void (*forbid)(const char *key, void *ctx), void *ctx, struct err *err);
/* See trust_is_stale(). */
bool roster_is_stale(struct roster *r);
/* Calls allow for every key: a new front knows nobody. */
void roster_each_key(const struct roster *r,
    void (*allow)(const char *key, void *ctx), void *ctx);

/* The key's line has the right `reports` or `office`; the owner has it too. */
bool roster_may_report(const struct roster *r, const char *key);
/* Its line has `office`: it is for those commands alone. */
bool roster_is_office(const struct roster *r, const char *key);
/* Who has that key; NULL = nobody who is listed. Pointers stay valid until the
 * roster is freed: persons are never removed, only unlisted. */
struct roster_person *roster_by_key(struct roster *r, const char *key);
struct roster_person *roster_by_name(struct roster *r, const char *name);
size_t roster_count(const struct roster *r);
struct roster_person *roster_at(struct roster *r, size_t i);

enum presence roster_state(const struct roster_person *p);
