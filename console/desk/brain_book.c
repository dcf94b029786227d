#include "console/desk/brain_book.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_claim.h"
#include "console/desk/brain_past.h"
#include "console/desk/brain_tell_ticket.h"
#include "console/desk/brain_text.h"
#include "console/store/book.h"
#include "console/store/buyer.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/wire/parts.h"

#define HISTORY_ROWS 5
#define HISTORY_BYTES 900

struct past {
	struct buf lines, loose;
	int64_t all;
};

/* As data: technicians read it in their languages. */
static void
add_past(const struct book_past *p, void *ctx)
{
	struct past *past = ctx;
	struct parts_past one = {.opened_s = p->opened_s, .ticket = p->ticket};
	size_t before = past->lines.len;

	past->all = p->all;
	if (!ticket_state_parse(p->state, &one.state))
		return;
	utf8_clean(one.note, sizeof(one.note), p->note, 40);
	utf8_clean(one.remark, sizeof(one.remark), p->remark, 40);
	parts_past_add(&past->lines, &one);
	if (past->lines.len > HISTORY_BYTES)
		past->lines.len = before;
}

/* What he had before, him who has that code or "" of the same key; and which
 * tickets of that key stay linked to nobody when one of them is. */
static void
take_past(struct db *db, int64_t ticket, const char *code, struct past *past)
{
	struct err err = {0};

	memset(past, 0, sizeof(*past));
	if (!book_history(db, ticket, code, HISTORY_ROWS, add_past, past, &err))
		log_warn("ticket %" PRId64 ": %s", ticket, err.text);
	if (code[0] != '\0')
		book_loose(db, ticket, &past->loose);
}

static void
past_fini(struct past *past)
{
	buf_fini(&past->lines);
	buf_fini(&past->loose);
}

void
brain_book_refresh(struct brain_ticket *bt)
{
	struct db *db = store_db(bt->brain->store);
	struct book_client c = {.code = ""};
	char name[BOOK_CODE_SIZE + BOOK_NAME_SIZE] = "";
	struct past past;

	if (book_of_ticket(db, bt->t.number, &c))
		snprintf(name, sizeof(name), "%s %s", c.code, c.name);
	take_past(db, bt->t.number, c.code, &past);
	brain_past_set(bt, name, (int)past.all, buf_str(&past.lines),
	    buf_str(&past.loose));
	past_fini(&past);
}

void
brain_book_changed(struct brain *b)
{
	for (struct brain_ticket *bt = b->tickets; bt != NULL; bt = bt->next) {
		brain_book_refresh(bt);
		brain_tell_row(bt);
	}
}

/* Linked, else probably, else what the client typed. */
static const char *
find(struct db *db, int64_t ticket, struct book_client *c, struct err *err)
{
	struct buyer typed;
	const char *how;

	if (book_of_ticket(db, ticket, c))
		return "linked";
	if (book_suggest(db, ticket, c, &how))
		return how;
	memset(c, 0, sizeof(*c));
	if (!buyer_of_ticket(db, ticket, &typed, err))
		return NULL;
	memcpy(c->name, typed.name, sizeof(c->name));
	(void)book_given_nip(db, ticket, c->nip);
	return "none";
}

void
brain_book_query(struct brain_link *l, const struct msg *m)
{
	struct db *db = store_db(l->brain->store);
	int64_t ticket = msg_int(m, "ticket");
	struct book_client c;
	struct past past;
	struct err err = {0};
	const char *how = find(db, ticket, &c, &err);
	struct msg *out;

	if (how == NULL) {
		brain_link_refuse(l, m, REFUSED_BOOK, ticket, err.text);
		return;
	}
	take_past(db, ticket, c.code, &past);
	out = msg_about(MSG_CONTRACTOR, ticket);
	msg_put_str(out, "how", how);
	brain_text_put(out, "code", c.code, 20);
	brain_text_put(out, "name", c.name, 256);
	brain_text_put(out, "nip", c.nip, 32);
	brain_text_put(out, "address", c.address, 256);
	brain_text_put(out, "note", c.note, 800);
	msg_put_int(out, "version", c.version);
	msg_put_str(out, "history", buf_str(&past.lines));
	msg_put_str(out, "loose", buf_str(&past.loose));
	past_fini(&past);
	brain_link_send(l, out);
}

static bool
take(struct book_client *c, const struct msg *m, struct err *err)
{
	memset(c, 0, sizeof(*c));
	return (str_copy(c->code, sizeof(c->code), msg_str(m, "code")) &&
		   str_copy(c->name, sizeof(c->name), msg_str(m, "name")) &&
		   str_copy(c->nip, sizeof(c->nip), msg_str(m, "nip")) &&
		   str_copy(
		       c->address, sizeof(c->address), msg_str(m, "address")) &&
		   str_copy(c->note, sizeof(c->note), msg_str(m, "note"))) ||
	    err_set(err, _("a text of the client is too long"));
}

static bool
make_and_link(struct brain_link *l, const struct msg *m, struct book_client *c,
    struct err *err)
{
	struct db *db = store_db(l->brain->store);
	char *by = str_fmt("key %s", l->key);
	const struct book_author who = {l->person->name, by};
	bool ok = brain_write_kept(l->brain, err) && take(c, m, err);

	c->version = msg_int(m, "version");
	ok = ok &&
	    book_take(db, msg_int(m, "ticket"), c, msg_bool(m, "edit"),
		msg_str(m, "seen"), &who, err);
	free(by);
	return ok;
}

/* Whose the ticket is now, and whom he may be taken for. */
static void
tell_linked(struct brain_link *l, int64_t ticket, const char *code)
{
	struct db *db = store_db(l->brain->store);
	struct buf text = BUF_INIT, alike = BUF_INIT;
	struct book_client c = {.code = ""};
	struct msg *m = msg_new(MSG_DONE);

	(void)book_get(db, code, &c, NULL);
	buf_printf(&text, _("ticket %lld is linked to %s, %s"),
	    (long long)ticket, c.code, c.name);
	book_tell_alike(db, c.code, &alike);
	if (alike.len > 0)
		buf_printf(&text, ". %s", buf_str(&alike));
	msg_put_str(m, "what", "client");
	msg_put_int(m, "ticket", ticket);
	brain_text_put(m, "text", buf_str(&text), 800);
	brain_link_send(l, m);
	buf_fini(&alike);
	buf_fini(&text);
}

void
brain_book_client(struct brain_link *l, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");
	struct book_client c;
	struct err err = {0};

	if (!make_and_link(l, m, &c, &err)) {
		brain_claim_answer(l, m, false, &err);
		return;
	}
	tell_linked(l, ticket, c.code);
	brain_book_changed(l->brain);
}
