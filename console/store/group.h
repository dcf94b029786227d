/*
 * Closed tickets of a period by technician, product, kind of work, client, day
 * or month: hours, money, how many, how long they waited. Hours belong to
 * whoever worked (money.md rule 20): a ticket of two technicians counts for
 * both, its time by their visits and its money in proportion.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/due.h"
#include "shared/base/err.h"
#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* With the title of what they are by; labels of kinds are for title_work(),
 * days are the local ones of completion. */
#define GROUP_WORDS(X)                                      \
	X(GROUP_TECHNICIAN, "technician", N_("technician")) \
	X(GROUP_PRODUCT, "product", N_("product"))          \
	X(GROUP_KIND, "kind", N_("kind of work"))           \
	X(GROUP_CLIENT, "client", N_("client"))             \
	X(GROUP_DAY, "day", N_("day"))                      \
	X(GROUP_MONTH, "month", N_("month"))
enum group_by { GROUP_WORDS(WORDS_ENUM) GROUP_BYS };
extern const struct words group_words;

struct group {
	char *label; /* "" = nobody, nothing */
	char *key; /* what is compared */
	int64_t solved;
	int64_t waited, wait_s; /* so many were let in, after so long in all */
	struct due_sum sum;
};

struct groups {
	int n;
	struct group **group; /* in order of the key */
	struct group all; /* each ticket once; without label */
};

/* False with err; groups_fini() in any case. Of one technician hours and money
 * are those of his visits. */
bool groups_make(struct db *db, const struct report_filter *filter,
    enum group_by by, struct groups *out, struct err *err);
void groups_fini(struct groups *groups);

/* The largest of the groups, for bars; 0 when there are none. */
void groups_most(
    const struct groups *groups, int64_t *worked_s, int64_t *net_gr);

/* From joining the queue to being let in, on average; 0 when nobody was. */
int64_t group_wait_s(const struct group *group);
