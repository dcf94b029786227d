/*
 * What all views of the agent have in common: the row with the firm on top, a
 * notice, the row of keys at the bottom.
 */
#pragma once

#include "agent/app.h"
#include "agent/request.h"
#include "agent/visit.h"
#include "shared/ui/bar.h"
#include "shared/ui/dialog.h"
#include "shared/ui/edit.h"
#include "shared/ui/form.h"
#include "shared/ui/menu.h"

extern const struct view view_connect;
extern const struct view view_technician;
extern const struct view view_product;
extern const struct view view_form;
extern const struct view view_queue;
extern const struct view view_code;
extern const struct view view_alarm;
extern const struct view view_consent;
extern const struct view view_share;
extern const struct view view_end;

/* The page of F1, of all that are not the shell or a warning. */
#define VIEW_HELP_TITLE N_("Help: any key closes it")
extern const struct help_row view_help[];

#define VIEW_KEYS_MAX 4
/* Draws both rows and the notice; returns the rectangle between them. The keys
 * are at most VIEW_KEYS_MAX, the last one is always seen. */
struct rect view_frame(const struct app *a, struct canvas *c, const char *step,
    const struct bar_key *keys, int n);
/* The desk was there and is not now: every view's frame says so. */
bool view_link_lost(const struct app *a);
/* A text below the last, wrapped, and one empty row behind it; r moves on. */
void view_text(
    struct canvas *c, struct rect *r, enum ui_style style, const char *text);
void view_skip(struct rect *r, int rows);
/* On the first of the views that ask: whose desk this is and where, and what to
 * ask oneself before anything is told to it. */
void view_desk(const struct app *a, struct canvas *c, struct rect *r);

/* A row of the price list as text: "200,00 zł net per started hour"; gross:
 * that too. */
void view_price_text(const struct price *p, bool gross, char *dst, size_t size);
