/* pomoc technician: who may log in to the desk of this machine. */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/cmd/cmd_base.h"
#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_known.h"
#include "console/desk/brain_watch.h"
#include "console/store/json_out.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/trust_edit.h"
#include "shared/sys/user.h"

#define KEY_FILE_MAX 20000
#define KEY_WORDS 8 /* of a line that is pasted */
#define NAME_COLS 20

static struct {
	const char *products, *key;
	bool reports, office, more, json;
} given;

/* --- what is printed --- */

static const char *
rights(const struct trust_person *p)
{
	return p->office ? "office" : p->reports ? "reports" : "-";
}

static void
list_line(const struct trust_person *p)
{
	char name[200];

	utf8_clean(name, sizeof(name), p->name, NAME_COLS);
	printf("%s%*s %-8s %s  %s\n", name, NAME_COLS - utf8_cols(name), "",
	    rights(p), p->fingerprint,
	    p->products[0] != '\0' ? UTF8_CLEAN(600, p->products, 0)
				   : _("all products"));
}

static void
list_json(struct json_out *j, const struct trust_person *p)
{
	json_t *o = json_object();

	json_out_text(o, "name", p->name);
	json_out_text(o, "key", p->fingerprint);
	json_out_text(o, "products", p->products);
	json_object_set_new(o, "reports", json_boolean(p->reports));
	json_object_set_new(o, "office", json_boolean(p->office));
	json_out_int(o, "line", p->line);
	json_out_row(j, o);
}

static void
print_list(const struct trust *t, const char *file)
{
	struct json_out j;

	if (given.json)
		cmd_json_open(&j, "technician");
	for (size_t i = 0; i < trust_count(t); i++) {
		if (given.json)
			list_json(&j, trust_at(t, i));
		else
			list_line(trust_at(t, i));
	}
	if (given.json)
		json_out_close(&j, NULL);
	else if (trust_count(t) == 0)
		printf(_("Nobody is listed in %s.\n"), file);
}

static bool
run_list(
    const char *file, char **word, int n, struct cmd_args *a, struct err *err)
{
	struct trust *t = trust_new(file);
	bool ok = trust_reload(t, NULL, err);

	if (ok)
		print_list(t, file);
	trust_free(t);
	return ok;
}

/* --- a key --- */

static bool
read_key(const char *name, struct buf *text, struct err *err)
{
	FILE *f = str_eq(name, "-") ? stdin : path_open_read(name, err);
	char chunk[KEY_FILE_MAX];
	size_t n;

	if (f == NULL)
		return false;
	n = fread(chunk, 1, sizeof(chunk), f);
	buf_add(text, chunk, n);
	if (f != stdin)
		fclose(f);
	return n < sizeof(chunk) ||
	    err_set(err, _("%s is not the file of one key"), name);
}

/* A file of it, - or the line itself, in one word or as it was pasted. */
static bool
take_text(char **word, int n, struct buf *text, struct err *err)
{
	if (n == 1 && strchr(word[0], ' ') == NULL)
		return read_key(word[0], text, err);
	for (int i = 0; i < n; i++)
		buf_printf(text, "%s%s", i > 0 ? " " : "", word[i]);
	return true;
}

/* The only line of it that is neither blank nor a comment. */
static bool
only_line(struct buf *text, const char **line, struct err *err)
{
	char *save = NULL, *copy = (char *)(uintptr_t)buf_str(text);

	*line = NULL;
	if (strstr(copy, "PRIVATE KEY") != NULL) {
		*line = copy;
		return true;
	}
	for (char *l = strtok_r(copy, "\r\n", &save); l != NULL;
	     l = strtok_r(NULL, "\r\n", &save)) {
		l += strspn(l, " \t");
		if (*l == '\0' || *l == '#')
			continue;
		if (*line != NULL)
			return err_set(err,
			    _("several lines are not one key: add keys one by one"));
		*line = l;
	}
	return *line != NULL || err_set(err, _("there is no key"));
}

static bool
take_key(char **word, int n, struct trust_person *p,
    char comment[TRUST_COMMENT_SIZE], struct err *err)
{
	struct buf text = BUF_INIT;
	const char *line;
	bool ok = take_text(word, n, &text, err) &&
	    only_line(&text, &line, err) &&
	    trust_take_public(line, p, comment, err);

	buf_fini(&text);
	return ok;
}

/* --- add and remove --- */

/* As the price list writes them: otherwise he would serve none of them. */
static bool
take_products(const char *config, const char *list, struct trust_person *p,
    struct err *err)
{
	struct buf out = BUF_INIT;
	const char *item, *known;
	char one[TRUST_PRODUCTS_SIZE];
	size_t len;
	bool ok = true;

