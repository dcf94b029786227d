#include "console/desk/admission.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/nets.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/sock.h"

#define BANNED_KEYS 256
#define KEY_SIZE 64
/* Who waits at the door is let in so fast; of a stranger's address, and of one
 * that is known. */
#define DOOR_BURST 6
#define DOOR_MINUTE 240
#define KNOWN_BURST 60
#define KNOWN_MINUTE 1800
/* All that have not logged in, from known addresses too. */
#define CROWD_FACTOR 8

struct key_entry {
	char key[KEY_SIZE]; /* "" = free */
	int64_t ms; /* of the last log-in, or the end of the ban */
};

struct admission {
	const struct limits *limits;
	struct nets nets;
	int unauthenticated;
	int strangers; /* of them */
	struct key_entry banned[BANNED_KEYS];
	struct key_entry known[ADMISSION_KEYS];
};

struct admission *
admission_new(const struct limits *limits)
{
	struct admission *p = mem_alloc(sizeof(*p));

	p->limits = limits;
	return p;
}

void
admission_free(struct admission *p)
{
	free(p);
}

/* --- names --- */

static bool
is_net6(const char *addr, struct in6_addr *v6)
{
	return inet_pton(AF_INET6, addr, v6) == 1 && !IN6_IS_ADDR_LOOPBACK(v6);
}

/* What an address is counted by: itself, or its /64, for one customer has that
 * or more. */
static void
name_of(char out[ADMISSION_NAME_SIZE], const char *addr)
{
	struct in6_addr v6;

	if (is_net6(addr, &v6)) {
		memset(v6.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &v6, out, ADMISSION_NAME_SIZE);
	} else {
		str_copy(
		    out, ADMISSION_NAME_SIZE, addr[0] != '\0' ? addr : "?");
	}
}

static void
name_all(struct admission_caller *c, const char *addr)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr v6;

	name_of(c->net[0], addr);
	c->nets = 1;
	if (!is_net6(addr, &v6))
		return;
	for (int bytes = 7; bytes >= 6; bytes--) {
		memset(v6.s6_addr + bytes, 0, (size_t)(16 - bytes));
		inet_ntop(AF_INET6, &v6, text, sizeof(text));
		snprintf(c->net[c->nets++], ADMISSION_NAME_SIZE, "%s/%d", text,
		    bytes * 8);
	}
}

/* How much more the wider nets may have. */
static int
share(int net)
{
	return 1 << (2 * net);
}

bool
admission_is_exempt(const struct limits *limits, const char *addr)
{
	return limits->loopback_exempt && sock_is_loopback(addr);
}

/* --- entries --- */

/* Entries of all nets of a caller: false when there is no room. A new one may
 * move the others, so they are looked up when all are there. */
static bool
find_all(struct admission *p, const struct admission_caller *c,
    struct net *a[ADMISSION_NETS], int64_t now_ms)
{
	if (c->nets < 1)
		return false;
	if (p->nets.used + ADMISSION_NETS > ADMISSION_ADDRESSES)
		nets_make_room(&p->nets, now_ms);
	for (int i = 0; i < c->nets; i++)
		if (nets_add(&p->nets, c->net[i], now_ms) == NULL)
			return false;
	for (int i = 0; i < c->nets; i++)
		a[i] = nets_find(&p->nets, c->net[i]);
	return true;
}

/* --- places --- */

static void
take_place(struct admission *p, struct admission_caller *c,
    struct net *a[ADMISSION_NETS], int64_t now_ms)
{
	for (int i = 0; i < c->nets; i++)
		a[i]->unauthenticated++;
	c->counted = true;
	c->stranger = !net_is_known(a[0], now_ms);
	p->unauthenticated++;
	p->strangers += c->stranger;
}

static bool
is_full(const struct admission *p)
{
	return p->unauthenticated >= p->limits->unauth_max * CROWD_FACTOR;
}

