/*
 * Frames are exact: after each one the decoding vt looks like the encoded one,
 * and the bytes pass the filter unchanged. 0xfe is a frame, 0xff a resize, 0xfd
 * a lost frame (the viewer starts anew).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/term/filter.h"
#include "shared/term/frame.h"
#include "shared/term/vt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The width of characters needs a UTF-8 locale. */
static void
init_once(void)
{
	static bool done;

	if (!done)
		i18n_init();
	done = true;
}

static void
on_piece(void *ctx, enum filter_kind kind, const char *bytes, size_t len,
    const struct filter_seq *seq)
{
	(void)kind;
	(void)seq;
	buf_add(ctx, bytes, len);
}

static void
check_filter(const struct buf *out)
{
	struct buf passed = BUF_INIT;
	struct filter_sink sink = {.piece = on_piece, .ctx = &passed};
	struct filter f;

	if (out->len == 0)
		return;
	filter_init(&f, &sink);
	filter_write(&f, buf_data(out), out->len);
	if (passed.len != out->len ||
	    memcmp(buf_data(&passed), buf_data(out), out->len) != 0)
		abort();
	buf_fini(&passed);
}

/* All of it, a part at a time: a blank screen, then a row each at the least. */
static void
encode(struct frame *f, const struct grid *g, struct buf *out)
{
	int parts = 0;

	while (!frame_encode(f, g, out))
		if (++parts > g->rows + 1)
			abort();
}

static void
show(struct vt *from, struct vt *to, struct frame *f)
{
	struct buf out = BUF_INIT;

	encode(f, vt_grid(from), &out);
	check_filter(&out);
	vt_resize(to, vt_grid(from)->cols, vt_grid(from)->rows);
	vt_write(to, buf_data(&out), out.len);
	if (vt_refused(to))
		abort();
	if (!grid_looks_equal(vt_grid(from), vt_grid(to)))
		abort();
	buf_clear(&out);
	if (!frame_encode(f, vt_grid(from), &out) || out.len > 0)
		abort();
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt *from, *to;
	struct frame f;

	init_once();
	if (size < 2)
		return 0;
	from = vt_new(20 + data[0] % 70, 5 + data[1] % 25, NULL);
	to = vt_new(80, 24, NULL);
	vt_set_strict(to);
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	f.part = data[1] < 128 ? 0 : 16;
	f.wraps = data[0] < 128;
	for (size_t at = 2; at < size; at++) {
		size_t n = 0;

		while (at + n < size && data[at + n] < 0xfd)
			n++;
		vt_write(from, data + at, n);
		at += n;
		if (at < size && data[at] == 0xfd)
			frame_reset(&f);
		if (at + 2 < size && data[at] == 0xff) {
			vt_resize(from, data[at + 1] % 100, data[at + 2] % 50);
			at += 2;
		}
		show(from, to, &f);
	}
	vt_free(from);
	vt_free(to);
	frame_fini(&f);
	return 0;
}
