/* The emulator while its size changes: 0xff in the input is a resize. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
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

/* Sizes below, inside and above the range. */
static int
size_of(uint8_t byte)
{
	return byte < 250 ? byte / 2 : (byte - 250) * 20000 - 40000;
}

static void
check(struct vt *vt)
{
	const struct grid *g = vt_grid(vt);
	char text[4096];

	if (g->cols < GRID_COLS_MIN || g->cols > GRID_COLS_MAX ||
	    g->rows < GRID_ROWS_MIN || g->rows > GRID_ROWS_MAX)
		abort();
	if (g->cursor.row < 0 || g->cursor.row >= g->rows ||
	    g->cursor.col < 0 || g->cursor.col >= g->cols)
		abort();
	for (int r = 0; r < g->rows; r++)
		grid_text(g, r, text, sizeof(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt *vt;

	init_once();
	if (size < 1)
		return 0;
	vt = vt_new(80, 24, data[0] & 1 ? NULL : NULL);
	for (size_t at = 1; at < size;) {
		const uint8_t *end = memchr(data + at, 0xff, size - at);
		size_t n = end != NULL ? (size_t)(end - data) - at : size - at;

		vt_write(vt, data + at, n);
		at += n;
		if (size - at < 3)
			break;
		vt_resize(vt, size_of(data[at + 1]), size_of(data[at + 2]));
		check(vt);
		at += 3;
	}
	check(vt);
	vt_free(vt);
	return 0;
}
