/*
 * A visit: the client's screen, with a bar above and a clock below. What
 * follows view_visit_frame() is internal to view_visit*.c: what the keys do is
 * in view_visit.c, how it looks in the others.
 */
#pragma once

#include "console/link/visit.h"
#include "shared/stage/stage.h"
#include "shared/ui/bar.h"

/* The boxes of that visit are seen in it. */
struct stage_view view_visit_new(struct app *a, struct visit *v);
/* struct visit_events.frame; ctx is the struct app. */
void view_visit_frame(struct visit *v, void *ctx);

struct view_visit {
	struct app *app;
	struct visit *visit;
	bool typing; /* keys went to a shell that may be gone now */
	int64_t key_ms; /* the last key, or the end of what it was for */
	bool prefix; /* the next key is a command */
	int64_t prefix_ms;
	struct help keys; /* the list of those, a moment later */
	bool hands_off; /* the technician only looks, though he may type */
	int64_t said_ms; /* the notice of then is about these: */
	unsigned said_rights;
	bool said_hidden;
	enum keys_paste paste; /* into the client's shell */
	bool panned; /* by hand: does not follow the cursor */
	int64_t pan_ms; /* when: arrows right after it go on */
	int pan_row;
	int pan_col;
	int back; /* lines back in the scrollback, 0 = live */
	struct rect room; /* between the bars, as it was drawn last, */
	struct rect area; /* and the client's screen in it */
	int cols; /* of that, whole */
	int rows;
	unsigned held; /* mouse buttons, pressed in it */
};

/* keys: those that may follow the prefix, as a page on top; or NULL. */
void view_visit_draw(struct view_visit *v, struct canvas *c, struct help *keys);

/* The client's screen alone; false when its size is another one. */
bool view_visit_draw_live(struct view_visit *v, struct canvas *c);

/* What one may do at this moment. */
void view_visit_bar_rights(const struct visit *v, char *dst, size_t size);
/* Who it is, what one may do, who types, how far away. */
void view_visit_bar_head(const struct app *a, const struct visit *v, int cols,
    char *dst, size_t size);
#define VIEW_VISIT_BAR_ROWS 3

/* "worked 47 min  200,00 zł/h  hour 1, next in 13 min  now 200,00 zł net,
 * 246,00 zł gross  quote: none": all of it at any width, in fewer words or on
 * more rows (a line of the text for each). Returns the rows, up to
 * VIEW_VISIT_BAR_ROWS. */
int view_visit_bar_clock(const struct app *a, const struct visit *v, int cols,
    char dst[BAR_PARTS_SIZE]);
/* Until it says something else without any event, -1 = never. */
int view_visit_bar_due_ms(
    const struct app *a, const struct visit *v, int64_t now_ms);
/* A colleague has the ticket: none of the keys is for it. */
bool view_visit_is_anothers(const struct app *a, const struct visit *v);
/* One line on the state while there is no screen; "" when live. */
const char *view_visit_state_text(const struct app *a, const struct visit *v);

/* The screen as it was `back` lines ago, into r of the canvas. Asks for lines
 * that are not here yet. */
void view_visit_back_draw(
    struct visit *v, struct canvas *c, struct rect r, int back, int col);
/* Most lines that one can go back. */
int view_visit_back_max(const struct visit *v);
