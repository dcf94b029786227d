/*
 * The user looks back: the shell's screen as it was when he began to, under the
 * lines that had left it. It stands still, whatever the shell writes.
 */
#pragma once

#include "shared/term/vt.h"

struct back {
	int lines; /* that he is back; 0 = he sees the live screen */
	uint64_t total; /* of the scrollback then */
	struct grid then;
	struct grid shown; /* instead of the vt's, while lines > 0 */
};

/* Further back by so many lines, or (negative) forward, as far as there are
 * any. */
void back_move(struct back *b, struct vt *vt, int by);
/* Live again. Also the end of its life; begin with zeros. */
void back_leave(struct back *b);
