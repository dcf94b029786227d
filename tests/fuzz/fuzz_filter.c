/* The filter: what comes out keeps the rules, wherever the input is cut. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/term/filter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)              \
	do {                     \
		if (!(what))     \
			abort(); \
	} while (0)

static void
check_csi(const char *bytes, size_t len, const struct filter_seq *seq)
{
	int seps = 0, digits = 0;

	CHECK(bytes[0] == '\033' && bytes[1] == '[');
	CHECK(seq->final != 'b');
	for (size_t i = 2; i < len; i++) {
		seps += bytes[i] == ';' || bytes[i] == ':';
		digits = bytes[i] >= '0' && bytes[i] <= '9' ? digits + 1 : 0;
		CHECK(digits <= 4);
	}
	CHECK(seps <= 15 && seq->nparams <= FILTER_PARAMS);
	CHECK(bytes[len - 1] == seq->final);
	if (seq->lead == 0 && seq->inter == 0 && seq->nparams > 0) {
		CHECK(!strchr("STLM", seq->final) || seq->param[0] <= 200);
		CHECK(!strchr("@PX", seq->final) || seq->param[0] <= 500);
	}
}

static void
on_piece(void *ctx, enum filter_kind kind, const char *bytes, size_t len,
    const struct filter_seq *seq)
{
	CHECK(len > 0 && len <= FILTER_PIECE);
	switch (kind) {
	case FILTER_ASCII:
		for (size_t i = 0; i < len; i++)
			CHECK(bytes[i] >= 0x20 && bytes[i] < 0x7f);
		break;
	case FILTER_UTF8:
		CHECK(utf8_valid(bytes, len));
		for (size_t i = 0; i < len; i++)
			CHECK((uint8_t)bytes[i] >= 0x80);
		break;
	case FILTER_CTRL:
		CHECK(bytes[0] >= 7 && bytes[0] <= 15);
		for (size_t i = 1; i < len; i++)
			CHECK(bytes[i] == bytes[0]);
		break;
	case FILTER_ESC:
		CHECK(len <= 3 && bytes[0] == '\033');
		break;
	case FILTER_CSI:
		check_csi(bytes, len, seq);
		break;
	}
	buf_add(ctx, bytes, len);
}

static void
run(struct buf *out, const uint8_t *data, size_t size, size_t step)
{
	struct filter_sink sink = {.piece = on_piece, .ctx = out};
	struct filter f;

	buf_init(out, 0);
	filter_init(&f, &sink);
	for (size_t at = 0; at < size; at += step)
		filter_write(
		    &f, data + at, size - at < step ? size - at : step);
}

static void
check_equal(const struct buf *a, const struct buf *b)
{
	CHECK(a->len == b->len);
	CHECK(a->len == 0 || memcmp(buf_data(a), buf_data(b), a->len) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole, cut, again;

	if (size < 1)
		return 0;
	run(&whole, data + 1, size - 1, size);
	run(&cut, data + 1, size - 1, 1 + data[0] % 7);
	check_equal(&whole, &cut);
	run(&again, buf_data(&whole), whole.len, whole.len + 1);
	check_equal(&whole, &again);
	buf_fini(&whole);
	buf_fini(&cut);
	buf_fini(&again);
	return 0;
}
