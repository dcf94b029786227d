/* Bytes from a terminal, cut in two places, become the same events, and every
 * byte is in one of them or was dropped as part of a sequence. */
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/ui/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
note(const struct keys_event *ev, void *ctx)
{
	struct buf *log = ctx;
	struct grid_modes m = {.bracketed_paste = true,
	    .mouse = GRID_MOUSE_MOVE,
	    .mouse_sgr = ev->raw_len & 1};
	char out[512];

	if (ev->raw_len + 32 < sizeof(out))
		keys_encode(ev, &m, 1, 0, out, sizeof(out));
	if (ev->code == KEYS_PASTE) { /* may come in any pieces */
		buf_add(log, ev->raw, ev->raw_len);
		return;
	}
	buf_printf(log, "<%d %u %x %d %d %d>", (int)ev->code, ev->mods, ev->cp,
	    ev->row, ev->col, ev->button);
}

static void
run(struct buf *log, const uint8_t *data, size_t size, size_t cut)
{
	struct keys k;

	keys_init(&k);
	keys_feed(&k, data, cut, 0, note, log);
	keys_feed(&k, data + cut, size - cut, 10000, note, log);
	keys_flush(&k, note, log);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT, parts = BUF_INIT;

	if (size == 0)
		return 0;
	run(&whole, data + 1, size - 1, 0);
	run(&parts, data + 1, size - 1, data[0] % size);
	if (whole.len != parts.len ||
	    (whole.len > 0 &&
		memcmp(buf_data(&whole), buf_data(&parts), whole.len) != 0))
		abort();
	buf_fini(&whole);
	buf_fini(&parts);
	return 0;
}
