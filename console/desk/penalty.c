#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/penalty.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

#define KEYS_MAX 256
#define KEY_SIZE 64

struct address {
	char name[PENALTY_NAME_SIZE]; /* "" = free */
	bool loopback;
	int links;
	int unauthenticated;
	double tokens;
	int64_t filled_ms;
	int64_t until_ms; /* of the penalty */
};

struct banned_key {
	char key[KEY_SIZE];
	int64_t until_ms;
};

/* Open addressing over a table twice as large as its content may become. */
#define SLOTS (PENALTY_ADDRESSES * 2)

struct penalty {
	const struct limits *limits;
	struct address slot[SLOTS];
	size_t used;
	int unauthenticated;
	struct banned_key keys[KEYS_MAX];
	size_t next_key;
};

struct penalty *
penalty_new(const struct limits *limits)
{
	struct penalty *p = mem_alloc(sizeof(*p));

	p->limits = limits;
	return p;
}

void
penalty_free(struct penalty *p)
{
	free(p);
}

/* IPv6: the /64, for one customer has that many addresses. */
void
penalty_name(char out[PENALTY_NAME_SIZE], const char *addr)
{
	struct in6_addr v6;

	if (inet_pton(AF_INET6, addr, &v6) == 1 && !IN6_IS_ADDR_LOOPBACK(&v6)) {
		memset(v6.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &v6, out, PENALTY_NAME_SIZE);
	} else {
		str_copy(out, PENALTY_NAME_SIZE, addr[0] != '\0' ? addr : "?");
	}
}

static size_t
hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h % SLOTS;
}

static bool
is_idle(const struct address *a, int64_t now_ms)
{
	return a->links == 0 && a->until_ms <= now_ms;
}

/* Drops the idle ones; if none is, those that are only waiting. */
static void
make_room(struct penalty *p, int64_t now_ms)
{
	struct address *old = mem_array(p->used + 1, sizeof(*old));
	size_t n = 0;

	for (size_t i = 0; i < SLOTS; i++)
		if (p->slot[i].name[0] != '\0')
			old[n++] = p->slot[i];
	for (int pass = 0; pass < 2 && n > PENALTY_ADDRESSES / 2; pass++) {
		size_t kept = 0;

		for (size_t i = 0; i < n; i++)
			if (!is_idle(&old[i], pass == 0 ? now_ms : INT64_MAX))
				old[kept++] = old[i];
		n = kept;
	}
	memset(p->slot, 0, sizeof(p->slot));
	p->used = n;
	for (size_t i = 0; i < n; i++) {
		size_t at = hash(old[i].name);

		while (p->slot[at].name[0] != '\0')
			at = (at + 1) % SLOTS;
		p->slot[at] = old[i];
	}
	free(old);
}

static struct address *
find(struct penalty *p, const char *name)
{
	size_t at = hash(name);

	while (p->slot[at].name[0] != '\0') {
		if (strcmp(p->slot[at].name, name) == 0)
			return &p->slot[at];
		at = (at + 1) % SLOTS;
	}
	return NULL;
}

static bool
name_is_loopback(const char *name)
{
	return strncmp(name, "127.", 4) == 0 || strcmp(name, "::1") == 0 ||
	    strcmp(name, "local") == 0;
}

bool
penalty_is_exempt(const struct limits *limits, const char *addr)
{
	return limits->loopback_exempt && name_is_loopback(addr);
}

/* NULL when the table is full of addresses that all have links. */
static struct address *
find_or_add(struct penalty *p, const char *addr, int64_t now_ms)
{
	char name[PENALTY_NAME_SIZE];
	struct address *a;
	size_t at;

	penalty_name(name, addr);
	a = find(p, name);
	if (a != NULL)
		return a;
	if (p->used >= PENALTY_ADDRESSES)
		make_room(p, now_ms);
	if (p->used >= PENALTY_ADDRESSES)
		return NULL;
	at = hash(name);
	while (p->slot[at].name[0] != '\0')
		at = (at + 1) % SLOTS;
	a = &p->slot[at];
	str_copy(a->name, sizeof(a->name), name);
	a->loopback = name_is_loopback(name);
	a->tokens = (double)p->limits->connect_burst;
	a->filled_ms = now_ms;
	p->used++;
	return a;
}

