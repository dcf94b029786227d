/* pomoc client: the client book. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_write.h"
#include "console/store/book.h"
#include "console/store/json_out.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define TEXT_SIZE 2048
#define LINKS_MOST 100 /* tickets at a time */

struct options {
	const char *code, *name, *nip, *address, *note, *words;
	bool json, replace;
};

/* One of the words behind `client`. */
struct verb {
	const char *name;
	int words, most; /* behind it */
	struct db *(*open)(const struct cmd_args *a);
	bool (*run)(struct db *db, char **word, int n, const struct options *o,
	    const struct book_author *who, struct err *err);
};

/* --- printing --- */

static json_t *
to_json(const struct book_client *c)
{
	json_t *o = json_object();

	json_out_text(o, "code", c->code);
	json_out_text(o, "name", c->name);
	json_out_text(o, "nip", c->nip);
	json_out_text(o, "address", c->address);
	json_out_text(o, "note", c->note);
	json_out_int(o, "tickets", c->tickets);
	return o;
}

static void
list_json(const struct book_client *c, void *ctx)
{
	json_out_row(ctx, to_json(c));
}

static void
list_line(const struct book_client *c, void *ctx)
{
	char name[200], address[200];
	int cols;

	utf8_clean(name, sizeof(name), c->name, 30);
	utf8_clean(address, sizeof(address), c->address, 30);
	cols = utf8_cols(name);
	printf("%-12s %-10s %s%*s %4" PRId64 "  %s\n", c->code, c->nip, name,
	    cols < 30 ? 30 - cols : 0, "", c->tickets, address);
}

static void
line(const char *label, const char *text)
{
	char clean[TEXT_SIZE];

	if (text[0] != '\0')
		printf("%s: %s\n", label,
		    utf8_clean(clean, sizeof(clean), text, 0));
}

static void
known_line(const char *key, const char *phone, const char *name, void *ctx)
{
	char a[100], b[100], c[200];

	printf("  %s  %s  %s\n", utf8_clean(c, sizeof(c), name, 40),
	    utf8_clean(b, sizeof(b), phone, 0),
	    utf8_clean(a, sizeof(a), key, 0));
}

static void
known_json(const char *key, const char *phone, const char *name, void *ctx)
{
	json_t *o = json_object();

	json_out_text(o, "key", key);
	json_out_text(o, "phone", phone);
	json_out_text(o, "name", name);
	json_array_append_new(ctx, o);
}

static void
merged_text(const char *code, void *ctx)
{
	struct buf *b = ctx;

	buf_printf(b, "%s%s", b->len > 0 ? ", " : "", code);
}

static void
merged_json(const char *code, void *ctx)
{
	json_array_append_new(ctx, json_string(code));
}

/* --- verbs --- */

static bool
run_list(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	struct json_out j;
	bool ok;

	if (!o->json)
		return book_each(db, o->words, list_line, NULL, err);
	json_out_open(&j, stdout, "client", NULL);
	ok = book_each(db, o->words, list_json, &j, err);
	json_out_close(&j, NULL);
	return ok;
}

static bool
show_json(struct db *db, const struct book_client *c, struct err *err)
{
	json_t *o = to_json(c), *merged = json_array(), *known = json_array();
	struct json_out j;
	bool ok = book_merged_into(db, c->code, merged_json, merged, err) &&
	    book_known(db, c->code, known_json, known, err);

	json_object_set_new(o, "merged", merged);
	json_object_set_new(o, "known", known);
	json_out_open(&j, stdout, "client", NULL);
	json_out_row(&j, o);
	json_out_close(&j, NULL);
	return ok;
}

static bool
show(struct db *db, const char *code, bool json, struct err *err)
{
	struct buf merged = BUF_INIT;
	struct book_client c;
	bool ok;

	if (!book_get(db, code, &c, err))
		return false;
	if (json)
		return show_json(db, &c, err);
	line(_("code"), c.code);
	line(_("name"), c.name);
	line(_("NIP"), c.nip);
	line(_("address"), c.address);
	line(_("note"), c.note);
	ok = book_merged_into(db, c.code, merged_text, &merged, err);
	line(_("merged into it"), buf_str(&merged));
	buf_fini(&merged);
	printf(_("tickets: %" PRId64 "\n"), c.tickets);
	return ok && book_known(db, c.code, known_line, NULL, err);
}

static bool
run_show(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	return show(db, word[0], o->json, err);
}

static bool
take(char *dst, size_t size, const char *text, struct err *err)
{
	return text == NULL || str_copy(dst, size, text) ||
	    err_set(err, _("a text of the client is too long"));
}

/* What is given; the rest stays as it is. */
static bool
fill(struct book_client *c, const struct options *o, struct err *err)
{
	return take(c->name, sizeof(c->name), o->name, err) &&
	    take(c->nip, sizeof(c->nip), o->nip, err) &&
	    take(c->address, sizeof(c->address), o->address, err) &&
	    take(c->note, sizeof(c->note), o->note, err);
}

/* To the one who made or renamed him. */
static void
warn_alike(struct db *db, const char *code)
{
	struct buf text = BUF_INIT;
	char clean[TEXT_SIZE];

	book_tell_alike(db, code, &text);
	if (text.len > 0)
		fprintf(stderr, "%s\n",
		    utf8_clean(clean, sizeof(clean), buf_str(&text), 0));
	buf_fini(&text);
}

static bool
run_add(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	struct book_client c = {.code = ""};

	if (!take(c.code, sizeof(c.code), o->code, err) || !fill(&c, o, err) ||
	    !book_add(db, &c, who, err))
		return false;
	warn_alike(db, c.code);
	return show(db, c.code, o->json, err);
}

