/* Whom the invoice of a ticket goes to: linked, found or made with one key. */
#include "console/dlg/dlg_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_send.h"
#include "console/app/app_visits.h"
#include "console/app/app_wait.h"
#include "console/dlg/dlg_ask.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/nip.h"
#include "shared/know/past.h"
#include "shared/stage/stage.h"
#include "shared/ui/form.h"
#include "shared/wire/words.h"

#define BOX_COLS 72
#define LABEL_COLS 16
#define HISTORY_MOST 6 /* and what is not linked */
#define WHY_MOST 4 /* rows */

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
	struct buf history; /* a line for each of his tickets */
	char how[200];
	struct app_wait wait;
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

/* At most so many lines of it, below each other. */
static void
draw_history(struct client_box *b, struct canvas *c, struct rect r, int lines)
{
	const char *p = buf_str(&b->history);
	char line[300], clean[300];

	for (int i = 0; i < lines; i++) {
		size_t n = strcspn(p, "\n");

		snprintf(line, sizeof(line), "%.*s",
		    (int)MIN_OF(n, sizeof(line) - 1), p);
		utf8_clean(clean, sizeof(clean), line, 0);
		canvas_text(c, r.row + i, r.col, r.cols, UI_DIM, clean);
		p += n + (p[n] == '\n');
	}
}

static void
draw(void *self, struct canvas *c)
{
	struct client_box *b = self;
	int past = lines_of(buf_str(&b->history));
	struct rect r,
	    at = {0, 0, WHY_MOST, MIN_OF(BOX_COLS, c->grid.cols) - 4};
	int why = MAX_OF(app_wait_draw(&b->wait, NULL, at), 1);

	r = canvas_middle(c, BOX_COLS, FIELDS + 6 + why + past);
	past = MIN_OF(past, MAX_OF(r.rows - FIELDS - 6 - why, 0));
	canvas_box(c, r, UI_BOX, _("Whom the invoice goes to"));
	at = (struct rect){r.row + 3, r.col + 2, FIELDS, r.cols - 4};
	canvas_wrap(
	    c, (struct rect){r.row + 1, at.col, 2, at.cols}, UI_STRONG, b->how);
	form_draw(&b->form, c, at, LABEL_COLS);
	at.row += FIELDS + 1;
	draw_history(b, c, at, past);
	at.row = r.row + r.rows - 2 - why;
	at.rows = why;
	(void)app_wait_draw(&b->wait, c, at);
	canvas_text(c, r.row + r.rows - 2, at.col, at.cols, UI_DIM,
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

static void
send_client(struct client_box *b)
{
	char nip[NIP_SIZE];
	struct err err = {0};
	struct msg *m;

	if (!nip_parse(form_text(&b->form, NIP), nip, &err)) {
		str_copy(b->wait.why, sizeof(b->wait.why), err.text);
		return;
	}
	if (utf8_is_blank(form_text(&b->form, NAME))) {
		str_copy(b->wait.why, sizeof(b->wait.why),
		    _("a client of the book needs a name"));
		return;
	}
	m = msg_about(MSG_CLIENT, b->ticket);
	msg_put_str(m, "seen", b->seen);
	for (int i = 0; i < FIELDS; i++)
		msg_put_str(m, fields[i].field, form_text(&b->form, i));
	msg_put_bool(m, "edit", is_changed(b));
	app_wait_send(&b->wait, msg_put_int(m, "version", b->version));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct client_box *b = self;

	if (!app_wait_key(&b->wait, ev) &&
	    stage_form_key(app_stage(b->app), b, &b->form, ev))
		send_client(b);
}

static void
box_free(void *self)
{
	struct client_box *b = self;

	app_wait_fini(&b->wait);
	form_fini(&b->form);
	for (int i = 0; i < FIELDS; i++)
		free(b->was[i]);
	buf_fini(&b->history);
	free(b);
}

/* Whom the invoice goes to is said after the visit, too. */
static bool
outlives(void *self)
{
	return true;
}

static const struct stage_box_ops ops = {.draw = draw,
    .key = key,
    .free = box_free,
    .orphan = outlives,
    .stays = true};

void
dlg_client_done(struct app *a, const char *text)
{
	if (utf8_cols(text) < app_stage(a)->canvas.grid.cols - 2)
		stage_notice(
		    app_stage(a), UI_BAR, "%s", text[0] ? text : _("Done."));
	else
		dlg_tell(a, _("Whom the invoice goes to"), text, 0,
		    _("&understood"), NULL);
}

static const char *const hows[FOUNDS] = {
    [FOUND_LINKED] = N_("linked"),
    [FOUND_NIP] = N_("probably, by his NIP: Ctrl-S links him"),
    [FOUND_KEY] = N_("probably, by his key: Ctrl-S links him"),
    [FOUND_NAME] = N_("probably, by his name: Ctrl-S links him"),
    [FOUND_PHONE] = N_("probably, by his phone: Ctrl-S links him"),
    [FOUND_NONE] = N_("not in the book: Ctrl-S makes him"),
};

void
dlg_client_show(struct app *a, const struct msg *m)
{
	struct client_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->ticket = msg_int(m, "ticket");
	b->version = msg_int(m, "version");
	if (msg_word(m, "how") == FOUND_LINKED)
		str_copy(b->seen, sizeof(b->seen), msg_str(m, "code"));
	past_say(&b->history, msg_str(m, "history"), msg_str(m, "loose"),
	    msg_str(m, "code"));
	snprintf(b->how, sizeof(b->how), _("Ticket %lld: %s"),
	    (long long)b->ticket, _(hows[msg_word(m, "how")]));
	app_wait_init(&b->wait, a, b);
	for (int i = 0; i < FIELDS; i++) {
		b->was[i] = str_dup(msg_str(m, fields[i].field));
		form_add(&b->form, _(fields[i].label), b->was[i],
		    (size_t)fields[i].chars, 0);
	}
	stage_push(app_stage(a), &ops, b, app_owner(a, b->ticket));
}

void
dlg_client(struct app *a, int64_t ticket)
{
	app_send_ticket(a, MSG_BOOK, ticket);
}
