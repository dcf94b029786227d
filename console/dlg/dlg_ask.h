/*
 * A question in a box, for whoever has one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;

/* N_("&label"); key is its letter where no & is. Its value is its place, from
 * 1 on. */
struct dlg_answer {
	uint32_t key;
	const char *label; /* NULL ends them */
};

/* done gets the value of the answer, 0 when it was closed with Esc, and the
 * ticket that it is about. */
typedef void dlg_asked_fn(struct app *a, int value, int64_t ticket);
/* Is there still something to ask for? When not, the question closes without a
 * call of done; what the desk said about it stands in the last row. */
typedef bool dlg_stands_fn(struct app *a, int64_t ticket);
/* Nothing is asked when there is no room for a box. stands may be NULL, ticket
 * 0. */
void dlg_ask(struct app *a, const char *title, const char *text,
    const struct dlg_answer *answer, dlg_asked_fn *done, dlg_stands_fn *stands,
    int64_t ticket);
/* What nobody asked for, to be read: flags of dialog.h beside, the one answer
 * that it has, translated; done may be NULL. */
void dlg_tell(struct app *a, const char *title, const char *text,
    unsigned flags, const char *label, dlg_asked_fn *done);
