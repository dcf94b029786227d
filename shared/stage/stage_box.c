#include "shared/stage/stage_box.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/stage/stage.h"
#include "shared/ui/form.h"

/* An owner's boxes are seen and take keys only in his own view. */
static bool
is_seen(const struct stage *s, const struct stage_box *b)
{
	for (int i = 0; i < s->views; i++)
		if (b->owner != NULL && b->owner == s->view[i].owner)
			return s->shown == i;
	return true;
}

struct stage_box *
stage_top_box(struct stage *s)
{
	for (int i = s->boxes - 1; i >= 0; i--)
		if (is_seen(s, &s->box[i]))
			return &s->box[i];
	return NULL;
}

bool
stage_box_key(struct stage *s, const struct keys_event *ev)
{
	struct stage_box *b = stage_top_box(s);

	if (b != NULL && !s->hidden)
		b->ops->key(b->self, ev);
	return b != NULL;
}

bool
stage_has_room(const struct stage *s)
{
	return s->boxes < STAGE_BOXES;
}

void *
stage_find_box(const struct stage *s, const struct stage_box_ops *ops,
    bool (*fits)(const void *self, const void *with), const void *with)
{
	for (int i = 0; i < s->boxes; i++)
		if (s->box[i].ops == ops && fits(s->box[i].self, with))
			return s->box[i].self;
	return NULL;
}

void
stage_push(struct stage *s, const struct stage_box_ops *ops, void *self,
    const void *owner)
{
	if (!stage_has_room(s)) {
		stage_bury(s, ops->free, self);
		return;
	}
	s->box[s->boxes++] = (struct stage_box){ops, self, owner};
	stage_redraw(s);
}

static void
take_box(struct stage *s, int i)
{
	struct stage_box gone = s->box[i];

	s->boxes--;
	memmove(
	    &s->box[i], &s->box[i + 1], (size_t)(s->boxes - i) * sizeof(gone));
	stage_bury(s, gone.ops->free, gone.self);
	stage_redraw(s);
}

void
stage_pop(struct stage *s, const void *self)
{
	for (int i = 0; i < s->boxes; i++) {
		if (s->box[i].self == self) {
			take_box(s, i);
			return;
		}
	}
}

void
stage_pop_of(struct stage *s, const void *owner, bool goes)
{
	for (int i = s->boxes - 1; i >= 0; i--) {
		struct stage_box *b = &s->box[i];

		if (b->owner != owner || (!goes && b->ops->stays))
			continue;
		if (goes && b->ops->orphan != NULL && b->ops->orphan(b->self))
			b->owner = NULL;
		else
			take_box(s, i);
	}
}

void
stage_boxes_news(struct stage *s)
{
	for (int i = s->boxes - 1; i >= 0; i--)
		if (s->box[i].ops->news != NULL)
			s->box[i].ops->news(s->box[i].self);
}

void
stage_boxes_draw(struct stage *s, struct canvas *c)
{
	for (int i = 0; i < s->boxes; i++) {
		if (!is_seen(s, &s->box[i]))
			continue;
		c->spots = 0; /* what is below takes no keys */
		s->box[i].ops->draw(s->box[i].self, c);
	}
}

bool
stage_form_key(struct stage *s, const void *box, struct form *f,
    const struct keys_event *ev)
{
	enum form_result r = form_key(f, ev);

	if (r == FORM_ESCAPED)
		stage_pop(s, box);
	return r == FORM_DONE;
}

/* --- the page of `?` --- */

struct help_box {
	struct stage *stage;
	struct help help;
};

static void
help_box_draw(void *self, struct canvas *c)
{
	struct help_box *b = self;

	help_draw(&b->help, c);
}

static void
help_box_key(void *self, const struct keys_event *ev)
{
	struct help_box *b = self;

	if (!help_key(&b->help, ev))
		stage_pop(b->stage, b);
}

void
stage_help(struct stage *s, const char *title, const struct help_row *rows)
{
	static const struct stage_box_ops ops = {
	    .draw = help_box_draw, .key = help_box_key, .free = free};
	struct help_box *b = mem_alloc(sizeof(*b));

	b->stage = s;
	help_init(&b->help, title, rows);
	stage_push(s, &ops, b, NULL);
}
