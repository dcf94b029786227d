/*
 * Inside the emulator; for vt*.c only, which stand on floors: vt_edit.c,
 * vt_emu.c, vt_text.c, vt_seq.c, vt.c.
 *
 * Who knows the cursor. Text, controls, cursor movements, erasing and scrolling
 * are carried out here, on our own lines and at a cost that the bytes have paid
 * for; then libvterm lags behind (`lags`) and vt_sync() puts its cursor right
 * before it gets the next bytes. After that its cursor is read back. libvterm
 * keeps the modes and answers the queries, and a strict emulator, which has no
 * queries, leaves it alone; with the bypass off (tests) it also
 * gets the text, as the judge of ours. It keeps no style, no saved cursor and
 * no cells, and sees no character beyond ASCII, only a stand-in of the same
 * width: so there is one table of widths, and a flood of combining marks cannot
 * grow its memory.
 */
#pragma once

#include <vterm.h>

#include "shared/term/filter.h"
#include "shared/term/history.h"
#include "shared/term/screen.h"
#include "shared/term/vt.h"

#define VT_TAB_WORDS ((GRID_COLS_MAX + 63) / 64)

/* What was found out about a character lately. */
#define VT_KNOWN 256
struct vt_known {
	uint32_t cp;
	uint32_t shown; /* 0 = nothing */
	int width;
};

struct vt_saved {
	int row;
	int col;
	bool origin;
	struct cell pen;
	char charset_of[4];
	int charset;
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
	struct grid grid; /* view of scr, */
	bool viewed; /* as it is now */
	struct grid turns; /* its cells while `turned` */
	char title[VT_TITLE_SIZE];
	struct cell pen;
	struct cell blank; /* what erasing leaves: pen's background */
	struct vt_saved saved[2]; /* of main and alt: see vt_saved_of() */
	uint64_t changes;

	int row;
	int col;
	bool wrap; /* the next character goes to the next line */
	bool lags;
	/* what libvterm is printing in the place of a stand-in; cp 0 = none */
	struct cell glyph;
	bool quiet; /* vt_sync() is repeating a glyph: do not store it */
	bool at_edge; /* its last glyph ended in the last column */
	/* where a combining mark goes */
	bool has_base;
	int base_row;
	int base_col;

	bool bypass;
	bool strict; /* only what frame.h writes, see vt_set_strict() */
	bool refused;
	bool insert;
	bool newline;
	bool origin;
	bool no_autowrap;
	bool turned; /* DECSCNM: the default colours trade places */
	int top; /* margins: rows top..bottom-1 scroll */
	int bottom;
	uint64_t tabs[VT_TAB_WORDS]; /* a bit for each column */
	char charset_of[4]; /* 'B', '0' or 'A' */
	int charset;
	struct vt_known known[VT_KNOWN];
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

/* What DECSC saved on that screen; the main one's is also that of 1049. */
static inline struct vt_saved *
vt_saved_of(struct vt *vt, const struct screen *s)
{
	return &vt->saved[s == &vt->alt];
}

/* vt_edit.c: the cursor, erasing, scrolling, tabs. */
void vt_move(struct vt *vt, int row, int col);
void vt_line_feed(struct vt *vt, int n);
void vt_reverse_feed(struct vt *vt);
void vt_tab(struct vt *vt, int count);
void vt_tabs_default(struct vt *vt);
void vt_tab_set(struct vt *vt, bool on);
void vt_scroll_up(struct vt *vt, int n);
/* The screen that is shown becomes so large, and the alternate one; the cursor
 * goes along. The main one that is not shown stays as it is until it is shown
 * again: vt_fit_again(), as tmux does it. So a program with a screen of its own
 * costs no reflow for each step of a window that is pulled. */
void vt_fit(struct vt *vt, int cols, int rows);
void vt_fit_again(struct vt *vt);
/* True when it was one of those sequences. */
bool vt_edit(struct vt *vt, const struct filter_seq *s);
int vt_param(const struct filter_seq *s, int i, int otherwise);

/* vt_text.c: characters and controls, with the bypass. */
void vt_ascii(struct vt *vt, const char *bytes, size_t len);
void vt_utf8(struct vt *vt, const char *bytes, size_t len);
/* That control, n times. */
void vt_ctrl(struct vt *vt, char c, int n);

/* vt_seq.c: ESC and CSI sequences, modes and resets. */
void vt_esc(
    struct vt *vt, const char *bytes, size_t len, const struct filter_seq *seq);
void vt_csi(
    struct vt *vt, const char *bytes, size_t len, const struct filter_seq *seq);
void vt_reset_modes(struct vt *vt);
void vt_reset_all(struct vt *vt);
