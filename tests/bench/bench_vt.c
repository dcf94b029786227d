/*
 * How fast the emulator takes a flood: MB/s for pages of text and for `yes`,
 * with and without the bypass, and with 60 frames a second encoded on the way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/term/frame.h"
#include "shared/term/vt.h"

#define FLOOD (64u << 20)
#define CHUNK 4096

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fill(struct buf *b, const char *kind)
{
	static const char *const words[] = {"invoice", "client", "a", "of",
	    "ledger", "month", "cannot", "close", "printer", "the"};
	unsigned seed = 1, col = 0;

	buf_init(b, 0);
	while (b->len < FLOOD / 64) {
		if (strcmp(kind, "yes") == 0) {
			buf_adds(b, "y\r\n");
		} else if (strcmp(kind, "colour") == 0) {
			buf_printf(b, "\033[3%um%s\033[m ", seed % 8,
			    words[seed % 10]);
			col += 8;
		} else {
			buf_printf(b, "%s ", words[seed % 10]);
			col += 6;
		}
		seed = (seed * 1103515245u + 12345u) >> 1;
		if (col > 60) {
			buf_adds(b, "\r\n");
			col = 0;
		}
	}
}

static void
run(const char *kind, int cols, int rows, bool bypass)
{
	struct vt *vt = vt_new(cols, rows, NULL);
	struct frame frame;
	struct buf flood, out = BUF_INIT;
	double start, next, took;
	size_t done = 0, sent = 0, frames = 0;

	fill(&flood, kind);
	frame_init(&frame, FRAME_COLOURS_RGB, 0);
	vt_set_bypass(vt, bypass);
	start = next = now_s();
	for (size_t at = 0; done < FLOOD; at = (at + CHUNK) % flood.len) {
		size_t n = flood.len - at < CHUNK ? flood.len - at : CHUNK;

		vt_write(vt, buf_data(&flood) + at, n);
		done += n;
		if (at + n >= flood.len)
			at = flood.len - CHUNK;
		if (now_s() >= next) {
			buf_clear(&out);
			frame_encode(&frame, vt_grid(vt), &out);
			sent += out.len;
			frames++;
			next += 1.0 / 60;
		}
	}
	took = now_s() - start;
	printf("%-7s %3dx%-3d %-8s %7.1f MB/s  %5.1f frames/s  %6.0f B each\n",
	    kind, cols, rows, bypass ? "bypass" : "libvterm",
	    (double)done / took / 1e6, (double)frames / took,
	    (double)sent / (double)frames);
	frame_fini(&frame);
	vt_free(vt);
	buf_fini(&flood);
	buf_fini(&out);
}

int
main(void)
{
	static const char *const kinds[] = {"text", "yes", "colour"};

	for (size_t i = 0; i < 3; i++) {
		for (int bypass = 1; bypass >= 0; bypass--) {
			run(kinds[i], 80, 24, bypass);
			run(kinds[i], 200, 60, bypass);
		}
	}
	return 0;
}
