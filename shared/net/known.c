/* Keys met before: see trust.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/skeleton.h"
#include "shared/base/util.h"
#include "shared/net/trust.h"

struct met {
	char *name;
	char fingerprint[KEY_FP_SIZE];
	int64_t since_s;
};

struct known {
	char *path;
	struct met *met;
	size_t count;
};

static void
remember(
    struct known *k, const char *name, const char *fingerprint, int64_t since_s)
{
	struct met *m;

	k->met = mem_grow(k->met, k->count + 1, sizeof(*k->met));
	m = &k->met[k->count++];
	m->name = str_dup(name);
	str_copy(m->fingerprint, sizeof(m->fingerprint), fingerprint);
	m->since_s = since_s;
}

static bool
parse_line(struct known *k, char *line)
{
	char *rest, *fp, *since;
	int64_t s;

	if (k->count == 0 && str_starts(line, "\xef\xbb\xbf"))
		line += 3; /* some editors put it there */
	rest = line;
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '\0' || line[0] == '#')
		return true;
	fp = str_part(&rest, ' ');
	since = str_part(&rest, ' ');
	if (rest == NULL || rest[0] == '\0' || !key_fingerprint_valid(fp) ||
	    !str_int(since, 0, INT64_MAX, &s))
		return false;
	remember(k, rest, fp, s);
	return true;
}

/* False at the end. */
static bool
next_line(FILE *f, struct buf *line)
{
	int c;

	buf_clear(line);
	while ((c = getc(f)) != EOF && c != '\n')
		buf_addc(line, (char)c);
	return c != EOF || line->len > 0;
}

static bool
load(struct known *k, FILE *f, struct err *err)
{
	struct buf line = BUF_INIT;
	int n = 0;
	bool ok = true;

	while (ok && next_line(f, &line)) {
		n++;
		buf_addc(&line, '\0');
		ok = (strlen(buf_str(&line)) + 1 == line.len &&
			 parse_line(k, (char *)buf_data(&line))) ||
		    err_set(
			err, _("%s:%d: not a line of known keys"), k->path, n);
	}
	if (ok && ferror(f)) /* a folder, a bad disk */
		ok = err_errno(err, "%s", k->path);
	buf_fini(&line);
	return ok;
}

struct known *
known_open(const char *path, struct err *err)
{
	struct known *k = mem_alloc(sizeof(*k));
	FILE *f;
	bool ok;

	k->path = str_dup(path);
	f = path_open_read(path, err);
	if (f == NULL && errno == ENOENT)
		return k;
	ok = f != NULL && load(k, f, err);
	if (f != NULL)
		fclose(f);
	if (ok)
		return k;
	known_free(k);
	return NULL;
}

void
known_free(struct known *k)
{
	size_t i;

	if (k == NULL)
		return;
	for (i = 0; i < k->count; i++)
		free(k->met[i].name);
	free(k->met);
	free(k->path);
	free(k);
}

/* A name stands on one line of the file. */
static void
one_line(char out[TRUST_NAME_SIZE], const char *name)
{
	str_copy(out, TRUST_NAME_SIZE, name);
	for (; *out != '\0'; out++)
		if (*out == '\n' || *out == '\r')
			*out = ' ';
}

enum known_state
known_check(const struct known *k, const char *given, const char *fingerprint,
    int64_t *since_s)
{
	enum known_state state = KNOWN_NEW;
	char name[TRUST_NAME_SIZE], theirs[TRUST_NAME_SIZE];
	size_t i;

	*since_s = 0;
	skeleton(name, sizeof(name), given);
	for (i = 0; i < k->count; i++) {
		skeleton(theirs, sizeof(theirs), k->met[i].name);
		if (!str_eq(theirs, name))
			continue;
		if (str_eq(k->met[i].fingerprint, fingerprint)) {
			*since_s = k->met[i].since_s;
			return KNOWN_SAME;
		}
		state = KNOWN_CHANGED;
		*since_s = k->met[i].since_s;
	}
	return state;
}

static bool
save(const struct known *k, struct err *err)
{
	struct buf b = BUF_INIT;
	size_t i;
	bool ok;

	for (i = 0; i < k->count; i++)
		buf_printf(&b, "%s %" PRId64 " %s\n", k->met[i].fingerprint,
		    k->met[i].since_s, k->met[i].name);
	ok = path_write_atomic(k->path, buf_data(&b), b.len, 0600, err);
	buf_fini(&b);
	return ok;
}

/* What other programs of this user have added in between. */
static bool
read_again(struct known *k, struct err *err)
{
	struct known *now = known_open(k->path, err), old;

	if (now == NULL)
		return false;
	old = *k;
	*k = *now;
	*now = old;
	known_free(now);
	return true;
}

bool
known_add(struct known *k, const char *name, const char *fingerprint,
    int64_t now_s, struct err *err)
{
	char clean[TRUST_NAME_SIZE];
	int64_t since;
	int lock;
	bool ok;

	one_line(clean, name);
	if (clean[0] == '\0' || !key_fingerprint_valid(fingerprint))
		return err_set(err, "a known key needs a name");
	lock = path_lock_parent(k->path);
	ok = read_again(k, err);
	if (ok && known_check(k, clean, fingerprint, &since) != KNOWN_SAME) {
		remember(k, clean, fingerprint, MAX_OF(now_s, 0));
		ok = save(k, err);
	}
	if (lock >= 0)
		close(lock);
	return ok;
}
