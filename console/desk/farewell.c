#include "console/desk/farewell.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_link.h"
#include "console/desk/brain_ticket.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/wire/parts.h"

#define CLOSED_MOST 64

struct farewell {
	struct farewell *next;
	char secret[BRAIN_SECRET_SIZE];
	char key[KEY_FP_SIZE];
	char *line; /* `ended`, as it would have been sent */
};

static void
drop(struct farewell **at)
{
	struct farewell *c = *at;

	*at = c->next;
	free(c->line);
	free(c);
}

void
farewell_free(struct brain *b)
{
	while (b->closed != NULL)
		drop(&b->closed);
}

void
farewell_note(struct brain_ticket *bt, const struct msg *ended)
{
	struct farewell *c, **at = &bt->brain->closed;
	struct buf line = BUF_INIT;

	if (bt->agent != NULL || bt->left || bt->secret[0] == '\0' ||
	    !msg_write(ended, &line, NULL))
		return;
	c = mem_alloc(sizeof(*c));
	memcpy(c->secret, bt->secret, sizeof(c->secret));
	memcpy(c->key, bt->agent_key, sizeof(c->key));
	c->line = str_dup(buf_str(&line));
	buf_fini(&line);
	c->next = *at;
	*at = c;
	for (int i = 0; i < CLOSED_MOST && *at != NULL; i++)
		at = &(*at)->next;
	if (*at != NULL)
		drop(at);
}

struct msg *
farewell_message(const struct ticket *t, bool is_note, const char *text)
{
	struct bill bill;

	ticket_bill_final(t, &bill);
	return parts_ended(&(struct parts_ended){.ticket = t->number,
	    .outcome = (int)t->state - TICKET_SOLVED,
	    .net_gr = bill.net_gr,
	    .vat_gr = bill.vat_gr,
	    .gross_gr = bill.gross_gr,
	    .worked_s = meter_total_ms(&t->meter) / 1000,
	    .billed_s = bill.billed_s,
	    .note = is_note ? text : NULL,
	    .why = is_note ? NULL : text});
}

/* By a desk of before. */
static void
tell_last(struct brain_link *agent)
{
	struct ticket *t = mem_alloc(sizeof(*t));
	char *note;

	if (store_closed_last(agent->brain->store, agent->key, t, &note)) {
		brain_link_send(agent, farewell_message(t, true, note));
		free(note);
	}
	free(t);
}

void
farewell_tell(struct brain_link *agent, const char *secret)
{
	struct farewell **at = &agent->brain->closed;
	struct msg *m;

	if (strlen(secret) != BRAIN_SECRET_SIZE - 1)
		return;
	while (*at != NULL &&
	    (sodium_memcmp((*at)->secret, secret, BRAIN_SECRET_SIZE - 1) != 0 ||
		!str_eq((*at)->key, agent->key)))
		at = &(*at)->next;
	if (*at == NULL) {
		tell_last(agent);
		return;
	}
	m = msg_parse((*at)->line, strlen((*at)->line) - 1, NULL);
	if (m != NULL)
		brain_link_send(agent, m);
	drop(at);
}
