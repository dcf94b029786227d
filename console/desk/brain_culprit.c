#include "console/desk/brain_culprit.h"

#include <stdlib.h>

#include "console/desk/brain_front.h"
#include "console/desk/brain_link.h"
#include "console/desk/front_page.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

/* The last ones that hung or crashed a front. */
#define CULPRITS 8

struct culprit {
	char addr[SOCK_ADDR_SIZE];
	char key[KEY_FP_SIZE]; /* "" = it had not logged in */
	int64_t until_ms;
};

struct brain_culprits {
	struct culprit list[CULPRITS];
	size_t next;
};

void
brain_culprit_note(struct brain *b)
{
	const struct front_page *page = brain_front_page(b);
	const struct brain_link *l = brain_link_find(b, (int64_t)page->busy);
	struct culprit *c;
	char addr[FRONT_PAGE_ADDR_SIZE];

	if (l == NULL && !front_page_find_caller(page, page->busy, addr))
		return;
	if (b->culprits == NULL)
		b->culprits = mem_alloc(sizeof(*b->culprits));
	c = &b->culprits->list[b->culprits->next];
	str_copy(c->addr, sizeof(c->addr), l != NULL ? l->addr : addr);
	str_copy(c->key, sizeof(c->key), l != NULL ? l->key : "");
	c->until_ms = clock_ms() + b->config.limits.penalty_hang_s * 1000;
	b->culprits->next = (b->culprits->next + 1) % CULPRITS;
	log_warn("banned for %lld s: %s %s",
	    (long long)b->config.limits.penalty_hang_s, c->addr, c->key);
	store_alarm(b->store, 0, clock_utc_s(), "a link hung the front");
}

static void
ban(struct brain *b, const struct culprit *c, int64_t left_ms)
{
	struct msg *m = msg_new(MSG_BAN);

	msg_put_str(m, "addr", c->addr);
	if (c->key[0] != '\0')
		msg_put_str(m, "key", c->key);
	msg_put_int(m, "seconds", (left_ms + 999) / 1000);
	brain_front_send(b, 0, m);
}

void
brain_culprit_ban(struct brain *b)
{
	struct brain_culprits *all = b->culprits;
	int64_t now = clock_ms();

	for (size_t i = 0; all != NULL && i < CULPRITS; i++)
		if (all->list[i].until_ms > now)
			ban(b, &all->list[i], all->list[i].until_ms - now);
}

void
brain_culprit_free(struct brain *b)
{
	free(b->culprits);
}
