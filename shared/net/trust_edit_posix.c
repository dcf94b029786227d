#include "shared/net/trust_edit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/skeleton.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define MODE 0600
#define HEAD                                                                    \
	"# Who may log in to this desk as a technician: a line for each key,\n" \
	"# see pomoc-desk(8). The desk reads the file again when it changes.\n" \
	"#\n"                                                                   \
	"# name=\"anna\" ssh-ed25519 AAAA...\n"                                 \
	"# name=\"piotr\",products=\"Subiekt,Gestor\" ssh-ed25519 AAAA...\n"    \
	"# name=\"ewa\",reports ssh-ed25519 AAAA...   also: pomoc log --desk\n" \
	"# name=\"irena\",office ssh-ed25519 AAAA...  that alone\n"

/* --- a key --- */

/* What stands behind type and base64. */
static void
take_comment(const char *text, char comment[TRUST_COMMENT_SIZE])
{
	for (int i = 0; i < 2; i++) {
		text += strspn(text, " \t");
		text += strcspn(text, " \t\r\n");
	}
	text += strspn(text, " \t");
	utf8_clean(comment, TRUST_COMMENT_SIZE, text, 0);
	str_trim(comment);
}

static bool
check_key(const struct trust_person *p, struct err *err)
{
	int bits = key_blob_rsa_bits(p->blob, p->blob_len);

	return bits == 0 || bits >= KEY_RSA_BITS ||
	    err_set(err, _("an RSA key of %d bits is too short, at least %d"),
		bits, KEY_RSA_BITS);
}

bool
trust_take_public(const char *text, struct trust_person *key,
    char comment[TRUST_COMMENT_SIZE], struct err *err)
{
	char *line = str_dup(text + strspn(text, " \t\r\n")), *named;
	struct err why = {0};
	bool listed, ok;

	comment[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	listed = str_starts(line, "name=");
	named = listed ? str_dup(line) : str_fmt("name=\"-\" %s", line);
	if (!listed)
		take_comment(line, comment);
	ok = strstr(text, "PRIVATE KEY") == NULL
	    ? trust_parse_line(named, key, &why) ||
		err_set(err, _("this is no public key: %s"), why.text)
	    : err_set(err,
		  _("this is a private key, which nobody else may have: the "
		    "public one is in the file .pub beside it"));
	if (ok && !check_key(key, err)) {
		free(key->blob);
		key->blob = NULL;
		ok = false;
	}
	if (ok)
		*key = (struct trust_person){
		    .blob = key->blob, .blob_len = key->blob_len};
	if (ok)
		(void)key_blob_fingerprint(
		    key->blob, key->blob_len, key->fingerprint);
	free(named);
	free(line);
	return ok;
}

/* --- the file --- */

struct edit {
	char *path; /* where it really is */
	int lock;
	mode_t mode;
	struct buf text;
	struct trust *trust; /* what it says */
};

static bool
read_text(struct edit *e, struct err *err)
{
	FILE *f = path_open_read(e->path, err);
	char chunk[4096];
	struct stat st;
	size_t n;
	bool ok;

	if (f == NULL)
		return errno == ENOENT;
	if (fstat(fileno(f), &st) == 0)
		e->mode = st.st_mode & 0775;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&e->text, chunk, n);
	ok = !ferror(f) || err_set(err, _("cannot read %s"), e->path);
	fclose(f);
	return ok;
}

static bool
open_edit(struct edit *e, const char *path, struct err *err)
{
	*e = (struct edit){.lock = -1, .mode = MODE, .text = BUF_INIT};
	e->path = realpath(path, NULL);
	if (e->path == NULL)
		e->path = str_dup(path);
	e->lock = path_lock_parent(e->path);
	if (e->lock < 0)
		return err_errno(err, "%s", e->path);
	e->trust = trust_new(e->path);
	return read_text(e, err) && trust_reload(e->trust, NULL, err);
}

static void
close_edit(struct edit *e)
{
	trust_free(e->trust);
	buf_fini(&e->text);
	if (e->lock >= 0)
		close(e->lock);
	free(e->path);
}

static bool
write_edit(const struct edit *e, const struct buf *text, struct err *err)
{
	if (!path_write_atomic(e->path, buf_data(text), text->len, MODE, err))
		return false;
	return e->mode == MODE || chmod(e->path, e->mode) == 0 ||
	    err_errno(err, "%s", e->path);
}

/* --- a line more --- */

static bool
looks_same(const char *a, const char *b)
{
	char one[2 * TRUST_NAME_SIZE], other[2 * TRUST_NAME_SIZE];

	return str_eq(
	    skeleton(one, sizeof(one), a), skeleton(other, sizeof(other), b));
}

