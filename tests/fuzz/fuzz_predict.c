/*
 * Predictive echo under any keys, frames and times: what lies over the screen
 * stays inside its row, wide characters stay whole there, few keys are kept,
 * and after silence nothing is left. 0xf8 hears some keys, 0xf9 all of them and
 * a frame, 0xfa time, 0xfb a resize, 0xfc no echo, 0xfd a jump, 0xfe, 0xff and
 * what is below: keys, which the screen gets, too.
 */
#include <stdint.h>
#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/term/predict.h"
#include "shared/term/vt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct predict p;
static struct vt *vt;
static int64_t now_ms;
static uint32_t sent;

static void
check(void)
{
	const struct grid *g = vt_grid(vt);
	struct predict_over over;

	if (p.guesses < 0 || p.guesses > PREDICT_KEYS)
		abort();
	if (!predict_over(&p, &over))
		return;
	if (!p.echo || over.row < 0 || over.row >= g->rows ||
	    over.cursor_col < 0 || over.cursor_col >= g->cols ||
	    over.to > g->cols || (over.from < over.to && over.from < 0))
		abort();
	for (int i = 0; i < g->cols; i++)
		if (over.cells[i].width == 2 &&
		    (i + 1 == g->cols || over.cells[i + 1].width != 0))
			abort();
}

static void
type(uint8_t byte)
{
	static const uint32_t wide[] = {0x65e5, 0x142, 0x301, 0x202e};

	if (byte >= 0xf0)
		predict_key(
		    &p, (enum predict_key)(byte % 6), 'x', ++sent, now_ms);
	else
		predict_key(&p, PREDICT_CHAR,
		    byte < 0x80 ? byte : wide[byte % 4], ++sent, now_ms);
}

/* Takes more than one byte of the data in some cases; returns how many. */
static size_t
step(const uint8_t *data, size_t left)
{
	uint8_t arg = left > 1 ? data[1] : 0;

	switch (data[0]) {
	case 0xf8:
		predict_heard(&p, sent - arg % 4, true, now_ms);
		return 2;
	case 0xf9:
		predict_heard(&p, sent, true, now_ms);
		predict_frame(&p, vt_grid(vt), now_ms);
		return 1;
	case 0xfa:
		now_ms += arg;
		predict_look(&p, now_ms);
		return 2;
	case 0xfb:
		vt_resize(vt, 20 + arg, 5 + arg % 7);
		predict_frame(&p, vt_grid(vt), now_ms);
		return 2;
	case 0xfc:
		predict_heard(&p, sent, arg % 2, now_ms);
		return 2;
	case 0xfd:
		vt_write(vt, "\033[2;5H", 6);
		return 1;
	default:
		vt_write(vt, data, 1);
		type(data[0]);
		return 1;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	struct predict_over over;

	if (!begun)
		i18n_init();
	begun = true;
	if (size == 0)
		return 0;
	predict_init(&p, PREDICT_ALWAYS);
	vt = vt_new(20 + data[0] % 60, 8, NULL);
	predict_frame(&p, vt_grid(vt), 0);
	now_ms = 0;
	sent = 0;
	for (size_t at = 1; at < size;) {
		at += step(data + at, size - at);
		check();
	}
	now_ms += 1000000;
	predict_look(&p, now_ms);
	predict_heard(&p, sent, true, now_ms);
	predict_look(&p, now_ms + PREDICT_LATE_MS);
	if (predict_over(&p, &over))
		abort();
	vt_free(vt);
	return 0;
}
