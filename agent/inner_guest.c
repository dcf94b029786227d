/* What the guest is shown and told: the screen, the rights, the small news. */
#include <string.h>

#include "agent/inner_impl.h"
#include "shared/base/clock.h"
#include "shared/core/grant.h"

#define NEWS_MS 100

/* --- the screen --- */

void
inner_drop_screen(struct inner *in)
{
	guest_screen_free(in->screen);
	in->screen = NULL;
}

/* Makes the screen as soon as there is a channel for it, something to show and
 * the right to see it. */
static void
update_screen(struct inner *in)
{
	enum role role = in->chan[ROLE_SCREEN] != NULL ? ROLE_SCREEN
						       : ROLE_STOCK;
	bool see = (in->mask & GRANT_VIEW) != 0 && in->vt != NULL;

	if (in->screen == NULL && see && in->chan[role] != NULL) {
		in->screen_role = role;
		in->screen = guest_screen_new(in->loop,
		    &(struct guest_screen_conf){.kind = role == ROLE_SCREEN
			    ? GUEST_SCREEN_CONSOLE
			    : GUEST_SCREEN_STOCK,
			.chan = in->chan[role],
			.vt = in->vt,
			.cols = in->conf.cols,
			.rows = in->conf.rows,
			.echo = in->events->echo,
			.ctx = in->ctx});
	}
	if (in->screen == NULL)
		return;
	guest_screen_freeze(in->screen, in->hidden);
	guest_screen_allow(in->screen, see);
}

/* --- a stock client --- */

void
inner_stock_ready(void *ctx)
{
	struct inner *in = ctx;
	struct chan *c = in->chan[ROLE_STOCK];
	const char *text;

	if (c == NULL || in->stock_asked)
		return;
	in->stock_asked = true;
	if (in->conf.pinned) {
		text = "Waiting for the client to let you in...\r\n";
		chan_write(c, text, strlen(text));
		in->events->talk.ready(in->ctx);
		return;
	}
	text = "This client lets in only pomoc's console: the check code "
	       "cannot be done here.\r\n";
	chan_write(c, text, strlen(text));
	chan_exit_status(c, 1);
	in->chan[ROLE_STOCK] = NULL;
	chan_close(c);
}

void
inner_stock_resized(void *ctx)
{
	struct inner *in = ctx;

	if (in->screen != NULL && in->screen_role == ROLE_STOCK)
		guest_screen_resize(in->screen, in->conf.cols, in->conf.rows);
}

/* --- news --- */

/* What the guest is told now and then: who types. */
void
inner_news_due(void *ctx)
{
	struct inner *in = ctx;

	if (in->talk.step != TALK_IN || in->typist == in->told_typist)
		return;
	in->told_typist = in->typist;
	talk_say(
	    &in->talk, msg_put_word(msg_new(MSG_TYPING), "who", in->typist));
}

static void
have_news(struct inner *in)
{
	int64_t wait_ms = in->news_ms + NEWS_MS - clock_ms();

	if (loop_timer_armed(in->news))
		return;
	if (wait_ms > 0) {
		loop_timer_set(in->news, wait_ms);
		return;
	}
	in->news_ms = clock_ms();
	inner_news_due(in);
}

/* --- the owner --- */

static void
stock_refused(struct inner *in)
{
	struct chan *c = in->chan[ROLE_STOCK];
	const char *text = "The client did not let you in.\r\n";

	if (c == NULL || in->mask != 0)
		return;
	chan_write(c, text, strlen(text));
	chan_exit_status(c, 1);
}

void
inner_see(struct inner *in, unsigned mask, bool hidden, struct vt *vt)
{
	in->mask = mask;
	in->hidden = hidden;
	in->vt = vt;
	update_screen(in);
}

void
inner_grant(
    struct inner *in, unsigned mask, bool hidden, struct vt *vt, int why)
{
	talk_granted(&in->talk, mask, hidden, why);
	inner_see(in, mask, hidden, vt);
	if (mask == 0)
		stock_refused(in);
}

static void
redraw(void *ctx)
{
	struct inner *in = ctx;

	update_screen(in);
}

void
inner_key(struct inner *in)
{
	if (in->screen != NULL)
		guest_screen_key(in->screen);
}

void
inner_dirty(struct inner *in)
{
	if (in->screen != NULL)
		guest_screen_dirty(in->screen);
	else if (in->chan[ROLE_SCREEN] != NULL && in->mask != 0)
		loop_defer(in->loop, redraw, in);
}

void
inner_typing(struct inner *in, enum typist who)
{
	in->typist = (int)who;
	have_news(in);
}
