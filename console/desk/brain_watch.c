#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "console/desk/brain_front.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_wall.h"
#include "console/desk/brain_watch.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

/* Two looks find a change, and leave time to cut somebody off. */
#define LOOK_MS 1500

void
brain_watch_reload(struct brain *b)
{
	struct err err = {0, ""};

	if (!roster_reload(
		b->roster, brain_front_allow, brain_front_forbid, b, &err) &&
	    strcmp(err.text, b->technicians_why) != 0)
		log_error("%s; the technicians before it stay", err.text);
	str_copy(b->technicians_why, sizeof(b->technicians_why), err.text);
	brain_tell_technicians(b);
}

static void
look(void *ctx)
{
	struct brain *b = ctx;

	if (roster_is_stale(b->roster))
		brain_watch_reload(b);
	brain_wall_look(b);
	loop_timer_set(b->look, LOOK_MS);
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
	ssize_t n = read(b->notify_fd, chunk, sizeof(chunk));
	bool ours = false;

	(void)events;
	for (ssize_t at = 0; at < n;) {
		const struct inotify_event *e = (const void *)(chunk + at);

		ours = ours ||
		    (e->len > 0 && strcmp(e->name, BRAIN_TECHNICIANS) == 0);
		at += (ssize_t)(sizeof(*e) + e->len);
	}
	if (ours && is_there(b))
		brain_watch_reload(b);
}

void
brain_watch_start(struct brain *b)
{
	struct err err;

	b->look = loop_timer_new(b->loop, look, b);
	loop_timer_set(b->look, LOOK_MS);
	b->notify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (b->notify_fd < 0 ||
	    inotify_add_watch(b->notify_fd, b->data,
		IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB) < 0)
		return; /* looking is slower, and enough */
	b->notify = loop_watch_new(
	    b->loop, b->notify_fd, LOOP_READ, folder_changed, b, &err);
}

void
brain_watch_stop(struct brain *b)
{
	loop_timer_free(b->look);
	loop_watch_free(b->notify);
	if (b->notify_fd >= 0)
		close(b->notify_fd);
}
