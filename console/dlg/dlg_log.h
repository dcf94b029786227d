/*
 * Boxes of the log view: filter, correction, invoice number, payment.
 */
#pragma once

#include "console/link/log_rows.h"

struct app;

/* Writes what is typed into *f, which must outlive the box, then calls done. */
void dlg_log_filter(struct app *a, struct log_filter *f,
    void (*done)(struct app *a, void *ctx), void *ctx);
void dlg_log_correct(struct app *a, const struct logrow *row);
void dlg_log_invoice(struct app *a, const struct logrow *row);
void dlg_log_uninvoice(struct app *a, const struct logrow *row);
/* Marks it; of what is paid the mark is taken back. */
void dlg_log_paid(struct app *a, const struct logrow *row);
