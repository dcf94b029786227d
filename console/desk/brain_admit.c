#include "console/desk/brain_admit.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/admission.h"
#include "console/desk/brain_flush.h"
#include "console/desk/brain_prices.h"
#include "console/desk/brain_step.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/queue.h"

/* --- the card --- */

static bool
wanted_exists(
    struct brain *b, const char *wanted, const char *product, struct err *err)
{
	const struct roster_person *p;

	if (str_eq(wanted, "any"))
		return true;
	p = roster_by_name(b->roster, wanted);
	if (p == NULL || !p->listed)
		return err_set(err, _("there is no technician of that name"));
	if (!str_list_allows(p->products, product))
		return err_set(
		    err, _("%s does not serve %s"), p->name, product);
	return true;
}

/* The card's texts, where this desk wants them shorter than they may be. */
static bool
is_short(const struct card *card, const struct limits *l, struct err *err)
{
	const struct {
		const char *what, *text;
		int64_t max;
	} texts[] = {{_("name"), card->name, l->name_chars},
	    {_("company"), card->company, l->name_chars},
	    {_("phone"), card->phone, l->phone_chars},
	    {_("problem"), card->problem, l->problem_chars}};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (utf8_count(texts[i].text) > (size_t)texts[i].max)
			return err_set(err, _("%s: at most %zu characters"),
			    texts[i].what, (size_t)texts[i].max);
	return true;
}

/* --- networks --- */

/* An address as 16 bytes; IPv4 in its mapped form. */
static bool
parse(const char *addr, uint8_t out[16])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	char host[SOCK_ADDR_SIZE];

	str_copy(host, sizeof(host), addr);
	host[strcspn(host, "%")] = '\0'; /* the interface of a local one */
	if (inet_pton(AF_INET6, host, out) == 1)
		return true;
	memcpy(out, mapped, sizeof(mapped));
	return inet_pton(AF_INET, host, out + sizeof(mapped)) == 1;
}

static bool
is_v4(const uint8_t addr[16])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	return memcmp(addr, mapped, sizeof(mapped)) == 0;
}

/* Of one network of so many bits; of IPv4 the whole address. */
static bool
is_near(const uint8_t a[16], const uint8_t b[16], int bits)
{
	return memcmp(a, b, is_v4(a) ? 16 : (size_t)bits / 8) == 0;
}

/* --- the queue --- */

/* Links that are lost count only against their own network. */
static size_t
count_waiting(const struct brain *b, bool lost)
{
	const struct brain_ticket *bt = b->tickets;
	size_t n = 0;

	for (; bt != NULL; bt = bt->next)
		n += bt->t.state == TICKET_WAITING &&
		    (bt->agent == NULL) == lost;
	return n;
}

static int64_t
count_near(const struct brain *b, const uint8_t addr[16], int bits)
{
	const struct brain_ticket *bt = b->tickets;
	uint8_t other[16];
	int64_t n = 0;

	for (; bt != NULL; bt = bt->next)
		n += bt->t.state == TICKET_WAITING && parse(bt->from, other) &&
		    is_near(addr, other, bits);
	return n;
}

static bool
is_crowding(const struct brain *b, const char *from)
{
	const struct limits *l = &b->config.limits;
	uint8_t addr[16];

	return !admission_is_exempt(l, from) && parse(from, addr) &&
	    (count_near(b, addr, 64) >= l->tickets_address ||
		count_near(b, addr, 56) >= l->tickets_address ||
		count_near(b, addr, 48) >= 2 * l->tickets_address);
}

static void
send_away(struct brain_ticket *bt, enum ticket_event_kind kind)
{
	(void)brain_step_do(bt, kind, "desk", "the queue is full", NULL);
}

struct place {
	uint8_t addr[16];
	struct brain_ticket *bt;
};

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

/* The newest stranger of the network with the most of them that wait; NULL when
 * none has more than least. */
static struct brain_ticket *
most_crowded(const struct brain *b, int64_t least)
{
	struct place *places = mem_array(
	    count_waiting(b, false) + 1, sizeof(*places));
	struct brain_ticket *bt = b->tickets, *found = NULL;
	size_t n = 0, from = 0;

	for (; bt != NULL; bt = bt->next)
		if (bt->t.state == TICKET_WAITING && bt->agent != NULL &&
		    !bt->known && parse(bt->from, places[n].addr))
			places[n++].bt = bt;
	qsort(places, n, sizeof(*places), compare);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && is_near(places[i].addr, places[from].addr, 48))
			continue;
		if ((int64_t)(i - from) > least) {
			least = (int64_t)(i - from);
			found = places[from].bt;
			for (size_t k = from; k < i; k++)
				if (places[k].bt->t.number > found->t.number)
					found = places[k].bt;
		}
		from = i;
	}
	free(places);
	return found;
}

/* A place for one more, if there is one or can be made. */
static bool
find_place(struct brain *b, const char *from, bool known, struct err *err)
{
	const struct limits *l = &b->config.limits;
	int64_t max = l->queue_max;
	struct brain_ticket *bt;
	uint8_t addr[16];

	if (!known)
		max -= max * l->queue_known / 100;
	if (queue_admit(count_waiting(b, false), (size_t)max, err))
		return true;
	if (!parse(from, addr) || max == 0)
		return false;
	bt = most_crowded(b, count_near(b, addr, 48) + 1);
	if (bt == NULL)
		return false;
	log_info("ticket %lld: sent away, its network has the most",
	    (long long)bt->t.number);
	send_away(bt, TICKET_EV_CANCELLED);
	return true;
}

/* Those whose links are lost are many too, when somebody means it. */
static void
forget_lost(struct brain *b)
{
	struct brain_ticket *bt = b->tickets;

	if (count_waiting(b, true) < (size_t)b->config.limits.queue_max)
		return;
	while (bt != NULL &&
	    (bt->agent != NULL || bt->t.state != TICKET_WAITING ||
		!brain_ticket_untouched(bt)))
		bt = bt->next;
	if (bt != NULL)
		send_away(bt, TICKET_EV_ABANDONED);
}

bool
brain_admit(struct brain_link *agent, const struct card *card,
    enum refused *code, struct err *err)
{
	struct brain *b = agent->brain;
	struct store_earlier earlier;

	brain_prices_today(b);
	*code = REFUSED_BAD;
	if (!card_check(card, &b->prices, err) ||
	    !is_short(card, &b->config.limits, err))
		return false;
	*code = REFUSED_TECHNICIAN;
	if (!wanted_exists(b, card->wanted, card->product, err))
		return false;
	*code = REFUSED_DISK;
	if (store_is_full(b->store)) {
		(void)store_flush(b->store); /* there may be room again */
		brain_flush_soon(b);
	}
	if (store_is_full(b->store))
		return err_set(err,
		    _("the desk's disk is full, no new tickets; please phone"));
	*code = REFUSED_BUSY;
	if (is_crowding(b, agent->addr))
		return err_set(
		    err, _("too many requests from your address wait already"));
	*code = REFUSED_FULL;
	store_earlier(b->store, agent->key, 0, &earlier);
	if (!find_place(b, agent->addr, earlier.solved > 0, err))
		return false;
	forget_lost(b);
	return true;
}
