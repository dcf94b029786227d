/*
 * The time log in the forms that leave the program. A format is one row of
 * export_formats[]; it writes tickets one by one to a stream, so that a log of
 * any length needs no memory.
 *
 *	table	for people: one line per ticket, no wider than asked for
 *	csv	RFC 4180: comma, CRLF, UTF-8, decimal point, times in UTC
 *	csv-pl	for spreadsheets in Polish: semicolon, decimal comma, UTF-8 with
 *		BOM, CRLF, local times
 *	json	as json_out.h has it
 *
 * Foreign text is cleaned, and in both csv formats a cell of text that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "console/store/report_sums.h"
#include "shared/core/logrow.h"

struct export
{
	const struct export_format *format; /* that writes it */
	FILE *out;
	int cols; /* of the table; at least 60 */
	bool sum; /* a sum will follow */
	bool opened; /* the days that were asked for are of the opening */
	const char *technician; /* whose part the sum is; NULL or "" = all */
	struct logrow most; /* of all rows; for the widths of the table */
	int64_t rows; /* written so far; kept by the caller */
};

struct export_format {
	const char *name;
	void (*begin)(const struct export *e);
	void (*row)(const struct export *e, const struct logrow *row);
	/* sum NULL unless e->sum */
	void (*end)(const struct export *e, const struct report_totals *sum);
};

/* NULL when there is none such. */
const struct export_format *export_find(const char *name);
/* "table, csv, ..." for messages. Static. */
const char *export_names(void);

/* One format each, for the table in export.c. */
extern const struct export_format export_table;
extern const struct export_format export_csv;
extern const struct export_format export_csv_pl;
extern const struct export_format export_json;

/* --- what they share: export_text.c --- */

/* The outcome, or the state of an open ticket, in the user's language. */
const char *export_outcome(const struct logrow *row);

/* --- export_csv.c --- */

/* Text as one cell of csv: cleaned, no formula, quoted where needed. */
void export_csv_cell(FILE *out, const char *text, char separator);
