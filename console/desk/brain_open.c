#include "console/desk/brain_open.h"

#include <sodium.h>
#include <string.h>

#include "console/desk/brain_admit.h"
#include "console/desk/brain_book.h"
#include "console/desk/brain_door.h"
#include "console/desk/brain_due.h"
#include "console/desk/brain_idle.h"
#include "console/desk/brain_flush.h"
#include "console/desk/brain_step.h"
#include "console/desk/brain_tunnel.h"
#include "console/desk/brain_visit.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/card.h"
#include "shared/core/fold.h"
#include "shared/core/nip.h"

static void
timer_fired(void *ctx)
{
	brain_due_look(ctx);
}

/* His console did not come back: the client is for others again. */
static void
hold_over(void *ctx)
{
	struct brain_ticket *bt = ctx;

	if (bt->t.state == TICKET_CLAIMED)
		(void)brain_step_do(bt, TICKET_EV_RELEASED, "desk", "", NULL);
}

static struct brain_ticket *
make(struct brain *b, const struct ticket *t, const struct store_card *card)
{
	struct brain_ticket *bt = mem_alloc(sizeof(*bt)), **at = &b->tickets;
	struct store_earlier earlier;

	bt->brain = b;
	bt->t = *t;
	bt->t.tick_every_ms = b->config.limits.tick_s * 1000;
	bt->t.quote_for_ms = b->config.limits.quote_s * 1000;
	bt->name = str_dup(card->name);
	bt->company = str_dup(card->company);
	bt->phone = str_dup(card->phone);
	bt->problem = str_dup(card->problem);
	str_copy(bt->agent_key, sizeof(bt->agent_key), card->agent_key);
	str_copy(bt->secret, sizeof(bt->secret), card->secret);
	bt->timer = loop_timer_new(b->loop, timer_fired, bt);
	bt->hold = loop_timer_new(b->loop, hold_over, bt);
	store_earlier(b->store, bt->agent_key, t->number, &earlier);
	bt->known = earlier.solved > 0;
	bt->known_s = earlier.first_utc_s;
	brain_door_new(bt);
	brain_due_new(bt);
	brain_idle_new(bt);
	brain_tunnel_new(bt);
	brain_visit_new(bt);
	brain_book_refresh(bt);
	while (*at != NULL)
		at = &(*at)->next;
	*at = bt;
	return bt;
}

void
brain_open_restored(
    const struct ticket *t, const struct store_card *card, void *brain)
{
	struct brain_ticket *bt = make(brain, t, card);
	struct roster_person *p;

	memcpy(bt->lang, t->lang, sizeof(bt->lang));
	bt->lost_ms = bt->heard_ms = clock_ms();
	ticket_away(&bt->t, true, bt->lost_ms);
	p = roster_by_name(bt->brain->roster, t->technician);
	if (p != NULL)
		p->tickets++;
	brain_door_restore(bt);
	brain_ticket_look_soon(bt);
}

static void
make_secret(char out[BRAIN_SECRET_SIZE])
{
	uint8_t random[(BRAIN_SECRET_SIZE - 1) / 2];

	randombytes_buf(random, sizeof(random));
	str_hex(out, random, sizeof(random));
}

/* The NIP is the last line of what the client asks: sealed, searched and
 * forgotten with it, see book_suggest(). False with err for a wrong one. */
static bool
problem_text(const struct msg *join, struct buf *out, struct err *err)
{
	const char *problem = msg_str(join, "problem");
	char nip[NIP_SIZE];

	if (!nip_parse(msg_str(join, "nip"), nip, err))
		return false;
	buf_adds(out, problem);
	if (nip[0] != '\0')
		buf_printf(
		    out, "%sNIP %s", problem[0] != '\0' ? "\n" : "", nip);
	return true;
}

static struct brain_ticket *
open_typed(struct brain_link *agent, const struct msg *join, const char *name,
    const char *company, const char *phone, const char *problem,
    enum refused *code, struct err *err)
{
	struct brain *b = agent->brain;
	const struct card card = {.name = name,
	    .company = company,
	    .phone = phone,
	    .product = msg_str(join, "product"),
	    .problem = msg_str(join, "problem"),
	    .wanted = msg_str(join, "technician")};
	char secret[BRAIN_SECRET_SIZE];
	const struct store_card stored = {.name = card.name,
	    .company = card.company,
	    .phone = card.phone,
	    .problem = problem,
	    .agent_key = agent->key,
	    .secret = secret};
	enum store_result result;
	struct brain_ticket *bt;
	struct ticket_event ev;
	struct ticket t;

	if (!brain_admit(agent, &card, code, err))
		return NULL;
	make_secret(secret);
	ticket_init(&t, store_next_number(b->store), card.product, &b->prices);
	ev = ticket_next(&t, TICKET_EV_OPENED, clock_ms(), clock_utc_s());
	ev.actor = "client";
	ev.yes = true; /* by the rules of now, see ticket.h */
	ev.text = card.wanted;
	ev.text2 = agent->client_key;
	*code = REFUSED_BAD;
	if (!ticket_step(&t, &ev, NULL, err))
		return NULL;
	*code = REFUSED_DISK;
	result = store_new_ticket(b->store, &stored, &t, &ev, err);
	brain_flush_soon(b);
	if (result == STORE_FAILED)
		return NULL;
	bt = make(b, &t, &stored);
	str_copy(bt->from, sizeof(bt->from), agent->addr);
	brain_ticket_bind(bt, agent);
	if (result == STORE_KEPT)
		brain_flush_waits(bt);
	return bt;
}

/* What people typed is kept in one form, see core/fold.h. */
static const char *
typed(struct buf *b, const struct msg *m, const char *field)
{
	fold_canon(b, msg_str(m, field));
	return buf_str(b);
}

struct brain_ticket *
brain_open_ticket(struct brain_link *agent, const struct msg *join,
    enum refused *code, struct err *err)
{
	struct buf name = BUF_INIT, company = BUF_INIT, phone = BUF_INIT;
	struct buf problem = BUF_INIT;
	struct brain_ticket *bt = NULL;

	*code = REFUSED_BAD;
	if (problem_text(join, &problem, err))
		bt = open_typed(agent, join, typed(&name, join, "name"),
		    typed(&company, join, "company"),
		    typed(&phone, join, "phone"), buf_str(&problem), code, err);
	buf_fini(&problem);
	buf_fini(&name);
	buf_fini(&company);
	buf_fini(&phone);
	return bt;
}
