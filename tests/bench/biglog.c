#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/db_transaction.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/consent.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/core/ticket.h"
#include "tests/bench/biglog.h"
#include "tests/support/signer.h"
#include "tests/unit/store/link.h"

#define CLIENTS 2003
#define SIGNERS 250
#define CONTRACTORS 600
#define BATCH 500 /* tickets in a transaction */
#define OWED_S (INT64_C(60) * 86400) /* newer ones have no invoice yet */

static const char *const people[] = {"anna", "piotr", "ewa"};
static struct signer signers[SIGNERS];
static struct prices prices;

struct making {
	struct db *db;
	int64_t tickets;
	struct ticket t;
	int64_t open_utc_s, ms;
	const struct signer *key;
};

static void
must(bool ok, const char *what, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "biglog: %s: %s\n", what, err->text);
	exit(1);
}

static struct ticket_event
event(struct making *m, enum ticket_event_kind kind, const char *actor)
{
	struct ticket_event ev = ticket_next(
	    &m->t, kind, m->ms, m->open_utc_s + m->ms / 1000);

	ev.actor = actor;
	return ev;
}

static void
put(struct making *m, const struct ticket_event *ev,
    const struct store_card *card)
{
	struct err err = {0};
	int64_t id, number = m->t.number;

	must(ticket_step(&m->t, ev, NULL, &err) &&
		(card == NULL ||
		    project_open(m->db, number, card, &m->t, &err)) &&
		journal_add(m->db, number, ev, card, &id, &err) &&
		project_event(m->db, number, &m->t, ev, id, &err),
	    ticket_event_name(ev->kind), &err);
}

static void
simple(struct making *m, enum ticket_event_kind kind, const char *actor,
    const char *text)
{
	struct ticket_event ev = event(m, kind, actor);

	ev.text = text;
	put(m, &ev, NULL);
}

static int64_t
opened(const struct making *m, int64_t number)
{
	return BIGLOG_FROM + (number - 1) * (BIGLOG_SPAN / m->tickets);
}

static void
open_ticket(struct making *m, int64_t number)
{
	static const char *const products[] = {
	    "Subiekt", "Gestor", "Rewizor", "Rachmistrz", "Gratyfikant"};
	static const char *const firms[] = {
	    "Biuro", "Żłobek", "Łódź Handel", "Ćma", "Sklep", "Zakład"};
	int client = (int)(number % CLIENTS);
	char name[64], company[64], key[64];
	const struct store_card card = {.name = name,
	    .company = company,
	    .phone = "+48 600 000 000",
	    .problem = "cannot close the month since Monday",
	    .agent_key = key,
	    .secret = ""};
	struct ticket_event ev;

	snprintf(name, sizeof(name), "Jan Kowalski %d", (int)(number % 997));
	snprintf(
	    company, sizeof(company), "%s Nr %d", firms[client % 6], client);
	snprintf(key, sizeof(key), "SHA256:key-%d", client);
	m->key = &signers[client % SIGNERS];
	ticket_init(&m->t, number, products[number % 5], &prices);
	m->open_utc_s = opened(m, number);
	m->ms = 0;
	ev = event(m, TICKET_EV_OPENED, "client");
	ev.text2 = m->key->key;
	ev.yes = true; /* is asked before dearer work */
	put(m, &ev, &card);
}

static void
let_in(struct making *m, const char *technician, int64_t visit)
{
	const struct price *p = ticket_price(&m->t);
	struct consent c = {.ticket = m->t.number,
	    .visit = visit,
	    .technician = "SHA256:technician",
	    .yes = true,
	    .rights = GRANT_ALL};
	char row[CONSENT_ROW_SIZE], sig[PROOF_SIG_SIZE], list[GRANT_LIST_SIZE];
	struct buf text = BUF_INIT;
	struct ticket_event ev;

	simple(m, TICKET_EV_CLAIMED, technician, "");
	simple(m, TICKET_EV_ATTACHED, technician, "");
	simple(m, TICKET_EV_CODE_OK, technician, "code");
	consent_set_price(&c, p, p->vat_bp);
	consent_text(&c, &text);
	signer_sign(m->key, &text, sig);
	consent_row_print(row, &c, sig);
	ev = event(m, TICKET_EV_CONSENT, "client");
	ev.yes = true;
	ev.line = (int)c.kind;
	ev.text = grant_print(list, c.rights);
	ev.text2 = row;
	put(m, &ev, NULL);
	buf_fini(&text);
}

static void
work(struct making *m, int ticks)
{
	for (int i = 0; i < ticks; i++) {
		m->ms += TICKET_TICK_MS;
		simple(m, TICKET_EV_TICK, "desk", "");
	}
}

/* text is what he signs. */
static void
agree(struct making *m, enum ticket_event_kind kind, const char *hash,
    const struct buf *text)
{
	struct ticket_event ev = event(m, kind, "client");
	char sig[PROOF_SIG_SIZE];

	signer_sign(m->key, text, sig);
	ev.yes = true;
	ev.text = hash;
	ev.text2 = sig;
	put(m, &ev, NULL);
}