static bool
run_edit(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	struct book_client c;

	if (o->name == NULL && o->nip == NULL && o->address == NULL &&
	    o->note == NULL)
		return err_set(err,
		    _("nothing is given to change: --name, --nip, --address "
		      "or --note"));
	if (!book_get(db, word[0], &c, err) || !fill(&c, o, err) ||
	    !book_edit(db, &c, who, err))
		return false;
	if (o->name != NULL)
		warn_alike(db, c.code);
	return show(db, c.code, o->json, err);
}

static bool
run_merge(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	struct book_merged m;

	if (!book_merge(db, word[0], word[1], who, &m, err))
		return false;
	if (m.nip[0] != '\0')
		fprintf(stderr, _("%s has NIP %s of %s now\n"), m.into, m.nip,
		    m.from);
	if (m.invoiced > 0)
		fprintf(stderr,
		    _("tickets of %s on invoices: %" PRId64
		      "; those named %s, the tickets are listed under %s "
		      "now\n"),
		    m.from, m.invoiced, m.from, m.into);
	return show(db, m.into, o->json, err);
}

/* Whose they are now. */
static void
tell_linked(struct db *db, const int64_t *tickets, int n)
{
	struct book_client c;
	char name[TEXT_SIZE];

	for (int i = 0; i < n; i++) {
		if (!book_of_ticket(db, tickets[i], &c))
			continue;
		printf(_("ticket %lld is linked to %s, %s"),
		    (long long)tickets[i], c.code,
		    utf8_clean(name, sizeof(name), c.name, 0));
		putchar('\n');
	}
}

static bool
run_link(struct db *db, char **word, int n, const struct options *o,
    const struct book_author *who, struct err *err)
{
	int64_t tickets[LINKS_MOST];
	const char *code = word[n - 1];

	for (int i = 0; i < n - 1; i++)
		if (!str_int(word[i], 1, INT64_MAX, &tickets[i]))
			return err_set(err,
			    _("\"%s\" is not the number of a ticket"), word[i]);
	if (!book_link_all(db, tickets, (size_t)(n - 1), code,
		o->replace ? NULL : "", who, err))
		return false;
	if (!o->json)
		tell_linked(db, tickets, n - 1);
	return show(db, code, o->json, err);
}

static const struct verb verbs[] = {
    {"list", 0, 0, cmd_read, run_list},
    {"show", 1, 1, cmd_read, run_show},
    {"add", 0, 0, cmd_write, run_add},
    {"edit", 1, 1, cmd_write, run_edit},
    {"merge", 2, 2, cmd_write, run_merge},
    {"link", 2, LINKS_MOST + 1, cmd_write, run_link},
};

static int
run_verb(
    const struct cmd_args *a, const struct verb *v, const struct options *o)
{
	struct db *db = v->open(a);
	char *me = cmd_author(), *by = cmd_by();
	const struct book_author who = {me, by};
	struct err err = {0};
	bool ok = db != NULL &&
	    v->run(db, a->word + 1, a->words - 1, o, &who, &err);

	free(by);
	free(me);
	if (db == NULL)
		return CMD_FAIL;
	return cmd_close(a, db, ok ? CMD_OK : cmd_fail(a, "%s", err.text));
}

static int
run(int argc, char **argv)
{
	struct options o = {0};
	const struct cmd_opt opts[] = {
	    {"words", CMD_NAME, &o.words, N_("WORDS"),
		N_("list: part of code, name, NIP, address or note")},
	    {"code", CMD_NAME, &o.code, N_("CODE"),
		N_("add: its code; the next of K1, K2, ... by default")},
	    {"name", CMD_TEXT, &o.name, N_("NAME"),
		N_("add, edit: as it stands on invoices")},
	    {"nip", CMD_TEXT, &o.nip, N_("NIP"),
		N_("add, edit: ten digits, the last one is checked")},
	    {"address", CMD_TEXT, &o.address, N_("ADDRESS"),
		N_("add, edit: one line")},
	    {"note", CMD_TEXT, &o.note, N_("TEXT"),
		N_("add, edit: for technicians only")},
	    {"replace", CMD_FLAG, &o.replace, NULL,
		N_("link: also a ticket that is linked to another client")},
	    {"json", CMD_FLAG, &o.json, NULL, N_("print JSON")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	static const struct cmd_rule rules[] = {{"words", "list"},
	    {"code", "add"}, {"name", "add edit"}, {"nip", "add edit"},
	    {"address", "add edit"}, {"note", "add edit"}, {"replace", "link"},
	    {NULL, NULL}};
	struct cmd_args a = {.name = "client",
	    .at_desk = true,
	    .usage = N_("list|show|add|edit|merge|link [WORD...]"),
	    .about = N_("The client book: the firms that invoices go to, and "
			"which tickets are theirs. list, show CODE, add, edit "
			"CODE, merge FROM INTO, link TICKET... CODE."),
	    .opt = opts,
	    .rule = rules,
	    .min = 1,
	    .max = LINKS_MOST + 2,
	    .no_days = true};
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eq(verbs[i].name, a.word[0]) &&
		    a.words - 1 >= verbs[i].words &&
		    a.words - 1 <= verbs[i].most)
			return run_verb(&a, &verbs[i], &o);
	return cmd_usage(&a,
	    _("list, show CODE, add, edit CODE, merge FROM INTO or link "
	      "TICKET... CODE"));
}

const struct cmd cmd_client = {
    "client", N_("the client book: whom invoices go to"), run};
