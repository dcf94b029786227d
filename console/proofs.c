#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/proofs.h"
#include "console/store/head.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/slip.h"
#include "shared/net/sshsig.h"

#define KEY_FILE "receipt_key.pub"

struct look {
	struct db *db;
	struct proofs *out;
	proofs_fn *lost;
	void *ctx;
	char signer[KEY_FP_SIZE]; /* "" = the key is not here */
};

static bool
slurp(const char *path, struct buf *out)
{
	char chunk[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
	return true;
}

static bool
wrong(struct look *l, const char *what, const char *why)
{
	if (l->out->why[0] == '\0')
		snprintf(l->out->why, sizeof(l->out->why), "%s: %s", what, why);
	return false;
}

static void
read_key(struct look *l)
{
	char *path = path_join(l->db->dir, KEY_FILE);
	char type[64], text[1024];
	uint8_t blob[KEY_BLOB_MAX];
	size_t len;
	FILE *f = fopen(path, "re");

	if (f != NULL && fscanf(f, "%63s %1023s", type, text) == 2 &&
	    key_blob_from_base64(text, blob, &len))
		(void)key_blob_fingerprint(blob, len, l->signer);
	if (f != NULL)
		fclose(f);
	free(path);
}

static bool
is_ours(struct look *l, const char *what, const char *sig,
    const char *namespace, const void *data, size_t len)
{
	char by[KEY_FP_SIZE];

	if (!sshsig_check(sig, namespace, data, len, by, NULL))
		return wrong(l, what, _("its signature is wrong"));
	if (l->signer[0] == '\0')
		return wrong(l, what,
		    _("the key of this desk, receipt_key.pub, is not beside "
		      "it: who signed is not known"));
	if (!str_eq(by, l->signer))
		return wrong(l, what, _("another key signed it"));
	return true;
}

/* *gone: the log lacks it rightly, since a copy was brought back. */
static bool
check_head(struct look *l, const char *what, const char *line, bool *gone,
    struct err *err)
{
	char why[200];
	struct head h;

	if (!head_parse(line, &h))
		return wrong(l, what, _("it cannot be read"));
	if (!head_check(l->db, &h, why, sizeof(why), gone, err))
		return false;
	if (*gone) {
		l->out->gone++;
		l->out->gone_rows = MAX_OF(l->out->gone_rows, h.rows);
		l->out->gone_ticket = MAX_OF(l->out->gone_ticket, h.ticket);
	}
	return why[0] == '\0' || wrong(l, what, why);
}

/* --- the daily heads --- */

/* Before the whole line there may be the piece of one whose writing a crash
 * ended. */
static char *
whole_line(char *line)
{
	char *next = line;

	while ((next = strstr(next, HEAD_BEGINS)) != NULL)
		line = next++;
	return line;
}

static bool
one_line(struct look *l, char *text, int number, struct err *err)
{
	char *line = whole_line(text), *sig = strrchr(line, ' ');
	char what[64];
	bool gone = false, ok;

	snprintf(what, sizeof(what), "%s:%d", HEAD_FILE, number);
	if (sig == NULL)
		return wrong(l, what, _("it cannot be read"));
	*sig++ = '\0';
	ok = is_ours(l, what, sig, HEAD_NAMESPACE, line, strlen(line)) &&
	    check_head(l, what, line, &gone, err);
	l->out->heads += ok && !gone;
	return ok;
}

static bool
all_heads(struct look *l, struct err *err)
{
	char *path = path_join(l->db->dir, HEAD_FILE), *line, *end;
	struct buf text = BUF_INIT;
	bool ok = slurp(path, &text) || errno == ENOENT ||
	    err_errno(err, "%s", path);
	size_t left = text.len;
	int number = 0;

	line = (char *)buf_str(&text);
	while (ok && (end = memchr(line, '\n', left)) != NULL) {
		*end++ = '\0';
		ok = one_line(l, line, ++number, err);
		left -= (size_t)(end - line);
		line = end;
	}
	l->out->torn = left > 0;
	buf_fini(&text);
	free(path);
	return ok;
}

/* --- the receipts --- */

/* Of a time that the log lacks, it may be all that is left of the work. */
static bool
compare(struct look *l, const char *name, struct buf *text, bool gone)
{
	int64_t ticket, version;
	struct slip s;

	if (!receipt_name_parse(name, &ticket, &version))
		return wrong(l, name, _("that is no name of a receipt"));
	gone |= version < 1;
	if (!slip_parse(buf_str(text), text->len, &s) ||
	    (version > 0 && receipt_agrees(l->db, ticket, version, &s))) {
		l->out->receipts++;
		return true;
	}
	if (!gone || s.ticket != ticket)
		return wrong(
		    l, name, _("the log says another outcome or amount"));
	l->out->lost++;
	l->lost(name, &s, l->ctx);
	return true;
}

static bool
one_receipt(struct look *l, const char *name, struct err *err)
{
	char *path = str_fmt("%s/receipts/%s", l->db->dir, name);
	char *sig_path = str_fmt("%s.sig", path);
	struct buf text = BUF_INIT, sig = BUF_INIT;
	bool ok, gone = false;
	const char *head;

	ok = (slurp(path, &text) && slurp(sig_path, &sig)) ||
	    wrong(l, name, _("its signature is missing"));
	ok = ok &&
	    is_ours(l, name, buf_str(&sig), KEY_RECEIPT_NAMESPACE,
		buf_data(&text), text.len);
	head = ok ? strstr(buf_str(&text), "\n" HEAD_BEGINS) : NULL;
	ok = ok &&
	    (head == NULL || check_head(l, name, head + 1, &gone, err)) &&
	    compare(l, name, &text, gone);
	buf_fini(&text);
	buf_fini(&sig);
	free(sig_path);
	free(path);
	return ok;
}

static int
is_text(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 4 && strcmp(e->d_name + len - 4, ".txt") == 0;
}

static bool
all_receipts(struct look *l, struct err *err)
{
	char *path = path_join(l->db->dir, "receipts");
	struct dirent **list = NULL;
	int n = scandir(path, &list, is_text, versionsort);
	bool ok = n >= 0 || errno == ENOENT || err_errno(err, "%s", path);

	for (int i = 0; i < n; i++) {
		ok = ok && one_receipt(l, list[i]->d_name, err);
		free(list[i]);
	}
	free(list);
	free(path);
	return ok;
}

static void
count_unmade(struct look *l)
{
	int64_t below = INT64_MAX;

	while (below != 0)
		l->out->unmade += receipt_missing(l->db, &below) != 0;
}

bool
proofs_check(struct db *db, proofs_fn *lost, void *ctx, struct proofs *out,
    struct err *err)
{
	struct look l = {.db = db, .out = out, .lost = lost, .ctx = ctx};

	memset(out, 0, sizeof(*out));
	read_key(&l);
	if (!all_heads(&l, err) || !all_receipts(&l, err))
		return out->why[0] != '\0';
	count_unmade(&l);
	return true;
}
