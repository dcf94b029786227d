/* Whom the invoice of a ticket goes to: linked, found or made with one key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/nip.h"
#include "shared/ui/form.h"

#define BOX_COLS 72
#define LABEL_COLS 16
#define HISTORY_MOST 6 /* and what is not linked */

enum { CODE, NAME, NIP, ADDRESS, NOTE, FIELDS };

static const struct {
	const char *field, *label;
	int chars;
} fields[FIELDS] = {
    [CODE] = {"code", N_("Code"), 20},
    [NAME] = {"name", N_("Name"), 120},
    [NIP] = {"nip", N_("NIP"), 20},
    [ADDRESS] = {"address", N_("Address"), 120},
    [NOTE] = {"note", N_("Technicians' note"), 300},
};

struct client_box {
	struct app *app;
	int64_t ticket, version;
	char seen[64]; /* code that the ticket had */
	char *was[FIELDS];
	char *history;
	char how[200];
	char why[256];
	struct form form;
};

static int
lines_of(const char *text)
{
	int n = text[0] != '\0';

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return MIN_OF(n, HISTORY_MOST);
}

static void
draw_history(
    const struct client_box *b, struct canvas *c, int row, int col, int w)
{
	const char *p = b->history;
	char line[300], clean[300];

	for (int i = 0; i < lines_of(b->history); i++) {
		size_t n = strcspn(p, "\n");

		snprintf(line, sizeof(line), "%.*s",
		    (int)MIN_OF(n, sizeof(line) - 1), p);
		utf8_clean(clean, sizeof(clean), line, 0);
		canvas_text(c, row + i, col, w, UI_DIM, clean);
		p += n + (p[n] == '\n');
	}
}

static void
draw(void *self, struct canvas *c)
{
	struct client_box *b = self;
	int past = lines_of(b->history);
	struct rect r = canvas_middle(c, BOX_COLS, FIELDS + 7 + past);
	int w = r.cols - 4;

	canvas_box(c, r, UI_BOX, _("Whom the invoice goes to"));
	canvas_wrap(
	    c, (struct rect){r.row + 1, r.col + 2, 2, w}, UI_STRONG, b->how);
	form_draw(&b->form, c, (struct rect){r.row + 3, r.col + 2, FIELDS, w},
	    LABEL_COLS);
	draw_history(b, c, r.row + 4 + FIELDS, r.col + 2, w);
	if (b->why[0] != '\0')
		canvas_text(
		    c, r.row + r.rows - 3, r.col + 2, w, UI_BAD, b->why);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    _("Ctrl-S: link   Tab: next field   Esc: back"));
}

static bool
is_changed(const struct client_box *b)
{
	for (int i = NAME; i < FIELDS; i++)
		if (!str_eq(form_text(&b->form, i), b->was[i]))
			return true;
	return false;
}

static bool
send_client(struct client_box *b)
{
	char nip[NIP_SIZE];
	struct err err = {0};
	struct msg *m;

	if (!nip_parse(form_text(&b->form, NIP), nip, &err)) {
		str_copy(b->why, sizeof(b->why), err.text);
		return false;
	}
	if (utf8_is_blank(form_text(&b->form, NAME))) {
		str_copy(b->why, sizeof(b->why),
		    _("a client of the book needs a name"));
		return false;
	}
	m = msg_put_int(msg_new(MSG_CLIENT), "ticket", b->ticket);
	msg_put_str(m, "seen", b->seen);
	for (int i = 0; i < FIELDS; i++)
		msg_put_str(m, fields[i].field, form_text(&b->form, i));
	msg_put_bool(m, "edit", is_changed(b));
	return app_send(b->app, msg_put_int(m, "version", b->version));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct client_box *b = self;

	b->why[0] = '\0';
	if (app_form_key(b->app, b, &b->form, ev) && send_client(b))
		app_pop(b->app, b);
}

static void
box_free(void *self)
{
	struct client_box *b = self;

	form_fini(&b->form);
	for (int i = 0; i < FIELDS; i++)
		free(b->was[i]);
	free(b->history);
	free(b);
}

static const struct box_ops ops = {.draw = draw, .key = key, .free = box_free};

static const char *
how_text(const char *how)
{
	if (str_eq(how, "linked"))
		return _("linked");
	if (str_eq(how, "nip"))
		return _("probably, by his NIP: Ctrl-S links him");
	if (str_eq(how, "key"))
		return _("probably, by his key: Ctrl-S links him");
	if (str_eq(how, "name"))
		return _("probably, by his name: Ctrl-S links him");
	if (str_eq(how, "phone"))
		return _("probably, by his phone: Ctrl-S links him");
	return _("not in the book: Ctrl-S makes him");
}

void
dlg_client_show(struct app *a, const struct msg *m)
{
	struct client_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->ticket = msg_int(m, "ticket");
	b->version = msg_int(m, "version");
	if (str_eq(msg_str(m, "how"), "linked"))
		str_copy(b->seen, sizeof(b->seen), msg_str(m, "code"));
	b->history = str_dup(msg_str(m, "history"));
	snprintf(b->how, sizeof(b->how), _("Ticket %lld: %s"),
	    (long long)b->ticket, how_text(msg_str(m, "how")));
	form_init(&b->form);
	for (int i = 0; i < FIELDS; i++) {
		b->was[i] = str_dup(msg_str(m, fields[i].field));
		form_add(&b->form, _(fields[i].label), b->was[i],
		    (size_t)fields[i].chars, 1, 0);
	}
	app_push(a, &ops, b, app_owner(a, b->ticket));
}

void
dlg_client(struct app *a, int64_t ticket)
{
	app_send_ticket(a, MSG_BOOK, ticket);
}
