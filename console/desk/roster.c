#include "console/desk/roster.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"

struct roster_key {
	char key[KEY_FP_SIZE];
	struct roster_person *person;
	bool owner; /* not from the file */
	bool reports;
	bool office; /* for commands alone */
	bool seen; /* in this reading */
};

struct roster {
	struct trust *trust;
	struct roster_person **person;
	size_t persons;
	struct roster_key *key;
	size_t keys;
};

static struct roster_person *
find_or_add(struct roster *r, const char *name)
{
	struct roster_person *p = roster_by_name(r, name);

	if (p != NULL)
		return p;
	p = mem_alloc(sizeof(*p));
	str_copy(p->name, sizeof(p->name), name);
	p->told = PRESENCE_GONE;
	r->person = mem_grow(
	    r->person, r->persons + 1, sizeof(struct roster_person *));
	r->person[r->persons++] = p;
	return p;
}

static struct roster_key *
find_key(const struct roster *r, const char *key)
{
	for (size_t i = 0; i < r->keys; i++)
		if (str_eq(r->key[i].key, key))
			return &r->key[i];
	return NULL;
}

/* The first line of a key counts. */
static bool
is_repeated(const struct roster *r, const char *key)
{
	const struct roster_key *k = find_key(r, key);

	return k != NULL && k->seen;
}

/* A key in another's hands, or for something else, is a new key: who is here
 * with it, is not he. */
static void
forget_changed(struct roster *r, const struct trust_person *t,
    void (*forbid)(const char *key, void *ctx), void *ctx)
{
	struct roster_key *k = find_key(r, t->fingerprint);

	if (k == NULL || k->owner ||
	    (str_eq(k->person->name, t->name) && k->office == t->office))
		return;
	forbid(t->fingerprint, ctx);
	memmove(k, &r->key[--r->keys], sizeof(*k));
}

/* True when the key is new. One of the office makes nobody a technician. */
static bool
add_key(struct roster *r, const struct trust_person *t, bool owner)
{
	struct roster_person *p = find_or_add(r, t->name);
	struct roster_key *k = find_key(r, t->fingerprint);
	bool added = k == NULL;

	if (added) {
		r->key = mem_grow(
		    r->key, r->keys + 1, sizeof(struct roster_key));
		k = &r->key[r->keys++];
		memset(k, 0, sizeof(*k));
		str_copy(k->key, sizeof(k->key), t->fingerprint);
		k->owner = owner;
	} else if (k->owner && !owner) {
		return false; /* his own desk needs no line, and wins */
	}
	k->person = p;
	k->reports = t->reports || t->office;
	k->office = t->office;
	k->seen = true;
	if (t->office)
		return added;
	p->listed = true;
	str_copy(p->products, sizeof(p->products), t->products);
	return added;
}

struct roster *
roster_new(const char *file, const char *owner_name, const char *owner_key)
{
	struct roster *r = mem_alloc(sizeof(*r));
	struct trust_person owner = {.reports = true};

	r->trust = trust_new(file);
	if (owner_key == NULL)
		return r;
	str_copy(owner.name, sizeof(owner.name), owner_name);
	str_copy(owner.fingerprint, sizeof(owner.fingerprint), owner_key);
	(void)add_key(r, &owner, true);
	return r;
}

void
roster_free(struct roster *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->persons; i++)
		free(r->person[i]);
	free(r->person);
	free(r->key);
	trust_free(r->trust);
	free(r);
}

static void
forbid_unseen(
    struct roster *r, void (*forbid)(const char *key, void *ctx), void *ctx)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->keys; i++) {
		if (r->key[i].seen || r->key[i].owner)
			r->key[kept++] = r->key[i];
		else
			forbid(r->key[i].key, ctx);
	}
	r->keys = kept;
}

bool
roster_reload(struct roster *r, void (*allow)(const char *key, void *ctx),
    void (*forbid)(const char *key, void *ctx), void *ctx, struct err *err)
{
	bool changed = false;
	bool ok = trust_reload(r->trust, &changed, err);

	for (size_t i = 0; i < r->keys; i++)
		r->key[i].seen = false;
	for (size_t i = 0; i < r->persons; i++)
		r->person[i]->listed = false;
	for (size_t i = 0; i < r->keys; i++)
		if (r->key[i].owner)
			r->key[i].person->listed = true;
	for (size_t i = 0; i < trust_count(r->trust); i++) {
		const struct trust_person *t = trust_at(r->trust, i);

		if (is_repeated(r, t->fingerprint))
			continue;
		forget_changed(r, t, forbid, ctx);
		if (add_key(r, t, false))
			allow(t->fingerprint, ctx);
	}
	forbid_unseen(r, forbid, ctx);
	return ok;
}

bool
roster_is_stale(struct roster *r)
{
	return trust_is_stale(r->trust);
}

void
roster_each_key(const struct roster *r,
    void (*allow)(const char *key, void *ctx), void *ctx)
{
	for (size_t i = 0; i < r->keys; i++)
		allow(r->key[i].key, ctx);
}

bool
roster_may_report(const struct roster *r, const char *key)
{
	const struct roster_key *k = find_key(r, key);

	return k != NULL && k->reports;
}

bool
roster_is_office(const struct roster *r, const char *key)
{
	const struct roster_key *k = find_key(r, key);

	return k != NULL && k->office;
}

struct roster_person *
roster_by_key(struct roster *r, const char *key)
{
	struct roster_key *k = find_key(r, key);

	return k != NULL ? k->person : NULL;
}

struct roster_person *
roster_by_name(struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->persons; i++)
		if (str_eq(r->person[i]->name, name))
			return r->person[i];
	return NULL;
}

size_t
roster_count(const struct roster *r)
{
	return r->persons;
}

struct roster_person *
roster_at(struct roster *r, size_t i)
{
	return r->person[i];
}

enum presence
roster_state(const struct roster_person *p)
{
	if (!p->listed)
		return PRESENCE_GONE;
	if (p->links == 0)
		return PRESENCE_AWAY;
	if (p->said == PRESENCE_FREE && p->tickets > 0)
		return PRESENCE_BUSY;
	return p->said;
}
