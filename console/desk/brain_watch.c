#include "console/desk/brain_watch.h"

#include <stdlib.h>

#include "console/desk/brain_front.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_wall.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/loop_file.h"

/* Two looks find a change, and leave time to cut somebody off. */
#define LOOK_MS 1500
/* Where the kernel tells of changes: for what it may not know. */
#define REST_MS 30000
#define LOOKS 3 /* after a change: one more than find it */

struct brain_watch {
	struct loop_timer *look;
	struct loop_file *file;
	int looks; /* that are still to follow a change */
	char why[500]; /* what is wrong with the file, as logged */
};

static struct brain_watch *
watch_of(struct brain *b)
{
	if (b->watch == NULL)
		b->watch = mem_alloc(sizeof(*b->watch));
	return b->watch;
}

bool
brain_watch_reload(struct brain *b)
{
	struct brain_watch *w = watch_of(b);
	struct err err = {0, ""};
	bool ok = roster_reload(
	    b->roster, brain_front_allow, brain_front_forbid, b, &err);

	if (!ok && !str_eq(err.text, w->why))
		log_error("%s; the technicians before it stay", err.text);
	str_copy(w->why, sizeof(w->why), err.text);
	brain_tell_technicians(b);
	brain_place_changed(b);
	return ok;
}

static void
look(void *ctx)
{
	struct brain *b = ctx;
	struct brain_watch *w = b->watch;
	bool told = loop_file_follow(w->file);

	if (roster_is_stale(b->roster))
		(void)brain_watch_reload(b);
	brain_wall_look(b);
	if (w->looks > 0)
		w->looks--;
	loop_timer_set(w->look, told && w->looks == 0 ? REST_MS : LOOK_MS);
}

/* An editor may take the file away for a moment: whether it is really gone is
 * seen by the looks that follow. */
static bool
is_there(const struct brain *b)
{
	char *file = path_join(b->data, BRAIN_TECHNICIANS);
	bool there = path_exists(file);

	free(file);
	return there;
}

static void
file_changed(bool whole, void *ctx)
{
	struct brain *b = ctx;

	if (whole && is_there(b))
		(void)brain_watch_reload(b);
	b->watch->looks = LOOKS;
	loop_timer_set(b->watch->look, LOOK_MS);
}

void
brain_watch_start(struct brain *b)
{
	struct brain_watch *w = watch_of(b);
	char *file = path_join(b->data, BRAIN_TECHNICIANS);

	w->look = loop_timer_new(b->loop, look, b);
	w->file = loop_file_new(b->loop, file, file_changed, b);
	free(file);
	(void)loop_file_follow(w->file);
	w->looks = LOOKS;
	loop_timer_set(w->look, LOOK_MS);
}

void
brain_watch_stop(struct brain *b)
{
	struct brain_watch *w = b->watch;

	if (w == NULL)
		return;
	loop_timer_free(w->look);
	loop_file_free(w->file);
	free(w);
	b->watch = NULL;
}
