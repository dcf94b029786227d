#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_receipt.h"
#include "console/desk/brain_tell.h"
#include "console/store/receipt.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/sshsig.h"

#define PART_MAX 800 /* bytes of text in one message */

/* The pair that `ssh-keygen -Y verify` wants. */
static bool
keep(const struct brain *b, int64_t number, const struct buf *text,
    const char *sig, struct err *err)
{
	char *path = receipt_path(b->data, number);
	char *folder = str_dup(path), *sig_path = str_fmt("%s.sig", path);
	bool ok;

	*strrchr(folder, '/') = '\0';
	ok = path_make_dir(folder, err) &&
	    path_write_atomic(path, buf_data(text), text->len, 0600, err) &&
	    path_write_atomic(sig_path, sig, strlen(sig), 0600, err);
	free(folder);
	free(path);
	free(sig_path);
	return ok;
}

static void
send_part(struct brain_ticket *bt, const char *text, bool more, bool last)
{
	struct msg *m = msg_new(MSG_RECEIPT);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_str(m, "text", text);
	msg_put_bool(m, "last", last);
	if (more)
		msg_put_bool(m, "more", true);
	brain_tell_both(bt, m);
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
	struct brain *b = bt->brain;
	const struct receipt_from from = {.firm = b->config.firm,
	    .phone = b->config.phone,
	    .key = key_public_line(b->receipt_key)};
	struct buf text = BUF_INIT;
	struct err err = {0, ""};
	char *sig = NULL, *copy;

	/* with rows that are not on the disk yet the log says less than is
	 * true, and that must not be signed */
	if (store_kept(b->store) > 0)
		err_set(&err, "the database is locked by another program");
	else if (receipt_make(
		     store_db(b->store), bt->t.number, &from, &text, &err))
		sig = sshsig_make(b->receipt_key, KEY_RECEIPT_NAMESPACE,
		    buf_data(&text), text.len, &err);
	if (sig == NULL) {
		log_error("ticket %lld has no receipt: %s",
		    (long long)bt->t.number, err.text);
		buf_fini(&text);
		return;
	}
	if (!keep(b, bt->t.number, &text, sig, &err))
		log_error("receipt %lld is not kept: %s",
		    (long long)bt->t.number, err.text);
	copy = str_dup(buf_str(&text));
	send_lines(bt, copy, false);
	send_lines(bt, sig, true);
	free(copy);
	free(sig);
	buf_fini(&text);
}
