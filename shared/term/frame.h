/*
 * The frame encoder: bytes that turn what a terminal shows into a given grid.
 *
 * Each viewer has a struct frame: the screen as it was last sent. Encoding
 * writes the shortest sequences from a small xterm subset (CUP, SGR, EL, ED,
 * ECH, LF and RI in a scroll region, DECSET for cursor, keys, paste and mouse)
 * that any terminal knows and that pass our own filter unchanged; a vt that is
 * fed with them shows an equal grid. Nothing is kept but the last screen:
 * skipping frames is always right. What it does not do: pacing (viewer.h), the
 * alternate screen and the title of the user's terminal (the program that owns
 * it does).
 */
#pragma once

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/term/grid.h"
#include "shared/term/style.h"

/* flags */
#define FRAME_NO_MODES 1u /* no key, paste and mouse modes (view only) */
/* The terminal turns the wheel into arrows (1007, as its owner had it when it
 * was saved) for full-screen programs only, not at a prompt. */
#define FRAME_WHEEL 2u
#define FRAME_NO_SHAPE 4u /* some Linux consoles would print a part of that */
/* Not a vt: in the last column nothing is written that some terminals take for
 * wider than it is, so that it cannot wrap (marks.h). */
#define FRAME_TERMINAL 8u

/* What one call of a frame in parts writes, and a row more at most: so much may
 * stand in the way of an urgent byte. */
#define FRAME_PART 65536

struct frame {
	struct grid shown;
	size_t part; /* bytes of one part; 0 = everything at once */
	int next_row; /* where the next part begins */
	bool known; /* false: the next frame clears and paints all */
	bool doubted; /* the state of the terminal is set anew */
	int row; /* where the terminal's cursor is; -1 = not known */
	int col;
	int edge; /* in that row a wrap is pending; -1 = in none */
	/* The terminal is as wide as the grid: rows that were wrapped are
	 * wrapped there too, so that what is copied from it is one line. */
	bool wraps;
	struct cell pen; /* its style */
	struct buf work;
	enum frame_colours colours;
	unsigned flags;
};

void frame_init(struct frame *f, enum frame_colours colours, unsigned flags);
void frame_fini(struct frame *f);
/* The terminal shows something unknown (a new viewer, ^L, SIGCONT). */
void frame_reset(struct frame *f);
/* Somebody else may have written over the rows from this one on, and moved the
 * cursor: the next frame paints them again, without clearing the screen. */
void frame_doubt(struct frame *f, int row);
/* Appends to out (nothing when the screen is as shown) and remembers now as
 * shown. False: there is more to show, call again. That is so when a part is
 * full (what was written is a screen of its own, other rows as they were), or
 * when out would pass its limit: then the state is unknown and the next frame
 * paints all. */
bool frame_encode(struct frame *f, const struct grid *now, struct buf *out);
/* What to send to a terminal that is left: style, margins, cursor and modes as
 * they were before us. Then the frame is reset. */
void frame_leave(struct frame *f, struct buf *out);
