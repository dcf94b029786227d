/*
 * Few bytes must not buy much work: whatever comes, a byte costs no more than a
 * bounded number of cells, and no more than a bounded multiple of plain text's
 * time. The input is repeated until it is a stream, on a screen full of
 * coloured text; what stands before a 0xff comes once, at its beginning.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STREAM 8192
#define SLICE 1024
/* Inserting a character moves the shorter part of a line: at most a quarter of
 * one for each byte of "X\b" in the middle. */
#define CELLS_MAX(cols) ((double)(cols) / 4 + 32)
/* Plain text stays in the nearest cache, a screen of 1.6 MB does not: machines
 * differ by several times in that, and one that does other things now is no
 * reason either. So the cells are the sharp bound, and time the one for what
 * they do not count. Sanitizers make copying and allocating dear, there the
 * cells must do. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif
#define TIMES_PLAIN (SANITIZED ? 10000 : 250)
#define TRIES 8

struct path {
	int cols, rows;
	bool strict; /* the console's side */
	struct vt *vt;
	double plain_ns; /* a byte of text */
};

static struct path paths[] = {
    {80, 24, false, NULL, 0},
    {500, 200, false, NULL, 0},
    {80, 24, true, NULL, 0},
    {500, 200, true, NULL, 0},
};

static double
cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void
fill_screen(struct vt *vt)
{
	const struct grid *g = vt_grid(vt);
	int rows = g->rows, runs = g->cols / 10;
	char run[64];

	for (int r = 0; r < rows; r++) {
		vt_write(vt, r > 0 ? "\r\n" : "\033[H", r > 0 ? 2 : 3);
		for (int i = 0; i < runs; i++) {
			int n = snprintf(run, sizeof(run),
			    "\033[38;5;%d;48;5;%dmabcdefghij", (r + i) % 256,
			    i % 200);

			vt_write(vt, run, (size_t)n);
		}
	}
	vt_write(vt, "\033[m\033[H", 6);
}

static void
repeat(struct buf *b, const uint8_t *unit, size_t size)
{
	buf_init(b, 0);
	while (b->len < STREAM)
		buf_add(b, unit, size);
}

/* Nanoseconds; *work gets the cells. */
static double
run(struct path *p, const struct buf *before, const struct buf *stream,
    uint64_t *work)
{
	double start;

	if (p->vt == NULL) {
		p->vt = vt_new(p->cols, p->rows, NULL);
		if (p->strict)
			vt_set_strict(p->vt);
	}
	vt_reset(p->vt);
	fill_screen(p->vt);
	vt_grid(p->vt);
	if (before->len > 0)
		vt_write(p->vt, buf_data(before), before->len);
	*work = vt_work(p->vt);
	start = cpu_ns();
	for (size_t at = 0; at < stream->len; at += SLICE)
		vt_write(p->vt, buf_data(stream) + at,
		    MIN_OF(stream->len - at, (size_t)SLICE));
	start = cpu_ns() - start;
	*work = vt_work(p->vt) - *work;
	return start;
}

static void
measure_plain(struct path *p)
{
	static const char text[] =
	    "the invoice of this month cannot be printed, so\r\n";
	struct buf before = BUF_INIT, stream;
	uint64_t work;

	repeat(&stream, (const uint8_t *)text, sizeof(text) - 1);
	for (int i = 0; i < TRIES; i++) {
		double ns = run(p, &before, &stream, &work) /
		    (double)stream.len;

		if (p->plain_ns == 0 || ns < p->plain_ns)
			p->plain_ns = ns;
	}
	buf_fini(&stream);
}

static void
judge(struct path *p, const struct buf *before, const struct buf *stream)
{
	double len = (double)stream->len, cells = 0, times = 0;
	uint64_t work;

	if (p->plain_ns == 0)
		measure_plain(p);
	for (int i = 0; i < TRIES; i++) {
		times = run(p, before, stream, &work) / len / p->plain_ns;
		cells = (double)work / len;
		if (times < TIMES_PLAIN || cells > CELLS_MAX(p->cols))
			break;
	}
	if (times < TIMES_PLAIN && cells <= CELLS_MAX(p->cols))
		return;
	fprintf(stderr, "%dx%d%s: %.0f cells a byte, %.0f times plain text\n",
	    p->cols, p->rows, p->strict ? " strict" : "", cells, times);
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	const uint8_t *cut = size > 0 ? memchr(data, 0xff, size) : NULL;
	struct buf before = BUF_INIT, stream;

	if (!ready)
		i18n_init();
	ready = true;
	if (cut != NULL) {
		buf_add(&before, data, (size_t)(cut - data));
		size -= (size_t)(cut + 1 - data);
		data = cut + 1;
	}
	if (size > 0) {
		repeat(&stream, data, size);
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			judge(&paths[i], &before, &stream);
		buf_fini(&stream);
	}
	buf_fini(&before);
	return 0;
}
