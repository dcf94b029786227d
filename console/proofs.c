#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/proofs.h"
#include "console/store/head.h"
#include "console/store/receipt.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/slip.h"
#include "shared/net/sshsig.h"

#define KEY_FILE "receipt_key.pub"

struct look {
	struct db *db;
	struct proofs *out;
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
	if (l->signer[0] != '\0' && !str_eq(by, l->signer))
		return wrong(l, what, _("another key signed it"));
	return true;
}

static bool
check_head(struct look *l, const char *what, const char *line, struct err *err)
{
	char why[200];
	bool gone = false;
	struct head h;

	if (!head_parse(line, &h))
		return wrong(l, what, _("it cannot be read"));
	if (!head_check(l->db, &h, why, sizeof(why), &gone, err))
		return false;
	l->out->gone += gone;
	return why[0] == '\0' || wrong(l, what, why);
}

/* --- the daily heads --- */

static bool
one_line(struct look *l, char *line, int number, struct err *err)
{
	char *sig = strrchr(line, ' ');
	char what[64];

	snprintf(what, sizeof(what), "%s:%d", HEAD_FILE, number);
	if (sig == NULL)
		return wrong(l, what, _("it cannot be read"));
	*sig++ = '\0';
	l->out->heads++;
	return is_ours(l, what, sig, HEAD_NAMESPACE, line, strlen(line)) &&
	    check_head(l, what, line, err);
}

static bool
all_heads(struct look *l, struct err *err)
{
	char *path = path_join(l->db->dir, HEAD_FILE), *line, *end;
	struct buf text = BUF_INIT;
	bool ok = true;
	int number = 0;

	(void)slurp(path, &text);
	line = (char *)buf_str(&text);
	for (; ok && (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		ok = one_line(l, line, ++number, err);
	}
	buf_fini(&text);
	free(path);
	return ok;
}

/* --- the receipts --- */

static bool
one_receipt(struct look *l, const char *name, struct err *err)
{
	char *path = str_fmt("%s/receipts/%s", l->db->dir, name);
	char *sig_path = str_fmt("%s.sig", path);
	struct buf text = BUF_INIT, sig = BUF_INIT;
	int64_t ticket, version;
	const char *head;
	struct slip s;
	bool ok;

	l->out->receipts++;
	ok = (slurp(path, &text) && slurp(sig_path, &sig)) ||
	    wrong(l, name, _("its signature is missing"));
	ok = ok &&
	    is_ours(l, name, buf_str(&sig), KEY_RECEIPT_NAMESPACE,
		buf_data(&text), text.len);
	head = ok ? strstr(buf_str(&text), "\npomoc-head-1 ") : NULL;
	ok = ok && (head == NULL || check_head(l, name, head + 1, err));
	if (ok && slip_parse(buf_str(&text), text.len, &s) &&
	    receipt_name_parse(name, &ticket, &version) &&
	    !receipt_agrees(l->db, ticket, version, &s) && l->out->gone == 0)
		ok = wrong(
		    l, name, _("the log says another outcome or amount"));
	buf_fini(&text);
	buf_fini(&sig);
	free(sig_path);
	free(path);
	return ok;
}

static bool
is_text(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".txt") == 0;
}

static bool
all_receipts(struct look *l, struct err *err)
{
	char *path = path_join(l->db->dir, "receipts");
	DIR *d = opendir(path);
	const struct dirent *e;
	bool ok = true;

	while (ok && d != NULL && (e = readdir(d)) != NULL)
		if (is_text(e->d_name))
			ok = one_receipt(l, e->d_name, err);
	if (d != NULL)
		closedir(d);
	free(path);
	return ok;
}

bool
proofs_check(struct db *db, struct proofs *out, struct err *err)
{
	struct look l = {.db = db, .out = out};

	memset(out, 0, sizeof(*out));
	read_key(&l);
	return (all_heads(&l, err) && all_receipts(&l, err)) ||
	    out->why[0] != '\0';
}
