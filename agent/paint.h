/*
 * From the agent's stage to the user's terminal: its canvas, the shell's screen
 * as it is, and one frame encoder.
 *
 * In the share the picture is composed of rows: the shell's, then the panel's
 * and the bars'. Only rows are put together, so nothing of the shell can get
 * onto a bar.
 */
#pragma once

#include <stdbool.h>

#include "agent/back.h"
#include "agent/tty.h"
#include "shared/net/loop.h"
#include "shared/stage/stage.h"
#include "shared/term/frame.h"
#include "shared/term/vt.h"

struct paint {
	struct loop *loop;
	struct tty *tty;
	struct stage *stage;
	keys_fn *key;
	void *ctx;
	struct frame frame;
	struct loop_timer *timer;
	struct grid view;
	struct buf bytes;
	int cols; /* of the terminal */
	int rows;
	struct vt *vt; /* NULL: a view of our own fills the screen */
	struct back back; /* he looks back at it */
	int lower_rows;
	bool lower_cursor; /* the cursor is in the lower part */
	uint32_t bells; /* ours and the shell's so far */
	uint32_t shell_bells; /* of which the shell's, last time */
	bool titles; /* the terminal has one */
	char title[VT_TITLE_SIZE]; /* the shell's, as it was told last */
};

/* The stage begins with it; its keys go to key. */
void paint_init(struct paint *p, struct loop *loop, struct tty *tty,
    struct stage *s, keys_fn *key, void *ctx);
void paint_fini(struct paint *p);
/* How many rows the bars below the share take in a terminal of that size: who
 * and what he may, and the clock, which has two in a narrow one. */
int paint_bars(int cols, int rows);
/* The terminal has that size now, and shows something unknown. */
void paint_size(struct paint *p, int cols, int rows);
/* Shows the share with so many rows below it, or (vt NULL) a view. */
void paint_mode(struct paint *p, struct vt *vt, int lower_rows, bool cursor);
/* Everything of ours is to be drawn anew, soon. */
void paint_redraw(struct paint *p);
/* The shell's screen has changed. */
void paint_share(struct paint *p);
/* Looks back at it, further by so many lines (negative: less). */
void paint_back(struct paint *p, int by);
/* Somebody else may have written over our rows of the share: they are painted
 * again. */
void paint_bars_again(struct paint *p);
/* Somebody typed: the echo is wanted soon. */
void paint_key(struct paint *p);
/* The terminal has taken everything. */
void paint_drained(struct paint *p);
/* What shows is unknown: paint all. */
void paint_reset(struct paint *p);
void paint_bell(struct paint *p);
/* What to send before the terminal is given back. */
void paint_leave(struct paint *p);
