/*
 * The technician types the check code that the user reads out, and then reads
 * the other one back.
 */
#pragma once

struct app;
struct visit;

/* Opens the box, unless it is open. */
void dlg_code(struct app *a, struct visit *v);
void dlg_code_done(struct app *a, struct visit *v);