/* Random early drop: nobody can fill the last places for sure. */
static bool
is_crowded(const struct admission *p, int dice)
{
	const struct limits *l = p->limits;
	int64_t n = p->strangers, span, chance;

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

/* A wider net counts only against those that nobody knows. */
static bool
is_suspicious(struct admission *p, struct admission_caller *c,
    struct net *a[ADMISSION_NETS], int64_t now_ms)
{
	const struct limits *l = p->limits;
	int nets = net_is_known(a[0], now_ms) ? 1 : c->nets;
	bool yes = false;

	for (int i = 0; i < c->nets; i++) {
		bool token = bucket_take(&a[i]->connects,
		    l->connect_burst * share(i), l->connect_minute * share(i),
		    now_ms);

		if (i < nets)
			yes = yes || !token || a[i]->until_ms > now_ms ||
			    a[i]->unauthenticated >=
				l->unauth_address * share(i);
	}
	return yes;
}

enum admission_verdict
admission_connect(struct admission *p, struct admission_caller *c,
    const char *addr, int64_t now_ms, int dice)
{
	struct net *a[ADMISSION_NETS];
	bool known;

	memset(c, 0, sizeof(*c));
	name_all(c, addr);
	c->exempt = admission_is_exempt(p->limits, addr);
	if (!find_all(p, c, a, now_ms))
		return ADMISSION_DOOR;
	known = net_is_known(a[0], now_ms) && !c->exempt;
	if (!c->exempt && a[0]->banned_ms > now_ms)
		return ADMISSION_BANNED;
	if (!c->exempt && is_suspicious(p, c, a, now_ms))
		return ADMISSION_DOOR;
	if (known ? is_full(p) : is_crowded(p, dice))
		return ADMISSION_DOOR;
	take_place(p, c, a, now_ms);
	if (c->exempt && !c->stranger) {
		c->stranger = true; /* the crowd is all that binds it */
		p->strangers++;
	}
	return ADMISSION_OK;
}

/* The door's own bucket is taken from only when there is a place. */
static enum admission_verdict
look_for_place(struct admission *p, struct admission_caller *c,
    struct net *a[ADMISSION_NETS], int64_t now_ms)
{
	const struct limits *l = p->limits;
	bool known = net_is_known(a[0], now_ms);
	int64_t most = known ? l->unauth_known : l->unauth_address;
	int64_t burst = known ? KNOWN_BURST : DOOR_BURST;
	int64_t minute = known ? KNOWN_MINUTE : DOOR_MINUTE;
	int nets = known ? 1 : c->nets;

	for (int i = 0; i < nets; i++)
		if (a[i]->unauthenticated >= most * share(i))
			return ADMISSION_ADDRESS;
	for (int i = 0; i < nets; i++)
		if (!bucket_has(&a[i]->door, burst * share(i),
			minute * share(i), now_ms))
			return ADMISSION_RATE;
	for (int i = 0; i < nets; i++)
		a[i]->door.tokens -= 1;
	return ADMISSION_OK;
}

enum admission_verdict
admission_admit(struct admission *p, struct admission_caller *c, int64_t now_ms)
{
	const struct limits *l = p->limits;
	enum admission_verdict v = ADMISSION_OK;
	struct net *a[ADMISSION_NETS];

	if (!find_all(p, c, a, now_ms))
		return ADMISSION_CROWDED;
	if (is_full(p) ||
	    ((c->exempt || !net_is_known(a[0], now_ms)) &&
		p->strangers >= l->unauth_max))
		return ADMISSION_CROWDED;
	if (!c->exempt)
		v = look_for_place(p, c, a, now_ms);
	if (v == ADMISSION_OK)
		take_place(p, c, a, now_ms);
	return v;
}

static void
leave_crowd(struct admission *p, struct admission_caller *c)
{
	p->unauthenticated--;
	p->strangers -= c->stranger;
	for (int i = 0; i < c->nets; i++) {
		struct net *a = nets_find(&p->nets, c->net[i]);

		if (a != NULL)
			a->unauthenticated--;
	}
}

/* --- keys --- */

static struct key_entry *
find_key(struct key_entry *keys, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(keys[i].key, key))
			return &keys[i];
	return NULL;
}

/* Its entry, or that of the one with the smallest time, for it now. */
static struct key_entry *
key_or_oldest(struct key_entry *keys, size_t n, const char *key)
{
	struct key_entry *k = find_key(keys, n, key);

	if (k != NULL)
		return k;
	k = &keys[0];
	for (size_t i = 1; i < n; i++)
		if (keys[i].ms < k->ms)
			k = &keys[i];
	str_copy(k->key, sizeof(k->key), key);
	k->ms = 0;
	return k;
}

