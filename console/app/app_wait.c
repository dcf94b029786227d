#include "console/app/app_wait.h"

#include "console/app/app.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

void
app_wait_init(struct app_wait *w, struct app *a, const void *box)
{
	*w = (struct app_wait){.app = a, .box = box};
}

void
app_wait_fini(struct app_wait *w)
{
	struct app_wait **p = &w->app->waits;

	while (*p != NULL && *p != w)
		p = &(*p)->next;
	if (*p == w)
		*p = w->next;
}

/* The desk answers in the order in which it was asked. */
static void
put_last(struct app_wait *w)
{
	struct app_wait **p = &w->app->waits;

	app_wait_fini(w);
	while (*p != NULL)
		p = &(*p)->next;
	*p = w;
	w->next = NULL;
}

void
app_wait_send(struct app_wait *w, struct msg *m)
{
	w->kind = msg_kind(m);
	w->ticket = msg_int(m, "ticket");
	w->why[0] = '\0';
	w->unsure = w->unlinked = false;
	/* what the last one came to would be read as of this one */
	stage_notice(&w->app->stage, UI_BAR, "%s", "");
	w->sent = desk_link_send(w->app->desk, m);
	put_last(w);
	if (w->sent)
		return;
	w->unlinked = true;
	str_copy(w->why, sizeof(w->why),
	    _("There is no link to the desk: nothing was changed."));
}

bool
app_wait_key(struct app_wait *w, const struct keys_event *ev)
{
	if (w->sent && ev->code == KEYS_ESC)
		stage_pop(&w->app->stage, w->box);
	else if (ev->code != KEYS_MOUSE)
		w->why[0] = '\0';
	return w->sent;
}

bool
app_wait_says(const struct app_wait *w)
{
	return w->sent || w->why[0] != '\0';
}

int
app_wait_draw(const struct app_wait *w, struct canvas *c, struct rect r)
{
	if (w->sent)
		return canvas_wrap(c, r, UI_DIM, _("Being written ..."));
	return canvas_wrap(c, r, UI_BAD, w->why);
}

/* --- what the desk says --- */

static void
not_done(struct app_wait *w, const char *why)
{
	w->sent = false;
	utf8_clean(w->why, sizeof(w->why), why, 0);
	stage_redraw(&w->app->stage);
}

/* The desk answers in order. */
static struct app_wait *
find(struct app *a, int order, int64_t ticket)
{
	struct app_wait *w = a->waits;

	while (w != NULL &&
	    !(w->sent && (int)w->kind == order && w->ticket == ticket))
		w = w->next;
	return w;
}

bool
app_wait_done(struct app *a, int order, int64_t ticket)
{
	struct app_wait *w = find(a, order, ticket);

	if (w == NULL)
		return false;
	w->sent = false;
	stage_pop(&a->stage, w->box);
	return true;
}

bool
app_wait_refused(struct app *a, int order, int64_t ticket, const char *why)
{
	struct app_wait *w = find(a, order, ticket);

	if (w != NULL)
		not_done(w, why);
	return w != NULL;
}

void
app_wait_lost(struct app *a)
{
	for (struct app_wait *w = a->waits; w != NULL; w = w->next)
		if (w->sent) {
			w->unsure = true;
			not_done(w,
			    _("The link was lost before the desk said whether "
			      "this is done: look first, then send it again."));
		}
}

void
app_wait_linked(struct app *a)
{
	for (struct app_wait *w = a->waits; w != NULL; w = w->next)
		if (w->unlinked) {
			w->unlinked = false;
			not_done(w, "");
		}
}
