/*
 * A statement in the forms that leave the program: txt for people, csv and json
 * for programs. The lines of one client or, in csv and json, of many. The last
 * row of the journal that they were made from stands on it: `pomoc verify
 * --expect` finds it later, or tells that the journal is another one.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "console/store/buyer.h"
#include "console/store/head.h"
#include "console/store/json_out.h"
#include "console/store/statement.h"

struct form {
	FILE *out;
	const char *command; /* of json: "statement", "export" */
	struct seller seller;
	struct buyer buyer; /* of the lines that follow */
	int64_t from_s, to_s; /* the period; UTC */
	bool over; /* it is */
	const char *invoice; /* what is on it already; NULL = what is due */
	struct head journal; /* it was made from; rows 0 = not said */
	struct json_out json;
};

struct form_format {
	const char *name;
	void (*begin)(struct form *f);
	void (*line)(struct form *f, const struct statement_line *line);
	void (*end)(struct form *f, const struct statement_sum *sum);
};

/* "txt", "csv", "json"; NULL when there is none such. */
const struct form_format *statement_form_find(const char *name);
