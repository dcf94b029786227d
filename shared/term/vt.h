/*
 * The one terminal emulator: bytes in, a grid out, with scrollback.
 *
 * Raw bytes go in: the strict filter (filter.h) is inside, nothing reaches
 * libvterm without it. The emulation is libvterm's state layer; the screen is
 * ours: rows behind a ring of pointers, so a line feed moves no cell. Plain
 * text bypasses libvterm altogether where that gives the same result. Lines
 * that leave the top of the main screen are kept packed (VT_SCROLLBACK lines).
 *
 * Only the agent's emulator answers queries (DA, DSR): it alone sets `answer`.
 * Sizes are clamped to 20..500 x 5..200. No function may be called from inside
 * a callback, except vt_grid().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/term/grid.h"

#define VT_SCROLLBACK 2000
#define VT_TITLE_SIZE 256 /* 80 columns at most */

struct vt;

struct vt_callbacks {
	/* Bytes to send back to the shell. NULL: queries stay unanswered. */
	void (*answer)(void *ctx, const char *bytes, size_t len);
	void *ctx;
};

/* cb may be NULL; it is copied. */
struct vt *vt_new(int cols, int rows, const struct vt_callbacks *cb);
void vt_free(struct vt *vt);
/* Takes everything; any length, cut anywhere. */
void vt_write(struct vt *vt, const void *bytes, size_t len);
/* Clamps. The main screen and its scrollback are wrapped anew (reflow.h), when
 * it is not shown, as soon as it is; the alternate screen and that of a strict
 * emulator are cut. */
void vt_resize(struct vt *vt, int cols, int rows);
/* As after vt_new() in the same size: screen, modes, scrollback. */
void vt_reset(struct vt *vt);

/* The screen now. A view: valid until the next call of another function of this
 * vt (but the scrollback ones). Never NULL. */
const struct grid *vt_grid(struct vt *vt);

/* What the shell has called its window (OSC 0, 2), cleaned, one line; "" when
 * it has not. Valid until the next write. A strict emulator has none. */
const char *vt_title(const struct vt *vt);

/* Lines in the scrollback. */
int vt_scrollback_lines(const struct vt *vt);
/* Lines that ever went in; only grows, but for those that came back to the
 * screen. In another width all of them go in again and one number is left out:
 * it has grown by more than there are lines then, so of those that somebody has
 * counted none is left. */
uint64_t vt_scrollback_total(const struct vt *vt);
/* Line i, 0 = the newest. Fills cells up to cols, blanks behind it; returns the
 * columns that the line had, or -1 when there is no such line. */
int vt_scrollback_line(
    const struct vt *vt, int i, struct cell *cells, int cols);
/* Its text goes on in the line below it. */
bool vt_scrollback_wrapped(const struct vt *vt, int i);

/* For bytes that claim to be frames (frame.h): whatever else comes is left out,
 * and there is no scrollback. */
void vt_set_strict(struct vt *vt);
/* Between two writes: something was left out since vt_new() or vt_reset(), or
 * the last write ended in the middle of something. */
bool vt_refused(const struct vt *vt);
/* What the bytes so far have cost, in cells that were touched (a sequence
 * counts as one): the measure for a turn of a loop. Only grows. */
uint64_t vt_work(const struct vt *vt);
/* For tests and benchmarks: false sends everything through libvterm. */
void vt_set_bypass(struct vt *vt, bool on);
