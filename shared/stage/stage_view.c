#include "shared/stage/stage_view.h"

#include <string.h>

#include "shared/base/str.h"
#include "shared/stage/stage.h"

void
stage_add_view(struct stage *s, int at, struct stage_view v)
{
	memmove(&s->view[at + 1], &s->view[at],
	    (size_t)(s->views - at) * sizeof(v));
	s->view[at] = v;
	if (s->views > 0 && s->shown >= at)
		s->shown++;
	s->views++;
}

int
stage_find_view(const struct stage *s, const void *owner)
{
	for (int i = 0; i < s->views; i++)
		if (owner != NULL && s->view[i].owner == owner)
			return i;
	return -1;
}

void
stage_remove_view(struct stage *s, const void *owner)
{
	int i = stage_find_view(s, owner);
	struct stage_view gone;

	if (i < 0)
		return;
	stage_pop_of(s, owner, true);
	gone = s->view[i];
	stage_bury(s, gone.ops->free, gone.self);
	s->views--;
	memmove(&s->view[i], &s->view[i + 1],
	    (size_t)(s->views - i) * sizeof(gone));
	if (s->shown == i) {
		s->shown = 0;
		s->entered = false;
	} else if (s->shown > i) {
		s->shown--;
	}
	stage_redraw(s);
}

const struct stage_view *
stage_view_at(const struct stage *s, int i)
{
	return i < s->views ? &s->view[i] : NULL;
}

const struct stage_view *
stage_shown_view(const struct stage *s)
{
	return &s->view[s->shown];
}

bool
stage_is_shown(const struct stage *s, const void *owner)
{
	return owner != NULL && stage_shown_view(s)->owner == owner;
}

void
stage_leave_view(struct stage *s)
{
	const struct stage_view *v = stage_shown_view(s);

	if (s->entered && v->ops->left != NULL)
		v->ops->left(v->self);
	s->entered = false;
}

void
stage_show(struct stage *s, int i)
{
	const struct stage_view *v;

	if (i < 0 || i >= s->views)
		return;
	stage_leave_view(s);
	v = &s->view[i];
	s->shown = i;
	s->entered = true;
	if (v->ops->shown != NULL)
		v->ops->shown(v->self);
	stage_redraw(s);
}

bool
stage_show_word(struct stage *s, const char *word)
{
	for (int i = 0; i < s->views; i++) {
		const char *name = s->view[i].ops->name;

		if (name != NULL && str_eq(name, word)) {
			stage_show(s, i);
			return true;
		}
	}
	return false;
}

bool
stage_view_key(struct stage *s, const struct keys_event *ev)
{
	const struct stage_view *v = stage_shown_view(s);

	return !s->hidden && v->ops->key(v->self, ev);
}

int64_t
stage_selected(const struct stage *s)
{
	for (int i = 0; i < s->views; i++)
		if (s->view[i].ops->selected != NULL)
			return s->view[i].ops->selected(s->view[i].self);
	return 0;
}

void
stage_views_news(struct stage *s, const void *news)
{
	for (int i = 0; i < s->views; i++)
		if (s->view[i].ops->news != NULL)
			s->view[i].ops->news(s->view[i].self, news);
}
