#include "console/desk/brain_receipt.h"

#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_address.h"
#include "console/desk/brain_head.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/nip.h"
#include "shared/net/sshsig.h"
#include "shared/sys/user.h"

#define PART_MAX 800 /* bytes of text in one message */
/* Between two of the receipts that are missing; and while the database is
 * locked. */
#define CATCH_UP_MS 20
#define LATER_MS 1000
/* Until it looks again: a full disk may have room by now, and who corrects
 * beside the desk may not have been able to keep his. */
#define LOOK_MS (3600 * 1000)

/* The pair that `ssh-keygen -Y verify` wants. Whatever ends us in between: a
 * text is never there beside another's signature, or none. */
static bool
write_pair(
    const char *path, const struct buf *text, const char *sig, struct err *err)
{
	char *folder = str_dup(path), *sig_path = str_fmt("%s.sig", path);
	bool ok, before = path_exists(path);

	*strrchr(folder, '/') = '\0';
	ok = path_make_dir(folder, err) && path_remove(path, err);
	if (ok && before)
		path_sync_parent(path);
	ok = ok && path_write_atomic(sig_path, sig, strlen(sig), 0600, err) &&
	    path_write_atomic(path, buf_data(text), text->len, 0600, err);
	free(folder);
	free(sig_path);
	return ok;
}

/* The folder's owner keeps it, also where root makes it. */
static bool
keep(struct db *db, int64_t ticket, int64_t version, struct buf *text,
    const char *sig, struct err *err)
{
	char *path = receipt_path(receipt_data(db), ticket, version);
	struct slip slip;
	bool ok = user_as_owner(receipt_data(db), err);

	if (ok) {
		ok = slip_parse(buf_str(text), text->len, &slip) &&
		    receipt_spare(db, ticket, version, &slip, err) &&
		    write_pair(path, text, sig, err);
		user_as_self();
	}
	free(path);
	return ok;
}

char *
brain_receipt_issue(struct db *db, int64_t ticket, const struct config *config,
    const struct key *key, struct buf *text, bool *kept, struct err *err)
{
	char digits[NIP_SIZE];
	const struct receipt_from from = {.firm = config->firm,
	    .phone = config->phone,
	    .key = key_public_line(key),
	    .seller = config->seller,
	    .nip = nip_parse(config->nip, digits, NULL) ? digits : "",
	    .address = config->seller_address,
	    .lang = config->language};
	char *sig = NULL;
	int64_t version;

	*kept = false;
	if (receipt_make(db, ticket, &from, &version, text, err))
		sig = sshsig_make(
		    key, KEY_RECEIPT_NAMESPACE, buf_data(text), text->len, err);
	if (sig != NULL)
		*kept = keep(db, ticket, version, text, sig, err);
	if (*kept && !receipt_is_wanted(db, ticket))
		*kept = receipt_remove(db, ticket, err);
	return sig;
}

/* With rows that are not on the disk yet the log says less than is true, and
 * that must not be signed. What is asked for in another language than the
 * desk's does not make the receipt speak that. */
static char *
issue(struct brain *b, int64_t ticket, struct buf *text)
{
	char own[I18N_LANG_SIZE];
	struct err err = {0, ""};
	char *sig = NULL;
	bool kept = false;

	str_copy(own, sizeof(own), i18n_lang());
	i18n_speak(b->lang);
	if (store_kept(b->store) > 0)
		err_set(&err, "the database is locked by another program");
	else
		sig = brain_receipt_issue(store_db(b->store), ticket,
		    &b->config, b->receipt_key, text, &kept, &err);
	i18n_speak(own);
	if (!kept)
		log_error("ticket %lld: its receipt is not %s: %s",
		    (long long)ticket, sig == NULL ? "made" : "kept", err.text);
	if (store_kept(b->store) > 0)
		brain_receipt_catch_up(b);
	return sig;
}

struct brain_receipts {
	struct loop_timer *timer;
	int64_t below; /* looked at down to this ticket */
};

static void
catch_up(void *ctx)
{
	struct brain *b = ctx;
	struct brain_receipts *r = b->receipts;
	int64_t ticket;

	if (store_kept(b->store) > 0) {
		loop_timer_set(r->timer, LATER_MS);
		return;
	}
	ticket = receipt_missing(store_db(b->store), &r->below);
	if (ticket != 0) {
		log_warn("ticket %lld had no receipt: it is made now",
		    (long long)ticket);
		brain_receipt_again(b, ticket);
	}
	if (r->below == 0)
		r->below = INT64_MAX; /* and from the newest again */
	loop_timer_set(r->timer, r->below != INT64_MAX ? CATCH_UP_MS : LOOK_MS);
}

void
brain_receipt_catch_up(struct brain *b)
{
	if (b->receipts == NULL) {
		b->receipts = mem_alloc(sizeof(*b->receipts));
		b->receipts->timer = loop_timer_new(b->loop, catch_up, b);
	}
	b->receipts->below = INT64_MAX;
	loop_timer_set(b->receipts->timer, 0);
}

void
brain_receipt_stop(struct brain *b)
{
	if (b->receipts != NULL)
		loop_timer_free(b->receipts->timer);
	free(b->receipts);
	b->receipts = NULL;
}

void
brain_receipt_again(struct brain *b, int64_t ticket)
{
	struct buf text = BUF_INIT;

	free(issue(b, ticket, &text));
	buf_fini(&text);
}

static void
send_part(struct brain_ticket *bt, const char *text, bool more, bool last)
{
	struct msg *m = msg_about(MSG_RECEIPT, bt->t.number);

	msg_put_str(m, "text", text);
	msg_put_bool(m, "last", last);
	if (more)
		msg_put_bool(m, "more", true);
	brain_tell_agent(bt, m);
}

/* The client's copy must be the same to the byte. */
static void
send_line(struct brain_ticket *bt, const char *line, bool last)
{
	char part[PART_MAX + 1];
	bool more;

	do {
		/* at a whole character, as far as it fits */
		more = !str_copy(part, sizeof(part), line);
		line += strlen(part);
		send_part(bt, part, more, last && !more);
	} while (more);
}

/* text is cut into lines in place. */
static void
send_lines(struct brain_ticket *bt, char *text, bool is_end)
{
	char *line = text, *end;

	while ((end = strchr(line, '\n')) != NULL) {
		*end = '\0';
		send_line(bt, line, is_end && end[1] == '\0');
		line = end + 1;
	}
}

void
brain_receipt_make(struct brain_ticket *bt)
{
	struct buf text = BUF_INIT;
	char *sig = issue(bt->brain, bt->t.number, &text), *copy;

	if (sig != NULL) {
		brain_head_note(bt->brain);
		copy = str_dup(buf_str(&text));
		send_lines(bt, copy, false);
		send_lines(bt, sig, true);
		free(copy);
		free(sig);
	}
	buf_fini(&text);
}
