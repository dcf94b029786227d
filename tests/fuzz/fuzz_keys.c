/* Bytes from a terminal, cut anywhere, become the same events, down to the
 * characters of a paste. */
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/utf8.h"
#include "shared/ui/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
note_text(struct buf *log, const char *s, size_t len)
{
	while (len > 0) {
		uint32_t cp = 0;
		int n = utf8_decode(s, len, &cp);

		if (len > 1 && s[0] == '\r' && s[1] == '\n')
			n = 2;
		if (n == 0) { /* broken off: bad bytes */
			n = 1;
			cp = UTF8_BAD;
		}
		buf_printf(log, "[%d %x]", n, cp);
		s += n;
		len -= (size_t)n;
	}
}

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
	if (ev->code == KEYS_PASTE) { /* in any pieces, but whole characters */
		note_text(log, ev->raw, ev->raw_len);
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