	for (int i = 0; ok && str_list_at(list, i, &item, &len); i++) {
		snprintf(one, sizeof(one), "%.*s", (int)len, item);
		known = cmd_known_product(config, one);
		ok = known[0] != '\0' ||
		    err_set(err,
			_("there is no product \"%s\" in the price list"), one);
		buf_printf(&out, "%s%s", i > 0 ? "," : "", known);
	}
	ok = ok &&
	    (str_copy(p->products, sizeof(p->products), buf_str(&out)) ||
		err_set(err, _("a value is too long")));
	buf_fini(&out);
	return ok;
}

/* Root changes it as the owner of the folder where it lies. */
static bool
as_owner(const char *file, struct err *err)
{
	char *path = realpath(file, NULL);
	bool ok;

	if (path == NULL)
		path = str_dup(file);
	ok = user_as_owner(dirname(path), err);
	free(path);
	return ok;
}

/* Nothing is made for another user: a desk that has one makes its folder. */
static bool
make_folder(const char *data, struct err *err)
{
	if (path_exists(data) || geteuid() != 0)
		return path_exists(data) || path_make_dir(data, err);
	errno = ENOENT;
	return err_errno(
	    err, _("%s; start the desk first, which makes it"), data);
}

static bool
run_add(
    const char *file, char **word, int n, struct cmd_args *a, struct err *err)
{
	struct trust_person p = {.blob = NULL};
	char comment[TRUST_COMMENT_SIZE];
	bool ok = take_key(word + 1, n - 1, &p, comment, err) &&
	    (given.products == NULL ||
		take_products(a->config, given.products, &p, err));

	p.reports = given.reports;
	p.office = given.office;
	if (ok && !str_copy(p.name, sizeof(p.name), word[0]))
		ok = err_set(err, _("a value is too long"));
	if (ok && make_folder(a->data, err) && as_owner(file, err)) {
		ok = trust_add(file, &p, comment, given.more, err);
		user_as_self();
	} else {
		ok = false;
	}
	if (ok)
		printf(_("\"%s\" may log in with the key %s (%s).\n"), p.name,
		    p.fingerprint, file);
	free(p.blob);
	return ok;
}

static bool
run_remove(
    const char *file, char **word, int n, struct cmd_args *a, struct err *err)
{
	char key[KEY_FP_SIZE];
	int lines = 0;
	bool ok = (given.key == NULL ||
		      key_fingerprint_take(given.key, key, err)) &&
	    as_owner(file, err);

	if (ok) {
		ok = trust_remove(
		    file, word[0], given.key != NULL ? key : NULL, &lines, err);
		user_as_self();
	}
	if (ok)
		printf(_("\"%s\" may not log in any more; keys: %d. Whoever is "
			 "connected with one is cut off within five "
			 "seconds.\n"),
		    UTF8_CLEAN(200, word[0], 0), lines);
	return ok;
}

static const struct verb {
	const char *name;
	int least, most; /* words behind it */
	bool (*run)(const char *file, char **word, int n, struct cmd_args *a,
	    struct err *err);
} verbs[] = {
    {"list", 0, 0, run_list},
    {"add", 2, 1 + KEY_WORDS, run_add},
    {"remove", 1, 1, run_remove},
};

static bool
run(struct cmd_args *a, struct err *err)
{
	char *file = path_join(a->data, BRAIN_TECHNICIANS);
	int n = a->words - 1;
	bool ok = false, found = false;

	for (const struct verb *v = verbs;
	     !found && v < verbs + ARRAY_LEN(verbs); v++) {
		found = str_eq(v->name, a->word[0]) && n >= v->least &&
		    n <= v->most;
		if (found)
			ok = v->run(file, a->word + 1, n, a, err);
	}
	free(file);
	return found ? ok
		     : cmd_usage(a, _("list, add NAME KEY or remove NAME"));
}

const struct cmd cmd_technician = {
    .name = "technician",
    .help = N_("who may log in to this desk"),
    .usage = N_("list|add|remove [NAME [KEY]]"),
    .about = N_("The technicians file of the desk on this machine: list, add "
		"NAME KEY, remove NAME. KEY is the file of a public key, - for "
		"standard input, or its line."),
    .opt =
	{
	    {"products", CMD_NAME, &given.products, N_("LIST"),
		N_("add: what he serves, such as Subiekt,Gestor; all without")},
	    {"reports", CMD_FLAG, &given.reports, NULL,
		N_("add: may also run the commands of the log from "
		   "elsewhere")},
	    {"office", CMD_FLAG, &given.office, NULL,
		N_("add: may do that and nothing else")},
	    {"more", CMD_FLAG, &given.more, NULL,
		N_("add: a further key of somebody who is listed")},
	    {"key", CMD_NAME, &given.key, N_("FINGERPRINT"),
		N_("remove: only this one of his keys")},
	    {"json", CMD_FLAG, &given.json, NULL, N_("list: as JSON")},
	},
    .rule = {{"products", "add"}, {"reports", "add"}, {"office", "add"},
	{"more", "add"}, {"key", "remove"}, {"json", "list"},
	{"products", "!--office"}, {"reports", "!--office"}},
    .min = 1,
    .max = 2 + KEY_WORDS,
    .no_days = true,
    .run = run,
};
