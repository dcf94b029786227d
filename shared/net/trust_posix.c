/* See trust.h: the technicians file. Keys met before are in known.c. */
#include "shared/net/trust.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define FILE_MAX (1024 * 1024)
#define REPORTS "reports"
#define OFFICE "office"

struct trust {
	char *path;
	struct trust_person *people;
	size_t count;
	struct stat seen; /* all 0 = there is no file */
	struct stat looked; /* by trust_is_stale() */
	bool loaded;
};

struct trust *
trust_new(const char *path)
{
	struct trust *t = mem_alloc(sizeof(*t));

	t->path = str_dup(path);
	return t;
}

static void
free_people(struct trust_person *people, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(people[i].blob);
	free(people);
}

void
trust_free(struct trust *t)
{
	if (t == NULL)
		return;
	free_people(t->people, t->count);
	free(t->path);
	free(t);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The value of option="value"; moves *p past it. \" stands for a quote. */
static bool
take_value(const char **p, char *out, size_t size, struct err *err)
{
	size_t n = 0;

	for (; **p != '"'; (*p)++) {
		if (**p == '\\' && (*p)[1] == '"')
			(*p)++;
		if (**p == '\0')
			return err_set(err, _("a quotation mark is missing"));
		if (n + 1 >= size)
			return err_set(err, _("a value is too long"));
		out[n++] = **p;
	}
	(*p)++;
	out[n] = '\0';
	return utf8_valid(out, n) ||
	    err_set(err, _("a value is not valid UTF-8"));
}

/* An option without a value. */
static bool
is_word(const char *p, const char *word)
{
	size_t len = strlen(word);

	return strncmp(p, word, len) == 0 &&
	    (p[len] == ',' || is_blank(p[len]));
}

/* name="...", products="...", reports or office; others, as sshd's own, are
 * refused: they would promise what nobody keeps. */
static bool
take_option(const char **p, struct trust_person *out, struct err *err)
{
	if (strncmp(*p, "name=\"", 6) == 0) {
		*p += 6;
		return take_value(p, out->name, sizeof(out->name), err);
	}
	if (strncmp(*p, "products=\"", 10) == 0) {
		*p += 10;
		return take_value(p, out->products, sizeof(out->products), err);
	}
	if (is_word(*p, REPORTS)) {
		*p += strlen(REPORTS);
		out->reports = true;
		return true;
	}
	if (is_word(*p, OFFICE)) {
		*p += strlen(OFFICE);
		out->office = true;
		return true;
	}
	return err_set(err,
	    _("only the options name=\"…\", products=\"…\", reports and "
	      "office are known"));
}

static bool
take_key(const char *p, struct trust_person *out, struct err *err)
{
	char type[64], b64[4 * KEY_BLOB_MAX / 3 + 8];
	uint8_t blob[KEY_BLOB_MAX];
	size_t n = strcspn(p, " \t");

	if (n == 0 || n >= sizeof(type))
		return err_set(err, _("the key is missing"));
	memcpy(type, p, n);
	type[n] = '\0';
	p += n + strspn(p + n, " \t");
	n = strcspn(p, " \t");
	if (n == 0 || n >= sizeof(b64))
		return err_set(err, _("the key is missing"));
	memcpy(b64, p, n);
	b64[n] = '\0';
	if (!key_blob_from_base64(b64, blob, &out->blob_len) ||
	    !str_eq(key_blob_type(blob, out->blob_len), type) ||
	    !key_blob_fingerprint(blob, out->blob_len, out->fingerprint))
		return err_set(err, _("the key cannot be read"));
	out->blob = mem_dup(blob, out->blob_len);
	return true;
}

bool
trust_parse_line(const char *text, struct trust_person *out, struct err *err)
{
	const char *p = text + strspn(text, " \t");

	memset(out, 0, sizeof(*out));
	if (*p == '\0' || *p == '#')
		return err_set(err, "%s", "");
	while (strncmp(p, "name=", 5) == 0 || strncmp(p, "products=", 9) == 0 ||
	    is_word(p, REPORTS) || is_word(p, OFFICE) ||
	    strcspn(p, "=\"") < strcspn(p, " \t")) {
		if (!take_option(&p, out, err))
			return false;
		if (*p == ',') {
			p++;
			continue;
		}
		break;
	}
	if (out->name[0] == '\0')
		return err_set(
		    err, _("the option name=\"…\" is missing before the key"));
	if (!is_blank(*p))
		return err_set(err, _("the key is missing"));
	p += strspn(p, " \t");
	return take_key(p, out, err);
}

static char *
read_file(const char *path, struct stat *st, struct err *err)
{
	FILE *f = path_open_read(path, err);
	char *text;
	size_t n;
	bool ok;

	if (f == NULL)
		return NULL;
	ok = fstat(fileno(f), st) == 0 && (st->st_mode & S_IWOTH) == 0;
	if (!ok) {
		fclose(f);
		err_set(err, _("%s can be written by anybody: chmod o-w %s"),
		    path, path);
		return NULL;
	}
	text = mem_alloc(FILE_MAX + 1);
	n = fread(text, 1, FILE_MAX, f);
	ok = !ferror(f);
	text[n] = '\0';
	fclose(f);
	if (ok && n < FILE_MAX && strlen(text) == n)
		return text;
	err_set(err, _("%s is not a file of keys"), path);
	free(text);
	return NULL;
}

/* The next line of *rest, which ends as on any system; NULL at the end. */
static char *
take_line(char **rest)
{
	char *line = *rest, *end;

	if (line == NULL)
		return NULL;
	end = line + strcspn(line, "\r\n");
	if (*end == '\0')
		*rest = NULL;
	else
		*rest = end + (end[0] == '\r' && end[1] == '\n' ? 2 : 1);
	*end = '\0';
	return line;
}

/* Those whose key stands nowhere in text are gone, whatever else is wrong. */
static void
drop_removed(struct trust *t, const char *text)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->count; i++) {
		char *b64 = key_blob_to_base64(
		    t->people[i].blob, t->people[i].blob_len);

		if (strstr(text, b64) != NULL)
			t->people[kept++] = t->people[i];
		else
			free(t->people[i].blob);
		free(b64);
	}
	t->count = kept;
}

