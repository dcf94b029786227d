/* pomoc client: the client book. */
#include <inttypes.h>
#include <stdio.h>

#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_read.h"
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

static struct {
	const char *code, *name, *nip, *address, *note, *words;
	bool json, replace;
} given;

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
	char name[200];
	int cols;

	utf8_clean(name, sizeof(name), c->name, 30);
	cols = utf8_cols(name);
	printf("%-12s %-10s %s%*s %4" PRId64 "  %s\n", c->code, c->nip, name,
	    cols < 30 ? 30 - cols : 0, "", c->tickets,
	    UTF8_CLEAN(200, c->address, 30));
}

static void
line(const char *label, const char *text)
{
	if (text[0] != '\0')
		printf("%s: %s\n", label, UTF8_CLEAN(TEXT_SIZE, text, 0));
}

static void
known_line(const char *key, const char *phone, const char *name, void *ctx)
{
	printf("  %s  %s  %s\n", UTF8_CLEAN(200, name, 40),
	    UTF8_CLEAN(100, phone, 0), UTF8_CLEAN(100, key, 0));
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
run_list(struct cmd_args *a, char **word, int n, struct err *err)
{
	struct json_out j;
	bool ok;

	if (!given.json)
		return book_each(a->db, given.words, list_line, NULL, err);
	cmd_json_open(&j, "client");
	ok = book_each(a->db, given.words, list_json, &j, err);
	json_out_close(&j, NULL);
	return ok;
}

static bool
show_json(struct db *db, const struct book_client *c, struct err *err)
{
	json_t *o = to_json(c), *merged = json_array(), *known = json_array();
	bool ok = book_merged_into(db, c->code, merged_json, merged, err) &&
	    book_known(db, c->code, known_json, known, err);

	json_object_set_new(o, "merged", merged);
	json_object_set_new(o, "known", known);
	cmd_json_one("client", o);
	return ok;
}

static bool
show(struct db *db, const char *code, struct err *err)
{
	struct buf merged = BUF_INIT;
	struct book_client c;
	bool ok;

	if (!book_get(db, code, &c, err))
		return false;
	if (given.json)
		return show_json(db, &c, err);
	line(_("code"), c.code);
	line(_("full name"), c.name);
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
run_show(struct cmd_args *a, char **word, int n, struct err *err)
{
	return show(a->db, word[0], err);
}

static bool
take(char *dst, size_t size, const char *text, struct err *err)
{
	return text == NULL || str_copy(dst, size, text) ||
	    err_set(err, _("a text of the client is too long"));
}

/* What is given; the rest stays as it is. */
static bool
fill(struct book_client *c, struct err *err)
{
	return take(c->name, sizeof(c->name), given.name, err) &&
	    take(c->nip, sizeof(c->nip), given.nip, err) &&
	    take(c->address, sizeof(c->address), given.address, err) &&
	    take(c->note, sizeof(c->note), given.note, err);
}

/* To the one who made or renamed him. */
static void
warn_alike(struct db *db, const char *code)
{
	struct buf text = BUF_INIT;

	book_tell_alike(db, code, &text);
	if (text.len > 0)
		fprintf(
		    stderr, "%s\n", UTF8_CLEAN(TEXT_SIZE, buf_str(&text), 0));
	buf_fini(&text);
}

static bool
run_add(struct cmd_args *a, char **word, int n, struct err *err)
{
	const struct book_author who = {cmd_author(), cmd_by()};
	struct book_client c = {.code = ""};

	if (!take(c.code, sizeof(c.code), given.code, err) || !fill(&c, err) ||
	    !book_add(a->db, &c, &who, err))
		return false;
	warn_alike(a->db, c.code);
	return show(a->db, c.code, err);
}

static bool
run_edit(struct cmd_args *a, char **word, int n, struct err *err)
{
	const struct book_author who = {cmd_author(), cmd_by()};
	struct book_client c;

	if (given.name == NULL && given.nip == NULL && given.address == NULL &&
	    given.note == NULL)
		return err_set(err,
		    _("nothing is given to change: --name, --nip, --address "
		      "or --note"));
	if (!book_get(a->db, word[0], &c, err) || !fill(&c, err) ||
	    !book_edit(a->db, &c, &who, err))
		return false;
	if (given.name != NULL)
		warn_alike(a->db, c.code);
	return show(a->db, c.code, err);
}

static bool
run_merge(struct cmd_args *a, char **word, int n, struct err *err)
{
	const struct book_author who = {cmd_author(), cmd_by()};
	struct book_merged m;

	if (!book_merge(a->db, word[0], word[1], &who, &m, err))
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
	return show(a->db, m.into, err);
}

/* Whose they are now. */
static void
tell_linked(struct db *db, const int64_t *tickets, int n)
{
	struct book_client c;

	for (int i = 0; i < n; i++) {
		if (!book_of_ticket(db, tickets[i], &c))
			continue;
		printf(_("ticket %lld is linked to %s, %s"),
		    (long long)tickets[i], c.code,
		    UTF8_CLEAN(TEXT_SIZE, c.name, 0));
		putchar('\n');
	}
}

static bool
run_link(struct cmd_args *a, char **word, int n, struct err *err)
{
	const struct book_author who = {cmd_author(), cmd_by()};
	int64_t tickets[LINKS_MOST];
	const char *code = word[n - 1];

	for (int i = 0; i < n - 1; i++)
		if (!str_int(word[i], 1, INT64_MAX, &tickets[i]))
			return err_set(err,
			    _("\"%s\" is not the number of a ticket"), word[i]);
	if (!book_link_all(a->db, tickets, (size_t)(n - 1), code,
		given.replace ? NULL : "", &who, err))
		return false;
	if (!given.json)
		tell_linked(a->db, tickets, n - 1);
	return show(a->db, code, err);
}

/* The words behind `client`. */
static const struct verb {
	const char *name;
	int words, most; /* behind it */
	bool (*open)(struct cmd_args *a, struct err *err);
	bool (*run)(struct cmd_args *a, char **word, int n, struct err *err);
} verbs[] = {
    {"list", 0, 0, cmd_read, run_list},
    {"show", 1, 1, cmd_read, run_show},
    {"add", 0, 0, cmd_write, run_add},
    {"edit", 1, 1, cmd_write, run_edit},
    {"merge", 2, 2, cmd_write, run_merge},
    {"link", 2, LINKS_MOST + 1, cmd_write, run_link},
};

static bool
run(struct cmd_args *a, struct err *err)
{
	int n = a->words - 1;

	for (const struct verb *v = verbs; v < verbs + ARRAY_LEN(verbs); v++)
		if (str_eq(v->name, a->word[0]) && n >= v->words &&
		    n <= v->most)
			return v->open(a, err) &&
			    v->run(a, a->word + 1, n, err);
	return cmd_usage(a,
	    _("list, show CODE, add, edit CODE, merge FROM INTO or link "
	      "TICKET... CODE"));
}

const struct cmd cmd_client = {
    .name = "client",
    .help = N_("the client book: whom invoices go to"),
    .usage = N_("list|show|add|edit|merge|link [WORD...]"),
    .about = N_("The client book: the firms that invoices go to, and which "
		"tickets are theirs. list, show CODE, add, edit CODE, merge "
		"FROM INTO, link TICKET... CODE."),
    .opt =
	{
	    {"words", CMD_NAME, &given.words, N_("WORDS"),
		N_("list: part of code, name, NIP, address or note")},
	    {"code", CMD_NAME, &given.code, N_("CODE"),
		N_("add: its code; the next of K1, K2, ... by default")},
	    {"name", CMD_TEXT, &given.name, N_("NAME"),
		N_("add, edit: as it stands on invoices")},
	    {"nip", CMD_TEXT, &given.nip, N_("NIP"),
		N_("add, edit: ten digits, the last one is checked")},
	    {"address", CMD_TEXT, &given.address, N_("ADDRESS"),
		N_("add, edit: one line")},
	    {"note", CMD_TEXT, &given.note, N_("TEXT"),
		N_("add, edit: for technicians only")},
	    {"replace", CMD_FLAG, &given.replace, NULL,
		N_("link: also a ticket that is linked to another client")},
	    {"json", CMD_FLAG, &given.json, NULL, N_("print JSON")},
	},
    .rule = {{"words", "list"}, {"code", "add"}, {"name", "add edit"},
	{"nip", "add edit"}, {"address", "add edit"}, {"note", "add edit"},
	{"replace", "link"}},
    .min = 1,
    .max = LINKS_MOST + 2,
    .no_days = true,
    .at_desk = true,
    .pages = true,
    .run = run,
};
