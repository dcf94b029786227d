/* The ground of the stage: see stage_notice.h. */
#include "shared/stage/stage_notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/stage/stage.h"

struct stage_gone {
	struct stage_gone *next;
	stage_free_fn *fn;
	void *self;
};

static void
wake(struct stage *s)
{
	if (s->woken)
		return;
	s->woken = true;
	s->events->wake(0, s->ctx);
}

static void
changed(struct stage *s, bool *what)
{
	*what = true;
	viewer_dirty(&s->pace);
	if (s->open)
		wake(s);
}

void
stage_redraw(struct stage *s)
{
	changed(s, &s->stale);
}

void
stage_live(struct stage *s)
{
	changed(s, &s->live);
}

void
stage_notice(struct stage *s, enum ui_style style, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->notice, sizeof(s->notice), fmt, ap);
	va_end(ap);
	s->notice_style = style;
	s->notice_ms = clock_ms();
	stage_redraw(s);
}

int
stage_notice_left_ms(const struct stage *s)
{
	int64_t left = s->notice_ms + s->notice_stays_ms - clock_ms();

	return s->notice[0] != '\0' && s->notice_stays_ms > 0 && left > 0
	    ? (int)left
	    : -1;
}

const char *
stage_notice_text(const struct stage *s, enum ui_style *style)
{
	*style = s->notice_style;
	if (s->notice[0] == '\0' ||
	    (s->notice_stays_ms > 0 && stage_notice_left_ms(s) < 0))
		return NULL;
	return s->notice;
}

void
stage_bury(struct stage *s, stage_free_fn *fn, void *self)
{
	struct stage_gone *g = mem_alloc(sizeof(*g));

	*g = (struct stage_gone){s->gone, fn, self};
	s->gone = g;
	wake(s);
}

void
stage_free_gone(struct stage *s)
{
	struct stage_gone *g;

	while ((g = s->gone) != NULL) {
		s->gone = g->next;
		if (g->fn != NULL)
			g->fn(g->self);
		else
			free(g->self);
		free(g);
	}
}