static bool
parse(char *text, const char *path, struct trust_person **people, size_t *count,
    struct err *err)
{
	char *line, *rest = text;
	struct trust_person one;
	struct err why = {0};
	bool good = true;
	int n = 0;

	*people = NULL;
	*count = 0;
	if (str_starts(rest, "\xef\xbb\xbf"))
		rest += 3; /* editors of Windows put it there */
	while ((line = take_line(&rest)) != NULL) {
		n++;
		if (!trust_parse_line(line, &one, &why)) {
			if (why.text[0] != '\0' && good)
				good = err_set(
				    err, "%s:%d: %s", path, n, why.text);
			continue;
		}
		one.line = n;
		*people = mem_grow(*people, *count + 1, sizeof(**people));
		(*people)[(*count)++] = one;
	}
	return good;
}

static bool
take(struct trust *t, const char *text, struct err *err)
{
	char *copy = str_dup(text);
	struct trust_person *people;
	size_t count;
	bool ok = parse(copy, t->path, &people, &count, err);

	if (ok) {
		free_people(t->people, t->count);
		t->people = people;
		t->count = count;
	} else {
		if (count > 0)
			drop_removed(t, text);
		free_people(people, count);
	}
	free(copy);
	return ok;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void
forget_all(struct trust *t)
{
	free_people(t->people, t->count);
	t->people = NULL;
	t->count = 0;
	memset(&t->seen, 0, sizeof(t->seen));
}

bool
trust_reload(struct trust *t, bool *changed, struct err *err)
{
	bool dummy;
	struct stat st;
	char *text;

	if (changed == NULL)
		changed = &dummy;
	*changed = false;
	if (stat(t->path, &st) != 0 && errno == ENOENT) {
		*changed = t->count > 0;
		forget_all(t);
		return true;
	}
	if (t->loaded && is_same_file(&st, &t->seen))
		return true;
	text = read_file(t->path, &t->seen, err);
	t->loaded = false; /* what is wrong with it is said each time */
	if (text == NULL)
		return false;
	*changed = true;
	t->loaded = take(t, text, err);
	free(text);
	return t->loaded;
}

bool
trust_is_stale(struct trust *t)
{
	struct stat st = {0};
	bool settled;

	/* one that is being written, or replaced, is looked at once more */
	(void)stat(t->path, &st);
	settled = is_same_file(&st, &t->looked);
	t->looked = st;
	return settled && !is_same_file(&st, &t->seen);
}

size_t
trust_count(const struct trust *t)
{
	return t->count;
}

const struct trust_person *
trust_at(const struct trust *t, size_t i)
{
	return i < t->count ? &t->people[i] : NULL;
}
