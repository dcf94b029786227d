/*
 * Is the log what was written? The file as SQLite sees it, the chain of hashes
 * row by row, the seals of the texts that are still held, the client's
 * signatures under each consent, right and answer (with the key in the first
 * row of the ticket), every table for people against one made anew from the
 * journal, and the schema. Reads only; of what the tables hold only the secret
 * of an open ticket is in no row of the journal.
 *
 * What takes long runs side by side, each on a thread and a read-only handle of
 * its own on the same moment of the file; on db alone where there is none to be
 * had (a desk wrote meanwhile). It is over when the call returns.
 *
 * Rows cut off at the end leave a shorter, valid chain: compare `head` with one
 * noted down before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct verify_result {
	bool sound;
	int64_t rows;
	int64_t tickets;
	int64_t bad_row; /* the first bad row of the journal, 0 = none */
	int64_t bad_ticket; /* whose tables differ from its events, 0 = none */
	char why[200]; /* what is wrong: table, row, column; "" = nothing */
	char head[65]; /* hash of the last row, in hex; "" for an empty log */
};

/* False with err only when it cannot read; a bad log is a true answer. */
bool verify_log(struct db *db, struct verify_result *out, struct err *err);
