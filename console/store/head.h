/*
 * The head of the log: how many rows its two journals have, the hashes of their
 * last rows, and the highest ticket. Noted outside the database, in signed
 * receipts and once a day in DATA/heads, it proves later that nothing was cut
 * off and that the journal was not written anew:
 *
 *	pomoc-head-1 1764112000 rows 41 <hex> desk 3 <hex> ticket 17
 *
 * Behind a copy that was brought back there stands " restored 2 <hex>" too, the
 * last such row of the journal of the desk. It tells the branches apart: rows
 * of the one that was left for another copy are missing rightly, rows of this
 * one are not.
 */
#pragma once

#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

#define HEAD_HEX 65
#define HEAD_FILE "heads" /* a line each, " " and its signature behind it */
#define HEAD_BEGINS "pomoc-head-1 "
#define HEAD_NAMESPACE "pomoc-head"

struct head {
	int64_t at_utc_s;
	int64_t rows, desk_rows;
	char hash[HEAD_HEX], desk_hash[HEAD_HEX];
	int64_t ticket;
	int64_t restore; /* the last row of that kind, 0 = none */
	char restore_hash[HEAD_HEX];
};

/* What is noted behind a copy that was brought back is later than that,
 * whatever became of the system clock since. */
bool head_now(
    struct db *db, int64_t now_utc_s, struct head *out, struct err *err);
void head_print(const struct head *h, struct buf *out); /* without line feed */
/* A line of the file and its line feed, whole and durable or not at all; what a
 * crash in the middle of another one left at its end is cut off. */
bool head_append(const char *dir, const struct buf *line, struct err *err);
/* The beginning of a line; what stands behind it is not looked at. */
bool head_parse(const char *line, struct head *out);
/*
 * Does the log still hold what was noted? why: "" or what is wrong. Rows that
 * a restored copy never had, older or newer than it, are missing rightly: *gone
 * is set then.
 */
bool head_check(struct db *db, const struct head *h, char *why, size_t size,
    bool *gone, struct err *err);
/* The latest time that is noted in the heads and receipts of that folder; 0 =
 * there are none. Signatures are not looked at. */
int64_t head_latest_s(const char *dir);
/* The row with that hash in hex; 0 = there is none. */
int64_t head_find(struct db *db, const char *hex, struct err *err);

/* Ticket numbers that were given out, whatever became of the database: the
 * highest in DATA/number and of the kept receipts. */
int64_t head_highest_number(const char *dir);
bool head_note_number(const char *dir, int64_t number, struct err *err);
