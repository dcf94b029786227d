#include "console/app/app_editor.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_screen.h"
#include "console/app/app_wait.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/net/loop.h"
#include "shared/sys/foreground.h"
#include "shared/sys/scratch.h"
#include "shared/ui/edit.h"

#define TEXT_MAX 65536

/* There is one terminal. */
static struct {
	struct app_editor *of; /* NULL = no editor has it */
	struct loop *loop;
	struct scratch scratch;
	pid_t pid; /* -1 = it could not be started */
	int status;
	struct err err;
	struct loop_signal *child;
	struct loop_timer *look; /* does something stand still below it? */
} ed;

static const char *
editor(void)
{
	const char *const names[] = {getenv("VISUAL"), getenv("EDITOR")};

	for (int i = 0; i < 2; i++)
		if (names[i] != NULL && names[i][0] != '\0')
			return names[i];
	return "vi";
}

/* What is in the file; NULL with err. */
static char *
read_text(void)
{
	struct buf b = BUF_INIT;
	char *text = NULL;
	size_t n;

	if (ed.pid < 0)
		return NULL;
	if (ed.status != 0) {
		err_set(&ed.err, _("the editor failed: %.100s"), editor());
	} else if (scratch_read(&ed.scratch, TEXT_MAX, &b, &ed.err)) {
		text = str_dup(buf_str(&b));
		n = strlen(text);
		if (n > 0 && text[n - 1] == '\n')
			text[n - 1] = '\0';
	}
	buf_fini(&b);
	return text;
}

static void
let_go(void)
{
	foreground_take_back();
	app_take_back(ed.of->app);
	scratch_wipe(&ed.scratch);
	loop_signal_free(ed.child);
	loop_timer_free(ed.look);
	loop_forget(ed.loop, &ed);
	ed.look = NULL;
	ed.child = NULL;
	ed.of = NULL;
}

/* --- the field --- */

static void
drop_longer(struct app_editor *e)
{
	free(e->longer);
	e->longer = NULL;
}

static void
take(struct app_editor *e, const char *text)
{
	size_t most = e->edit->max_chars, chars = utf8_count(text);

	drop_longer(e);
	edit_set(e->edit, text);
	if (chars <= most)
		return;
	e->longer = str_dup(text);
	snprintf(e->wait->why, sizeof(e->wait->why),
	    _("There is room for %d characters, these are %d: Ctrl-X opens "
	      "all of them again."),
	    (int)most, (int)chars);
}

static void
finish(void *ctx)
{
	struct app_editor *e = ed.of;
	char *text = read_text();

	let_go();
	e->open = false;
	str_copy(e->wait->why, sizeof(e->wait->why), ed.err.text);
	if (text != NULL)
		take(e, text);
	free(text);
}

static void
child_changed(int signum, void *ctx)
{
	if (foreground_is_over(ed.pid, &ed.status))
		loop_defer(ed.loop, finish, &ed);
}

static void
look_due(void *ctx)
{
	foreground_wake(ed.pid);
	loop_timer_set(ed.look, FOREGROUND_LOOK_MS);
}

static void
begin(struct app_editor *e)
{
	const char *text = e->longer != NULL ? e->longer : edit_text(e->edit);

	if (ed.of != NULL)
		return;
	ed.of = e;
	ed.pid = -1;
	ed.err.text[0] = '\0';
	e->open = true;
	ed.loop = app_lend(e->app);
	ed.child = loop_signal_new(ed.loop, SIGCHLD, child_changed, &ed);
	if (scratch_make(&ed.scratch, "note.txt", text, &ed.err))
		ed.pid = foreground_start(editor(), ed.scratch.file, &ed.err);
	if (ed.pid < 0) {
		loop_defer(ed.loop, finish, &ed);
		return;
	}
	ed.look = loop_timer_new(ed.loop, look_due, &ed);
	loop_timer_set(ed.look, FOREGROUND_LOOK_MS);
}

void
app_editor_init(struct app_editor *e, struct app *a, struct edit *edit,
    struct app_wait *wait)
{
	*e = (struct app_editor){.app = a, .edit = edit, .wait = wait};
}

void
app_editor_fini(struct app_editor *e)
{
	if (e->open)
		app_editor_stop();
	drop_longer(e);
}

void
app_editor_key(struct app_editor *e, const struct keys_event *ev)
{
	if (keys_is_ctrl(ev, 'x'))
		begin(e);
	else if (edit_key(e->edit, ev))
		drop_longer(e);
}

void
app_editor_stop(void)
{
	if (ed.of == NULL)
		return;
	if (ed.pid > 0)
		foreground_end(ed.pid);
	let_go();
}
