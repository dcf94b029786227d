#include <stdio.h>

#include "console/desk/brain_culprit.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_link.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

void
brain_culprit_note(struct brain *b)
{
	const struct brain_link *l = brain_link_find(b, (int64_t)b->page->busy);
	struct brain_culprit *c = &b->culprit[b->next_culprit];
	char addr[WATCH_ADDR_SIZE];

	if (l == NULL && !watch_find_caller(b->page, b->page->busy, addr))
		return;
	str_copy(c->addr, sizeof(c->addr), l != NULL ? l->addr : addr);
	str_copy(c->key, sizeof(c->key), l != NULL ? l->key : "");
	c->until_ms = clock_ms() + b->config.limits.penalty_hang_s * 1000;
	b->next_culprit = (b->next_culprit + 1) % BRAIN_CULPRITS;
	log_warn("banned for %lld s: %s %s",
	    (long long)b->config.limits.penalty_hang_s, c->addr, c->key);
	store_alarm(b->store, 0, clock_utc_s(), "a link hung the front");
}

static void
ban(struct brain *b, const struct brain_culprit *c, int64_t left_ms)
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
	int64_t now = clock_ms();

	for (size_t i = 0; i < BRAIN_CULPRITS; i++)
		if (b->culprit[i].until_ms > now)
			ban(b, &b->culprit[i], b->culprit[i].until_ms - now);
}
