/*
 * Records of the screen channel (subsystem pomoc-screen): binary, because the
 * screen and the keys are bytes. A record is one type byte, three bytes of
 * payload length (big-endian), the payload.
 *
 *   agent -> console
 *     'F' frame: u32 sequence, u16 cols, u16 rows, then encoder bytes
 *     'S' one line of scrollback: u32 index (0 = newest), then encoder bytes
 *     'E' end of the answer to 'L': u32 lines that exist
 *     'N' keys heard: u32 number of 'K' records that were taken, u8 1 when
 *	   what is typed is shown, 0 while a password is read
 *     'W' what the shell has called its window: one line of UTF-8
 *   console -> agent
 *     'K' keys: bytes for the pty
 *     'A' acknowledgement: u32 sequence of the newest frame shown
 *     'L' lines wanted: u32 first index, u16 count
 *
 * A state of the screen that is too large for one frame comes in several. A
 * longer payload than its type may have or an unknown type ends the channel.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/base/err.h"

enum record_type {
	RECORD_FRAME = 'F',
	RECORD_LINE = 'S',
	RECORD_LINES_END = 'E',
	RECORD_HEARD = 'N',
	RECORD_TITLE = 'W',
	RECORD_KEYS = 'K',
	RECORD_ACK = 'A',
	RECORD_WANT_LINES = 'L'
};

#define RECORD_HEAD 4
#define RECORD_FRAME_HEAD 8 /* sequence, cols, rows */
#define RECORD_MAX (1 << 17) /* of a frame; the longest */
#define RECORD_LINE_MAX (1 << 16)
#define RECORD_KEYS_MAX 4096
#define RECORD_TITLE_MAX 255

struct record {
	enum record_type type;
	uint32_t number; /* sequence, index or count; 0 for keys, title */
	uint16_t cols; /* frame; count for 'L' */
	uint16_t rows;
	bool echo; /* of 'N' */
	const uint8_t *data; /* valid until the next call on the reader */
	size_t len;
};

struct record_reader {
	struct buf in;
	bool from_agent; /* which types are legal */
	size_t used;
};

void record_reader_init(struct record_reader *r, bool from_agent);
void record_reader_fini(struct record_reader *r);
void record_reader_feed(struct record_reader *r, const void *data, size_t len);
/* IO_OK, IO_AGAIN, or IO_ERROR with err: close the channel. */
enum io record_reader_next(
    struct record_reader *r, struct record *out, struct err *err);

/* Append one record; false when the buffer's limit is reached. */
bool record_frame(struct buf *out, uint32_t seq, uint16_t cols, uint16_t rows,
    const void *data, size_t len);
bool record_line(struct buf *out, uint32_t index, const void *data, size_t len);
bool record_lines_end(struct buf *out, uint32_t total);
bool record_heard(struct buf *out, uint32_t keys, bool echo);
bool record_title(struct buf *out, const char *title);
bool record_keys(struct buf *out, const void *data, size_t len);
bool record_ack(struct buf *out, uint32_t seq);
bool record_want_lines(struct buf *out, uint32_t first, uint16_t count);
