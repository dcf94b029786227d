#include "console/desk/proofs.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db.h"
#include "console/store/db_moment.h"
#include "console/store/head.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/slip.h"
#include "shared/net/sshsig.h"

#define KEY_FILE "receipt_key.pub"
#define NAMES_MOST 10 /* missing receipts that are named */

/* Two, for most machines have as many: what `verify` does beside them is on
 * threads of its own. */
#define WORKERS 2

struct lost {
	const char *name;
	struct slip slip;
};

/* A share of the receipts, on a thread and a handle of its own. */
struct look {
	struct proofs_run *run;
	struct db *db;
	struct proofs found;
	struct proofs *out; /* found, or of no worth */
	struct lost *lost;
	int from, to, n_lost;
	bool first, ok, started;
	struct err err;
	pthread_t thread;
};

struct proofs_run {
	char signer[KEY_FP_SIZE]; /* "" = the key is not here */
	char *dir;
	struct dirent **list; /* the receipts, by name */
	int n;
	bool ok;
	struct err err;
	struct look look[WORKERS];
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
read_key(struct proofs_run *run)
{
	char *path = path_join(run->dir, KEY_FILE);
	char type[64], text[1024];
	uint8_t blob[KEY_BLOB_MAX];
	size_t len;
	FILE *f = fopen(path, "re");

	if (f != NULL && fscanf(f, "%63s %1023s", type, text) == 2 &&
	    key_blob_from_base64(text, blob, &len))
		(void)key_blob_fingerprint(blob, len, run->signer);
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
	if (l->run->signer[0] == '\0')
		return wrong(l, what,
		    _("the key of this desk, receipt_key.pub, is not beside "
		      "it: who signed is not known"));
	if (!str_eq(by, l->run->signer))
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
	l->lost = mem_grow(l->lost, (size_t)l->n_lost + 1, sizeof(*l->lost));
	l->lost[l->n_lost++] = (struct lost){.name = name, .slip = s};
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

/* In one transaction, which sees all that was signed before the folder was
 * read. What does not fit may have been signed since: it is looked at again. */
static bool
look_again(struct look *l, const char *name, struct err *err)
{
	struct proofs before = l->found;
	int n_lost = l->n_lost;

	if (one_receipt(l, name, err) && l->n_lost == n_lost)
		return true;
	l->found = before;
	l->n_lost = n_lost;
	db_thaw(l->db);
	return db_freeze(l->db, err) && one_receipt(l, name, err);
}

/* A folder that has no receipt at all is a copy of the log alone. */
static void
add_missing(int64_t ticket, int64_t version, bool newest, void *ctx)
{
	struct look *l = ctx;
	struct proofs_missing *m = newest ? &l->out->unmade : &l->out->missing;
	size_t len = strlen(m->names);
	char *path = receipt_path("", ticket, version);

	if ((newest || l->run->n > 0) && m->n++ < NAMES_MOST)
		snprintf(m->names + len, sizeof(m->names) - len, "%s%s",
		    len > 0 ? ", " : "", strrchr(path, '/') + 1);
	free(path);
}

static void *
look(void *ctx)
{
	struct look *l = ctx;

	l->ok = (!l->first || all_heads(l, &l->err)) &&
	    db_freeze(l->db, &l->err);
	for (int i = l->from; l->ok && i < l->to; i++)
		l->ok = look_again(l, l->run->list[i]->d_name, &l->err);
	if (l->ok && !l->first)
		l->ok = receipt_gaps(l->db, add_missing, l, &l->err);
	return NULL;
}

/* --- side by side --- */

static int
is_text(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 4 && str_eq(e->d_name + len - 4, ".txt");
}

static bool
list(struct proofs_run *run)
{
	char *path = path_join(run->dir, "receipts");
	bool ok;

	run->n = scandir(path, &run->list, is_text, versionsort);
	ok = run->n >= 0 || errno == ENOENT || err_errno(&run->err, "%s", path);
	run->n = MAX_OF(run->n, 0);
	free(path);
	return ok;
}

static bool
start(struct proofs_run *run, int i)
{
	struct look *l = &run->look[i];

	l->run = run;
	l->out = &l->found;
	l->first = i == 0;
	l->from = (int)((int64_t)run->n * i / WORKERS);
	l->to = (int)((int64_t)run->n * (i + 1) / WORKERS);
	l->db = db_open(run->dir, DB_READ, &run->err);
	if (l->db == NULL)
		return false;
	l->started = pthread_create(&l->thread, NULL, look, l) == 0;
	return true;
}

struct proofs_run *
proofs_begin(const char *dir)
{
	struct proofs_run *run = mem_alloc(sizeof(*run));

	run->dir = str_dup(dir);
	read_key(run);
	run->ok = list(run);
	for (int i = 0; run->ok && i < WORKERS; i++)
		run->ok = start(run, i);
	return run;
}

/* Those of all before it hold. */
static void
add(struct look *l, proofs_fn *lost, void *ctx, struct proofs *out)
{
	const struct proofs *f = &l->found;

	out->heads += f->heads;
	out->receipts += f->receipts;
	out->gone += f->gone;
	out->gone_rows = MAX_OF(out->gone_rows, f->gone_rows);
	out->gone_ticket = MAX_OF(out->gone_ticket, f->gone_ticket);
	out->torn |= f->torn;
	if (!l->first) {
		out->unmade = f->unmade;
		out->missing = f->missing;
	}
	out->lost += l->n_lost;
	memcpy(out->why, f->why, sizeof(out->why));
	for (int i = 0; lost != NULL && i < l->n_lost; i++)
		lost(l->lost[i].name, &l->lost[i].slip, ctx);
}

static void
finish(struct look *l)
{
	if (l->started)
		pthread_join(l->thread, NULL);
	else if (l->db != NULL)
		(void)look(l);
	if (l->db != NULL)
		db_thaw(l->db);
	db_close(l->db);
}

bool
proofs_end(struct proofs_run *run, proofs_fn *fn, void *ctx, struct proofs *out,
    struct err *err)
{
	bool ok = run->ok;

	memset(out, 0, sizeof(*out));
	if (!ok)
		*err = run->err;
	for (int i = 0; i < WORKERS; i++) {
		struct look *l = &run->look[i];

		finish(l);
		if (ok)
			add(l, fn, ctx, out);
		if (ok && !l->ok)
			*err = l->err;
		ok = ok && l->ok;
		free(l->lost);
	}
	for (int i = 0; i < run->n; i++)
		free(run->list[i]);
	free(run->list);
	free(run->dir);
	free(run);
	return ok || out->why[0] != '\0';
}