static void
agree_to_sum(struct making *m)
{
	const struct ticket_offer offer = {
	    .kind = m->t.kind, .net_gr = 35000, .text = "everything"};
	struct ticket_event ev = event(m, TICKET_EV_QUOTED, m->t.technician);
	char hash[QUOTE_HASH_SIZE];
	struct buf text = BUF_INIT;
	struct quote q;
	struct err err = {0};

	must(ticket_quote(&m->t, &offer, ev.beat_ms, &q, &err), "quote", &err);
	ticket_quote_event(&ev, &q, hash);
	ev.line = (int)m->t.kind;
	put(m, &ev, NULL);
	quote_answer_text(hash, true, &text);
	agree(m, TICKET_EV_ANSWERED, hash, &text);
	buf_fini(&text);
}

static void
change_kind(struct making *m)
{
	struct ticket_event ev = event(
	    m, TICKET_EV_KIND_ASKED, m->t.technician);
	char hash[QUOTE_HASH_SIZE];
	struct buf text = BUF_INIT;
	struct rate r;

	ticket_rate(&m->t, PRICE_DATABASE, m->t.technician, &r);
	ticket_rate_event(&ev, &r, hash);
	ev.line = PRICE_DATABASE;
	put(m, &ev, NULL);
	rate_answer_text(hash, true, &text);
	agree(m, TICKET_EV_KIND_ANSWERED, hash, &text);
	buf_fini(&text);
	work(m, 4);
}

/* Weeks later, as the office does. */
static void
after_the_end(struct making *m, int64_t number)
{
	struct ticket_event ev;
	struct err err = {0};
	char invoice[32];

	must(replay_ticket(m->db, number, &m->t, &err), "replay", &err);
	m->open_utc_s = opened(m, number);
	m->ms = INT64_C(20) * 86400 * 1000;
	if (m->t.state != TICKET_SOLVED)
		return;
	if (number % 50 == 0) {
		ev = event(m, TICKET_EV_CORRECTED, "ewa");
		ev.net_gr = 15000;
		ev.text = "less was done";
		put(m, &ev, NULL);
	}
	if (m->open_utc_s > BIGLOG_FROM + BIGLOG_SPAN - OWED_S)
		return;
	snprintf(invoice, sizeof(invoice), "FS %lld", (long long)number / 3);
	simple(m, TICKET_EV_INVOICED, "ewa", invoice);
}

static void
one_ticket(struct making *m, int64_t number)
{
	const char *who = people[number % 3];
	struct ticket_event ev;

	open_ticket(m, number);
	let_in(m, who, 2 * number);
	work(m, 10);
	if (number % 30 == 0)
		change_kind(m);
	if (number % 9 == 0)
		agree_to_sum(m);
	if (number % 25 == 0) {
		simple(m, TICKET_EV_DETACHED, who, "");
		simple(m, TICKET_EV_RELEASED, who, "");
		who = people[(number + 1) % 3];
		let_in(m, who, 2 * number + 1);
		work(m, 5);
	}
	m->ms += 5000;
	ev = event(m, TICKET_EV_ENDED, who);
	ev.yes = number % 7 != 0;
	ev.text = "done";
	put(m, &ev, NULL);
}

static void
make_book(struct making *m)
{
	const struct book_author who = {"ewa", "user ewa"};
	struct err err = {0};

	for (int i = 1; i <= CONTRACTORS; i++) {
		struct book_client c = {.code = ""};

		snprintf(c.name, sizeof(c.name), "Kontrahent %d", i);
		must(book_add(m->db, &c, &who, &err), "contractor", &err);
	}
}

/* Two of three clients stand in the book. */
static void
link_ticket(struct making *m, int64_t number)
{
	const struct book_author who = {"ewa", "user ewa"};
	int client = (int)(number % CLIENTS);
	struct err err = {0};
	char code[BOOK_CODE_SIZE];

	if (client % 3 == 0)
		return;
	snprintf(code, sizeof(code), "K%d", client % CONTRACTORS + 1);
	must(book_link(m->db, number, code, NULL, &who, &err), "link", &err);
}

/* In one transaction. */
static void
each(struct making *m, int64_t from, int64_t to,
    void (*what)(struct making *, int64_t))
{
	struct err err = {0};

	must(db_begin(m->db, &err), "begin", &err);
	for (int64_t n = from; n <= to; n++)
		what(m, n);
	must(db_commit(m->db, &err), "commit", &err);
}

void
biglog_make(const char *dir, int64_t tickets)
{
	struct making m = {.tickets = tickets};
	struct err err = {0};

	prices_default(&prices);
	for (int i = 0; i < prices.n; i++)
		if (prices.line[i].kind == PRICE_DATABASE)
			prices.line[i].vat_bp = 800;
	for (int i = 0; i < SIGNERS; i++)
		signer_make(&signers[i], (uint8_t)(i + 1));
	m.db = db_open(dir, DB_DESK, &err);
	must(m.db != NULL, "open", &err);
	/* nobody relies on it */
	must(sql_exec(m.db->sql, "PRAGMA synchronous=OFF", &err), "open", &err);
	make_book(&m);
	for (int64_t n = 1; n <= tickets; n += BATCH) {
		int64_t last = MIN_OF(n + BATCH - 1, tickets);

		each(&m, n, last, one_ticket);
		for (int64_t l = n; l <= last; l++)
			link_ticket(&m, l);
		each(&m, n, last, after_the_end);
	}
	db_close(m.db);
}
