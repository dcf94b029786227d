#include "console/desk/farewell.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_tell.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

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
	struct msg *m = msg_new(MSG_ENDED);
	char *clean = brain_tell_clean(text, 1000);
	struct bill bill;

	ticket_bill_final(t, &bill);
	msg_put_int(m, "ticket", t->number);
	msg_put_word(m, "outcome", (int)t->state - TICKET_SOLVED);
	msg_put_int(m, "net_gr", bill.net_gr);
	msg_put_int(m, "vat_gr", bill.vat_gr);
	msg_put_int(m, "gross_gr", bill.gross_gr);
	msg_put_int(m, "worked_s", meter_total_ms(&t->meter) / 1000);
	msg_put_int(m, "billed_s", bill.billed_s);
	msg_put_str(m, is_note ? "note" : "why", clean);
	free(clean);
	return m;
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
