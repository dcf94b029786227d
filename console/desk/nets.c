#include "console/desk/nets.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"

/* An address is known for so long after the last log-in from there. */
#define LATELY_MS (INT64_C(7) * 24 * 3600 * 1000)

static size_t
hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h % NETS_SLOTS;
}

/* Where it stands, or would. */
static struct net *
slot_of(struct nets *p, const char *name)
{
	size_t at = hash(name);

	while (p->slot[at].name[0] != '\0' && !str_eq(p->slot[at].name, name))
		at = (at + 1) % NETS_SLOTS;
	return &p->slot[at];
}

bool
net_is_known(const struct net *a, int64_t now_ms)
{
	return a->links > 0 ||
	    (a->known_ms > 0 && now_ms - a->known_ms < LATELY_MS);
}

/* What an address loses first when there are too many: 0 = nothing to lose. */
static int
worth(const struct net *a, int64_t now_ms)
{
	if (a->links > 0 || a->unauthenticated > 0)
		return 4;
	if (a->banned_ms > now_ms || a->guarded_ms > now_ms)
		return 3;
	if (net_is_known(a, now_ms))
		return 2;
	return a->until_ms > now_ms;
}

static int
older_first(const void *a, const void *b)
{
	const struct net *x = a, *y = b;

	return (x->known_ms > y->known_ms) - (x->known_ms < y->known_ms);
}

/* Drops the n least worth, of equals those that were known longest ago; who has
 * a place stays. */
static size_t
drop_some(struct net *a, size_t n, size_t want, int64_t now_ms)
{
	qsort(a, n, sizeof(*a), older_first);
	for (int level = 0; level < 4 && n > want; level++) {
		size_t kept = 0, over = n - want;

		for (size_t i = 0; i < n; i++) {
			if (over > 0 && worth(&a[i], now_ms) <= level)
				over--;
			else
				a[kept++] = a[i];
		}
		n = kept;
	}
	return n;
}

void
nets_make_room(struct nets *p, int64_t now_ms)
{
	struct net *old = mem_array(p->used + 1, sizeof(*old));
	size_t n = 0;

	for (size_t i = 0; i < NETS_SLOTS; i++)
		if (p->slot[i].name[0] != '\0')
			old[n++] = p->slot[i];
	n = drop_some(old, n, ADMISSION_ADDRESSES / 2, now_ms);
	memset(p->slot, 0, sizeof(p->slot));
	p->used = n;
	for (size_t i = 0; i < n; i++)
		*slot_of(p, old[i].name) = old[i];
	free(old);
}

struct net *
nets_find(struct nets *p, const char *name)
{
	struct net *a = slot_of(p, name);

	return a->name[0] != '\0' ? a : NULL;
}

struct net *
nets_add(struct nets *p, const char *name, int64_t now_ms)
{
	struct net *a = slot_of(p, name);

	if (a->name[0] != '\0')
		return a;
	if (p->used >= ADMISSION_ADDRESSES)
		nets_make_room(p, now_ms);
	if (p->used >= ADMISSION_ADDRESSES)
		return NULL;
	a = slot_of(p, name);
	str_copy(a->name, sizeof(a->name), name);
	p->used++;
	return a;
}