/* As he is listed, with `more`. */
static void
take_over(struct trust_person *p, const struct trust_person *from)
{
	str_copy(p->name, sizeof(p->name), from->name);
	if (p->products[0] == '\0')
		str_copy(p->products, sizeof(p->products), from->products);
	if (p->reports || p->office)
		return;
	p->reports = from->reports;
	p->office = from->office;
}

static bool
may_add(
    const struct edit *e, struct trust_person *p, bool more, struct err *err)
{
	const struct trust_person *one, *he = NULL;

	for (size_t i = 0; (one = trust_at(e->trust, i)) != NULL; i++) {
		if (str_eq(one->fingerprint, p->fingerprint))
			return err_set(err,
			    _("%s:%d: that key is listed already, for \"%s\""),
			    e->path, one->line, one->name);
		if (he == NULL && looks_same(one->name, p->name))
			he = one;
	}
	if (he != NULL && !more)
		return err_set(err,
		    _("%s:%d: \"%s\" is listed already; --more adds a further "
		      "key of the same person"),
		    e->path, he->line, he->name);
	if (he == NULL && more)
		return err_set(
		    err, _("nobody is listed as \"%s\" yet"), p->name);
	if (he != NULL)
		take_over(p, he);
	return true;
}

/* A quotation mark could end it, and a backslash could keep one from it. */
static bool
check_text(const char *text, struct err *err)
{
	char clean[TRUST_PRODUCTS_SIZE * 3];

	utf8_clean(clean, sizeof(clean), text, 0);
	return (utf8_valid(text, strlen(text)) && str_eq(clean, text) &&
		   strpbrk(text, "\"\\") == NULL) ||
	    err_set(err, _("\"%s\" has a character that cannot stand there"),
		clean);
}

static void
put_line(struct buf *out, const struct trust_person *p, const char *comment)
{
	char *b64 = key_blob_to_base64(p->blob, p->blob_len);

	buf_printf(out, "name=\"%s\"", p->name);
	if (p->products[0] != '\0')
		buf_printf(out, ",products=\"%s\"", p->products);
	buf_printf(out, "%s%s %s %s%s%s\n", p->reports ? ",reports" : "",
	    p->office ? ",office" : "", key_blob_type(p->blob, p->blob_len),
	    b64, comment[0] != '\0' ? " " : "", comment);
	free(b64);
}

bool
trust_add(const char *path, struct trust_person *p, const char *comment,
    bool more, struct err *err)
{
	struct edit e;
	bool ok = (!utf8_is_blank(p->name) ||
		      err_set(err, _("nothing is given"))) &&
	    check_text(p->name, err) && check_text(p->products, err);

	if (!ok)
		return false;
	ok = open_edit(&e, path, err) && may_add(&e, p, more, err);
	if (ok && e.text.len == 0)
		buf_adds(&e.text, HEAD);
	else if (ok && buf_str(&e.text)[e.text.len - 1] != '\n')
		buf_addc(&e.text, '\n');
	if (ok) {
		put_line(&e.text, p, comment);
		ok = write_edit(&e, &e.text, err);
	}
	close_edit(&e);
	return ok;
}

/* --- lines less --- */

/* Behind the line that begins at at, which ends as on any system. */
static const char *
line_end(const char *at)
{
	at += strcspn(at, "\r\n");
	if (at[0] == '\r' && at[1] == '\n')
		return at + 2;
	return *at != '\0' ? at + 1 : at;
}

static bool
is_meant(
    const struct edit *e, int line, const char *name, const char *fingerprint)
{
	const struct trust_person *one;

	for (size_t i = 0; (one = trust_at(e->trust, i)) != NULL; i++)
		if (one->line == line)
			return looks_same(one->name, name) &&
			    (fingerprint == NULL ||
				str_eq(one->fingerprint, fingerprint));
	return false;
}

/* The text without those lines; how many there were. */
static int
strike(
    struct edit *e, const char *name, const char *fingerprint, struct buf *out)
{
	const char *at = buf_str(&e->text), *next;
	int struck = 0;

	for (int line = 1; *at != '\0'; line++, at = next) {
		next = line_end(at);
		if (is_meant(e, line, name, fingerprint))
			struck++;
		else
			buf_add(out, at, (size_t)(next - at));
	}
	return struck;
}

bool
trust_remove(const char *path, const char *name, const char *fingerprint,
    int *lines, struct err *err)
{
	struct buf left = BUF_INIT;
	struct edit e;
	bool ok = open_edit(&e, path, err);

	if (ok) {
		*lines = strike(&e, name, fingerprint, &left);
		ok = *lines > 0 ||
		    err_set(err,
			fingerprint == NULL
			    ? _("nobody is listed as \"%s\" in %s")
			    : _("\"%s\" has no such key in %s"),
			name, e.path);
	}
	ok = ok && write_edit(&e, &left, err);
	buf_fini(&left);
	close_edit(&e);
	return ok;
}