bool
admission_logged_in(struct admission *p, struct admission_caller *c,
    const char *key, bool listed, int64_t now_ms)
{
	bool known = listed || find_key(p->known, ADMISSION_KEYS, key) != NULL;
	bool room = true;

	leave_crowd(p, c);
	c->logged_in = true;
	for (int i = 0; i < c->nets; i++) {
		struct net *a = nets_find(&p->nets, c->net[i]);

		if (a == NULL)
			continue;
		room = room &&
		    (c->exempt ||
			a->links < p->limits->links_address * share(i));
		a->links++;
		a->known_ms = i == 0 ? MAX_OF(now_ms, 1) : a->known_ms;
	}
	if (!room && !known)
		return false;
	key_or_oldest(p->known, ADMISSION_KEYS, key)->ms = now_ms;
	return true;
}

void
admission_gone(struct admission *p, struct admission_caller *c)
{
	if (!c->counted)
		return;
	c->counted = false;
	if (!c->logged_in) {
		leave_crowd(p, c);
		return;
	}
	for (int i = 0; i < c->nets; i++) {
		struct net *a = nets_find(&p->nets, c->net[i]);

		if (a != NULL)
			a->links--;
	}
}

/* NULL: there is no room for one more. */
static struct net *
net_of(struct admission *p, const char *addr, int64_t now_ms)
{
	char name[ADMISSION_NAME_SIZE];

	name_of(name, addr);
	return nets_add(&p->nets, name, now_ms);
}

void
admission_know(
    struct admission *p, const char *addr, const char *key, int64_t now_ms)
{
	struct net *a = net_of(p, addr, now_ms);

	if (a != NULL)
		a->known_ms = MAX_OF(now_ms, 1);
	if (key[0] != '\0')
		key_or_oldest(p->known, ADMISSION_KEYS, key)->ms = now_ms;
}

/* --- what they did --- */

static int64_t
longer(const struct limits *l, int64_t until_ms, int64_t ms, int64_t now_ms)
{
	int64_t most = now_ms + l->penalty_max_s * 1000;

	return MIN_OF(MAX_OF(until_ms, now_ms) + ms, most);
}

void
admission_add(struct admission *p, const struct admission_caller *c,
    int64_t seconds, int64_t now_ms)
{
	for (int i = 0; i < c->nets; i++) {
		struct net *a = nets_add(&p->nets, c->net[i], now_ms);

		if (a != NULL)
			a->until_ms = longer(p->limits, a->until_ms,
			    seconds * 1000 / share(i), now_ms);
	}
}

void
admission_ban(
    struct admission *p, const char *addr, int64_t seconds, int64_t now_ms)
{
	struct net *a = net_of(p, addr, now_ms);

	if (a != NULL)
		a->banned_ms = longer(
		    p->limits, a->banned_ms, seconds * 1000, now_ms);
}

void
admission_guard(
    struct admission *p, const char *addr, int64_t seconds, int64_t now_ms)
{
	struct net *a = net_of(p, addr, now_ms);

	if (a != NULL)
		a->guarded_ms = longer(
		    p->limits, a->guarded_ms, seconds * 1000, now_ms);
}

void
admission_ban_key(
    struct admission *p, const char *key, int64_t seconds, int64_t now_ms)
{
	struct key_entry *k = key_or_oldest(p->banned, BANNED_KEYS, key);

	k->ms = longer(p->limits, k->ms, seconds * 1000, now_ms);
}

bool
admission_key_may(struct admission *p, const struct admission_caller *c,
    const char *key, bool listed, int64_t now_ms)
{
	const struct key_entry *k = find_key(p->banned, BANNED_KEYS, key);
	const struct net *a = nets_find(&p->nets, c->net[0]);

	if (k != NULL && k->ms > now_ms)
		return false;
	return listed || c->exempt || a == NULL || a->guarded_ms <= now_ms ||
	    find_key(p->known, ADMISSION_KEYS, key) != NULL;
}

int
admission_unauthenticated(const struct admission *p)
{
	return p->unauthenticated;
}

size_t
admission_size(const struct admission *p)
{
	return p->nets.used;
}

const char *
admission_text(enum admission_verdict v)
{
	static const char *const texts[] = {
	    [ADMISSION_OK] = "accepted",
	    [ADMISSION_DOOR] = "waits at the door",
	    [ADMISSION_BANNED] = "is shut out",
	    [ADMISSION_RATE] = "comes too often",
	    [ADMISSION_ADDRESS] = "too many callers of one address",
	    [ADMISSION_CROWDED] = "too many callers that have not logged in",
	};

	return texts[v];
}
