/*
 * The stage of a program: views of which one is shown, boxes on top of it, a
 * notice, the keys, and when all that is drawn. What draws and takes keys are
 * views and boxes, each a file of its own that hands in its functions; where
 * the picture goes and where time comes from is the program's, see struct
 * stage_events. It knows no terminal, no loop and no desk.
 *
 * All functions may be called from any callback; what a view or a box frees of
 * itself is freed after it, by stage_turn().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/stage/stage_box.h"
#include "shared/stage/stage_notice.h"
#include "shared/stage/stage_view.h"
#include "shared/term/viewer.h"
#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

struct stage_events {
	/* stage_turn() is wanted in so many milliseconds instead of when it
	 * was said before; 0 = when the callbacks are over, -1 = never. */
	void (*wake)(int ms, void *ctx);
	/* Shows stage.canvas, which was drawn on when fresh. Returns how many
	 * bytes that took, 0 = the terminal has it already; sets *more when
	 * there is a rest. */
	size_t (*show)(bool fresh, bool *more, void *ctx);
	/* How much of it the terminal has not taken yet; NULL = nothing. */
	size_t (*queued)(void *ctx);
	keys_fn *key; /* of stage_feed() */
};

struct stage {
	const struct stage_events *events;
	void *ctx;
	struct canvas canvas;
	/* Smaller than that it shows these words alone, unless the view fits;
	 * 0 = nothing is too small. */
	int cols_min;
	int rows_min;
	const char *too_small; /* N_() */
	bool hidden; /* as it was drawn last: what is not seen takes no key */
	/* stage_view.c */
	struct stage_view view[STAGE_VIEWS];
	int views;
	int shown;
	bool entered; /* it was told so */
	/* stage_box.c */
	struct stage_box box[STAGE_BOXES];
	int boxes;
	/* stage_notice.c */
	char notice[512];
	enum ui_style notice_style;
	int64_t notice_ms; /* said then, */
	int64_t notice_stays_ms; /* and for so long; 0 = until the next one */
	struct stage_gone *gone;
	bool woken; /* a turn at once was asked for */
	/* stage.c */
	bool open; /* something is drawn */
	bool stale; /* the canvas, */
	bool live; /* or only what the view draws by that */
	struct viewer pace; /* of our own terminal */
	int64_t tick_ms; /* when time alone makes it look different */
	struct keys keys;
	int64_t esc_ms; /* when what was read of a key is one */
};

/* Nothing is drawn before stage_size(). */
void stage_init(struct stage *s, const struct stage_events *events, void *ctx);
/* Frees the views and boxes, too. */
void stage_fini(struct stage *s);
/* The canvas has that size from now on, and is drawn. */
void stage_size(struct stage *s, int cols, int rows);
/* Nothing is drawn any more. */
void stage_close(struct stage *s);

/* All of it, on any canvas: for tests, too. */
void stage_draw(struct stage *s, struct canvas *c);
/* As the event wake wanted it: frees, draws what is due. */
void stage_turn(struct stage *s);
/* The terminal took what was queued, or what the program shows beside the
 * canvas has changed (changed): shows it at once when it may. */
void stage_go_on(struct stage *s, bool changed);
/* Bytes of the terminal: keys, for the event key. */
void stage_feed(struct stage *s, const void *bytes, size_t len);
/* What was typed is answered soon: it is shown sooner than others. */
void stage_typed(struct stage *s);

struct app;
/* Where a program that hides it has its stage; defined by that program. */
struct stage *app_stage(struct app *a);
