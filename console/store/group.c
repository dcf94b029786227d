#include "console/store/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/book.h"
#include "console/store/report_filter.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/fold.h"
#include "shared/core/title.h"

WORDS_LIST(group_words, "what is summed by", GROUP_WORDS);

int64_t
group_wait_s(const struct group *group)
{
	return group->waited > 0 ? group->wait_s / group->waited : 0;
}

/* Where the key stands, or would. */
static int
place_of(const struct groups *g, const char *key)
{
	int low = 0, high = g->n;

	while (low < high) {
		int mid = (low + high) / 2;

		if (strcmp(g->group[mid]->key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct group *
group_of(struct groups *g, const char *key, const char *label)
{
	int i = place_of(g, key);

	if (i < g->n && str_eq(g->group[i]->key, key))
		return g->group[i];
	g->group = mem_grow(g->group, (size_t)g->n + 1, sizeof(void *));
	memmove(g->group + i + 1, g->group + i,
	    (size_t)(g->n - i) * sizeof(void *));
	g->n++;
	g->group[i] = mem_alloc(sizeof(**g->group));
	g->group[i]->key = str_dup(key);
	g->group[i]->label = str_dup(label);
	return g->group[i];
}

static bool
add(struct group *group, const struct due *d, struct err *err)
{
	group->solved += d->solved;
	if (d->started_s > 0) {
		group->waited++;
		group->wait_s += MAX_OF(d->started_s - d->opened_s, 0);
	}
	return due_add(&group->sum, d, err);
}

static bool
add_hands(struct groups *g, const struct due *d, const struct due_hands *h,
    struct err *err)
{
	for (int i = 0; i < h->n; i++) {
		const char *who = h->hand[i].technician;
		struct due mine;

		due_of_hand(d, h, i, &mine);
		if (!add(group_of(g, who, who), &mine, err))
			return false;
	}
	return true;
}

/* The ticket counts once for each kind, also when there are two sums of one. */
static bool
add_kinds(struct groups *g, const struct due *d, struct err *err)
{
	struct due one = *d;

	if (d->n == 0)
		return add(group_of(g, "", ""), d, err);
	for (int i = 0; i < d->n; i++) {
		const struct due_part *p = &d->part[i];
		const char *kind = p->line != DUE_WHOLE
		    ? price_kind_name((enum price_kind)p->line)
		    : d->corrected ? TITLE_CORRECTED
				   : TITLE_FIXED;

		one.n = 1;
		one.part[0] = *p;
		one.worked_s = p->worked_s + (i == 0 ? due_between_s(d) : 0);
		one.billed_s = p->billed_s;
		while (p->line == DUE_WHOLE && i + 1 < d->n)
			one.part[one.n++] = d->part[++i];
		if (!add(group_of(g, kind, kind), &one, err))
			return false;
	}
	return true;
}

/* Contractors by code, before which no folded name stands; who is in no book by
 * what he typed. */
#define OF_BOOK '\t'

static bool
add_client(struct groups *g, const struct due *d, struct err *err)
{
	char key[BOOK_CODE_SIZE + 1];

	if (d->buyer[0] == '\0')
		return add(group_of(g, d->client_key, d->client), d, err);
	snprintf(key, sizeof(key), "%c%s", OF_BOOK, d->buyer);
	return add(group_of(g, key, d->buyer), d, err);
}

/* "Biuro Nowak (K1)" */
static bool
name_clients(struct db *db, struct groups *g, struct err *err)
{
	struct book_client c;

	for (int i = 0; i < g->n && g->group[i]->key[0] == OF_BOOK; i++) {
		if (!book_get(db, g->group[i]->key + 1, &c, err))
			return false;
		free(g->group[i]->label);
		g->group[i]->label = str_fmt("%s (%s)", c.name, c.code);
	}
	return true;
}

static int
by_label(const void *a, const void *b)
{
	const struct group *x = *(struct group *const *)a;
	const struct group *y = *(struct group *const *)b;
	int order = fold_compare(
	    x->label, strlen(x->label), y->label, strlen(y->label));

	return order != 0 ? order : strcmp(x->key, y->key);
}

struct making {
	struct db *db;
	struct groups *out;
	enum group_by by;
	const char *technician; /* only his part; NULL = all */
};

static bool
by_hand(struct making *m, const struct due *d, struct err *err)
{
	struct due_hands *hands = mem_alloc(sizeof(*hands));
	bool ok = due_by_hand(m->db, d, hands, err) &&
	    add_hands(m->out, d, hands, err);

	free(hands);
	return ok;
}

static bool
add_due(struct making *m, const struct due *d, struct err *err)
{
	const char *who;
	char when[16];

	if (!add(&m->out->all, d, err))
		return false;
	switch (m->by) {
	case GROUP_TECHNICIAN:
		if (d->shared && m->technician == NULL)
			return by_hand(m, d, err);
		who = m->technician != NULL ? m->technician : d->technician;
		return add(group_of(m->out, who, who), d, err);
	case GROUP_KIND:
		return add_kinds(m->out, d, err);
	case GROUP_CLIENT:
		return add_client(m->out, d, err);
	case GROUP_PRODUCT:
		return add(group_of(m->out, d->product, d->product), d, err);
	default:
		clock_local(when, sizeof(when),
		    m->by == GROUP_DAY ? "%Y-%m-%d" : "%Y-%m", d->closed_s);
		return add(group_of(m->out, when, when), d, err);
	}
}

static bool
on_due(const struct due *d, void *ctx, struct err *err)
{
	struct making *m = ctx;
	struct due his = *d;

	return due_keep_hand(m->db, &his, m->technician, err) &&
	    add_due(m, &his, err);
}

bool
groups_make(struct db *db, const struct report_filter *filter, enum group_by by,
    struct groups *out, struct err *err)
{
	bool his = filter->technician != NULL && filter->technician[0] != '\0';
	struct making m = {db, out, by, his ? filter->technician : NULL};

	memset(out, 0, sizeof(*out));
	if (!due_each(db, filter, by == GROUP_CLIENT, on_due, &m, err) ||
	    !name_clients(db, out, err))
		return false;
	if (by == GROUP_CLIENT && out->n > 1)
		qsort(out->group, (size_t)out->n, sizeof(struct group *),
		    by_label);
	return true;
}

void
groups_most(const struct groups *groups, int64_t *worked_s, int64_t *net_gr)
{
	*worked_s = *net_gr = 0;
	for (int i = 0; i < groups->n; i++) {
		const struct due_sum *sum = &groups->group[i]->sum;

		*worked_s = MAX_OF(*worked_s, sum->worked_s);
		*net_gr = MAX_OF(*net_gr, money_sum_net(&sum->money));
	}
}

void
groups_fini(struct groups *groups)
{
	for (int i = 0; i < groups->n; i++) {
		free(groups->group[i]->key);
		free(groups->group[i]->label);
		free(groups->group[i]);
	}
	free(groups->group);
	memset(groups, 0, sizeof(*groups));
}
