/*
 * The strict filter in front of every emulator (traps.md).
 *
 * Bytes from a shell or from a peer go in; what comes out is a small, whole and
 * harmless subset: printable ASCII, valid UTF-8 (U+FFFD for what is not), C0
 * controls that a terminal knows, ESC and CSI sequences with at most 15
 * separators and 4 digits per number; larger numbers become 9999, and a count
 * of lines or columns no more than the screen has. Dropped: REP, C1 controls,
 * OSC (but for what a title says), DCS, APC, PM and SOS strings, double-width
 * lines, left/right margins, what rewrites the whole screen in three bytes
 * (DECALN, DECIC, DECDC), everything too long. It also tells the pieces apart,
 * so that plain text can take a faster way than the emulator.
 *
 * It streams: input may be cut anywhere and the output does not depend on
 * where. No piece is longer than FILTER_PIECE. It keeps no memory but the
 * struct.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/utf8.h"

#define FILTER_PIECE 4096
#define FILTER_PARAMS 16
#define FILTER_TITLE_MAX 512 /* bytes; the rest of a longer one is cut */

enum filter_kind {
	FILTER_ASCII, /* only 0x20..0x7e */
	FILTER_UTF8, /* whole characters from U+00A0, may hold U+FFFD */
	FILTER_CTRL, /* a C0 control, or a run of the same one */
	FILTER_ESC, /* ESC [intermediates] final */
	FILTER_CSI /* ESC [ ... final; see struct filter_seq */
};

/* A parsed sequence, valid inside the callback. */
struct filter_seq {
	char lead; /* '?' '>' '=' '<' or 0 */
	char inter; /* the one intermediate byte (ESC or CSI), or 0 */
	char final;
	int nparams; /* 0 when there are none */
	int16_t param[FILTER_PARAMS]; /* -1 = not given */
	uint16_t colons; /* bit i: a ':' stands before param[i] */
};

struct filter_sink {
	/* One piece, valid inside the call; seq is NULL unless ESC or CSI.
	 * bytes are what libvterm may be fed. */
	void (*piece)(void *ctx, enum filter_kind kind, const char *bytes,
	    size_t len, const struct filter_seq *seq);
	void *ctx;
	/* The text of OSC 0 or 2, as it came: anything may be in it but BEL,
	 * ESC, CAN, SUB and ends of lines. May be NULL. Its sequence counts as
	 * dropped all the same. */
	void (*title)(void *ctx, const char *text, size_t len);
};

struct filter {
	struct filter_sink sink;
	int state;
	int digits; /* of the number that is being read */
	int seps;
	int cols; /* largest counts, see filter_size() */
	int rows;
	uint64_t drops; /* sequences and characters that did not get through */
	size_t seq_len;
	size_t cut_len; /* bytes of a cut character */
	struct filter_seq seq;
	char cut[UTF8_MAX];
	char seq_buf[96];
	bool titled; /* the string that is read is an OSC, */
	size_t title_len;
	char title[2 + FILTER_TITLE_MAX]; /* "2;" and the text */
};

/* Copies sink. */
void filter_init(struct filter *f, const struct filter_sink *sink);
/* No count of columns or lines (S T L M, @ P X) comes out larger. Until this is
 * called it is what a screen can have at most. */
void filter_size(struct filter *f, int cols, int rows);
/* Back to the state after init (but for the size): what was half read is
 * forgotten. */
void filter_reset(struct filter *f);
void filter_write(struct filter *f, const void *data, size_t len);
/* Nothing was dropped so far, and nothing is half read. */
bool filter_all_passed(const struct filter *f);