static bool
take_token(const struct limits *l, struct address *a, int64_t now_ms)
{
	double burst = (double)l->connect_burst;

	if (now_ms > a->filled_ms)
		a->tokens += (double)(now_ms - a->filled_ms) *
		    (double)l->connect_minute / 60000;
	a->filled_ms = now_ms;
	if (a->tokens > burst)
		a->tokens = burst;
	if (a->tokens < 1)
		return false;
	a->tokens -= 1;
	return true;
}

/* Random early drop: nobody can fill the last places for sure. */
static bool
is_crowded(const struct penalty *p, int dice)
{
	const struct limits *l = p->limits;
	int64_t n = p->unauthenticated, span, chance;

	if (n >= l->unauth_max)
		return true;
	if (n < l->unauth_start)
		return false;
	span = l->unauth_max - l->unauth_start;
	chance = l->unauth_percent;
	if (span > 0)
		chance += (100 - l->unauth_percent) * (n - l->unauth_start) /
		    span;
	return dice < chance;
}

enum penalty_verdict
penalty_connect(struct penalty *p, const char *addr, int64_t now_ms, int dice)
{
	const struct limits *l = p->limits;
	struct address *a = find_or_add(p, addr, now_ms);

	if (a == NULL)
		return PENALTY_CROWDED;
	if (!a->loopback || !l->loopback_exempt) {
		if (a->until_ms > now_ms)
			return PENALTY_WAITS;
		if (!take_token(l, a, now_ms))
			return PENALTY_RATE;
		if (a->links >= l->links_address ||
		    a->unauthenticated >= l->unauth_address)
			return PENALTY_ADDRESS;
	}
	if (is_crowded(p, dice))
		return PENALTY_CROWDED;
	a->links++;
	a->unauthenticated++;
	p->unauthenticated++;
	return PENALTY_OK;
}

void
penalty_logged_in(struct penalty *p, const char *addr)
{
	char name[PENALTY_NAME_SIZE];
	struct address *a;

	penalty_name(name, addr);
	a = find(p, name);
	p->unauthenticated--;
	if (a != NULL)
		a->unauthenticated--;
}

void
penalty_gone(struct penalty *p, const char *addr, bool logged_in)
{
	char name[PENALTY_NAME_SIZE];
	struct address *a;

	penalty_name(name, addr);
	a = find(p, name);
	if (!logged_in)
		p->unauthenticated--;
	if (a == NULL)
		return;
	a->links--;
	if (!logged_in)
		a->unauthenticated--;
}

static int64_t
longer(
    const struct limits *l, int64_t until_ms, int64_t seconds, int64_t now_ms)
{
	int64_t most = now_ms + l->penalty_max_s * 1000;

	if (until_ms < now_ms)
		until_ms = now_ms;
	until_ms += seconds * 1000;
	return MIN_OF(until_ms, most);
}

void
penalty_add(
    struct penalty *p, const char *addr, int64_t seconds, int64_t now_ms)
{
	struct address *a = find_or_add(p, addr, now_ms);

	if (a != NULL)
		a->until_ms = longer(p->limits, a->until_ms, seconds, now_ms);
}

void
penalty_add_key(
    struct penalty *p, const char *key, int64_t seconds, int64_t now_ms)
{
	struct banned_key *k = NULL;

	for (size_t i = 0; i < KEYS_MAX && k == NULL; i++)
		if (strcmp(p->keys[i].key, key) == 0)
			k = &p->keys[i];
	if (k == NULL) {
		k = &p->keys[p->next_key];
		p->next_key = (p->next_key + 1) % KEYS_MAX;
		str_copy(k->key, sizeof(k->key), key);
		k->until_ms = 0;
	}
	k->until_ms = longer(p->limits, k->until_ms, seconds, now_ms);
}

bool
penalty_key_waits(const struct penalty *p, const char *key, int64_t now_ms)
{
	for (size_t i = 0; i < KEYS_MAX; i++)
		if (p->keys[i].until_ms > now_ms &&
		    strcmp(p->keys[i].key, key) == 0)
			return true;
	return false;
}

int
penalty_unauthenticated(const struct penalty *p)
{
	return p->unauthenticated;
}

const char *
penalty_text(enum penalty_verdict v)
{
	switch (v) {
	case PENALTY_OK:
		return "accepted";
	case PENALTY_WAITS:
		return "waits out a penalty";
	case PENALTY_RATE:
		return "connects too often";
	case PENALTY_ADDRESS:
		return "too many links of one address";
	case PENALTY_CROWDED:
		return "too many callers that have not logged in";
	}
	return "?";
}
