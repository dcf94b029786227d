/*
 * JSON as every command writes it:
 *
 *	{"version": 1, "command": "log", "head": {...}, "rows": [
 *	{...},
 *	{...}
 *	], "sum": {...}}
 *
 * head and sum are there where a command has them. A row stands on one line.
 * Amounts come twice: "net" as a text with two decimals, "net_gr" in grosze.
 * What each member means is in pomoc-data(5).
 */
#pragma once

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "shared/core/money.h"

#define JSON_OUT_VERSION 1 /* goes up when a member goes or changes */

struct json_out {
	FILE *out;
	int64_t rows; /* so far */
};

/* head may be NULL; it, the rows and the sum are taken over. */
void json_out_open(
    struct json_out *j, FILE *out, const char *command, json_t *head);
void json_out_row(struct json_out *j, json_t *row);
void json_out_close(struct json_out *j, json_t *sum);

/* A text is cleaned, and may be of any length. */
void json_out_text(json_t *o, const char *key, const char *text);
void json_out_int(json_t *o, const char *key, int64_t v);
/* UTC, or null for 0. */
void json_out_time(json_t *o, const char *key, int64_t utc_s);
/* key and key_gr. */
void json_out_amount(json_t *o, const char *key, int64_t gr);
/* tickets, worked_s, billed_s, net, vat, gross, and "rates" of VAT. */
json_t *json_out_sum(int64_t tickets, int64_t worked_s, int64_t billed_s,
    const struct money_sum *money);
