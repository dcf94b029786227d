/*
 * Inside the emulator; for vt*.c only.
 *
 * Who knows the cursor. Plain text, CR, LF, BS and TAB are carried out here
 * while `plain()` holds: then libvterm lags behind (`lags`) and vt_sync() puts
 * its cursor right before it gets the next bytes. After that its cursor is read
 * back. libvterm keeps no style, no saved cursor and no cells: SGR, DECSC and
 * DECRC are handled here. Nor does it see a character beyond ASCII, only a
 * stand-in of the same width: so there is one table of widths, and a flood of
 * combining marks cannot grow its memory.
 */
#ifndef TERM_VT_IMPL_H
#define TERM_VT_IMPL_H

#include <vterm.h>

#include "shared/term/filter.h"
#include "shared/term/history.h"
#include "shared/term/screen.h"
#include "shared/term/vt.h"

struct vt_saved {
	int row;
	int col;
	bool origin;
	struct cell pen;
};

struct vt {
	struct filter filter;
	struct vt_callbacks cb;
	VTerm *vterm;
	VTermState *state;
	struct screen main;
	struct screen alt;
	struct screen *scr; /* one of the two */
	struct history history;
	struct grid grid; /* view of scr */
	struct cell pen;
	struct cell blank; /* what erasing leaves: pen's background */
	struct vt_saved saved;
	uint64_t changes;
	char title[FILTER_TITLE];

	int row;
	int col;
	bool wrap; /* the next character goes to the next line */
	bool wrap_sure; /* false: only libvterm knows wrap */
	bool lags;
	/* what libvterm is printing in the place of a stand-in; cp 0 = none */
	struct cell glyph;
	bool quiet; /* vt_sync() is repeating a glyph: do not store it */
	/* where a combining mark goes */
	bool has_base;
	int base_row;
	int base_col;

	/* what forbids the bypass */
	bool bypass;
	bool insert;
	bool newline;
	bool origin;
	bool no_autowrap;
	bool margins;
	bool tabs_changed;
	bool charset_other[4];
	int charset;
};

/* vt_emu.c: libvterm and the screen under it. */
void vt_emu_init(struct vt *vt, int cols, int rows);
void vt_emu_fini(struct vt *vt);
/* Bytes as they are; nothing is synchronised. */
void vt_feed(struct vt *vt, const char *bytes, size_t len);
void vt_feed_cursor(struct vt *vt, int row, int col);
/* Some character so many columns wide. */
void vt_feed_width(struct vt *vt, int width);
/* libvterm's cursor becomes ours. */
void vt_sync(struct vt *vt);
/* Our cursor becomes libvterm's. */
void vt_read_back(struct vt *vt);
/* vt_sync(), vt_feed(), vt_read_back(). */
void vt_pass(struct vt *vt, const char *bytes, size_t len);
/* The top lines of the main screen go to the scrollback. */
void vt_to_history(struct vt *vt, int lines);

/* vt_text.c: characters and controls, with the bypass. */
void vt_ascii(struct vt *vt, const char *bytes, size_t len);
void vt_utf8(struct vt *vt, const char *bytes, size_t len);
void vt_ctrl(struct vt *vt, char c);

/* vt_seq.c: ESC and CSI sequences, modes and resets. */
void vt_esc(
    struct vt *vt, const char *bytes, size_t len, const struct filter_seq *seq);
void vt_csi(
    struct vt *vt, const char *bytes, size_t len, const struct filter_seq *seq);
void vt_reset_modes(struct vt *vt);
void vt_reset_all(struct vt *vt);

#endif
