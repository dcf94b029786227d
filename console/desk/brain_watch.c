#include "console/desk/brain_watch.h"

#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "console/desk/brain_front.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_wall.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

/* Two looks find a change, and leave time to cut somebody off. */
#define LOOK_MS 1500

struct brain_watch {
	struct loop_timer *look;
	int fd; /* changes in the data folder; -1 = none */
	struct loop_watch *changes;
	char why[500]; /* what is wrong with the file, as logged */
};

static struct brain_watch *
watch_of(struct brain *b)
{
	if (b->watch == NULL) {
		b->watch = mem_alloc(sizeof(*b->watch));
		b->watch->fd = -1;
	}
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

	if (roster_is_stale(b->roster))
		(void)brain_watch_reload(b);
	brain_wall_look(b);
	loop_timer_set(b->watch->look, LOOK_MS);
}

/* An editor may take the file away for a moment: whether it is really gone is
 * seen at the next look. */
static bool
is_there(const struct brain *b)
{
	char *file = path_join(b->data, BRAIN_TECHNICIANS);
	bool there = path_exists(file);

	free(file);
	return there;
}

static void
folder_changed(int events, void *ctx)
{
	struct brain *b = ctx;
	char chunk[4096] __attribute__((aligned(8)));
	ssize_t n = read(b->watch->fd, chunk, sizeof(chunk));
	bool ours = false;

	for (ssize_t at = 0; at < n;) {
		const struct inotify_event *e = (const void *)(chunk + at);

		ours = ours ||
		    (e->len > 0 && str_eq(e->name, BRAIN_TECHNICIANS));
		at += (ssize_t)(sizeof(*e) + e->len);
	}
	if (ours && is_there(b))
		(void)brain_watch_reload(b);
}

void
brain_watch_start(struct brain *b)
{
	struct brain_watch *w = watch_of(b);
	struct err err = {0};

	w->look = loop_timer_new(b->loop, look, b);
	loop_timer_set(w->look, LOOK_MS);
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0 ||
	    inotify_add_watch(
		w->fd, b->data, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB) < 0)
		return; /* looking is slower, and enough */
	w->changes = loop_watch_new(
	    b->loop, w->fd, LOOP_READ, folder_changed, b, &err);
}

void
brain_watch_stop(struct brain *b)
{
	struct brain_watch *w = b->watch;

	if (w == NULL)
		return;
	loop_timer_free(w->look);
	loop_watch_free(w->changes);
	if (w->fd >= 0)
		close(w->fd);
	free(w);
	b->watch = NULL;
}
