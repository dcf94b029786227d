#include "console/app/tty_pairs.h"

#include "shared/base/util.h"

#define FAR 100

/* By how many of red, green and blue they differ; the terminal's own text is
 * most likely as far from black as from white. */
static int
distance(int a, int b)
{
	if (a < 0 || b < 0)
		return a == b ? 0 : 2;
	return __builtin_popcount((unsigned)(a ^ b) & 7);
}

/* A wrong background is seen sooner than a wrong text. */
static int
badness(int fg, int bg, int of_fg, int of_bg)
{
	if (of_fg == of_bg || of_fg == bg)
		return FAR;
	return 4 * distance(bg, of_bg) + distance(fg, of_fg);
}

int
tty_pairs_find(struct tty_pairs *p, int max, int fg, int bg, bool *fresh)
{
	int best = 0, least = FAR;

	*fresh = false;
	for (int i = 1; i <= p->n; i++) {
		int bad;

		if (p->pair[i].fg == fg && p->pair[i].bg == bg)
			return i;
		bad = badness(fg, bg, p->pair[i].fg, p->pair[i].bg);
		if (bad < least) {
			least = bad;
			best = i;
		}
	}
	if (p->n + 1 >= MIN_OF(max, TTY_PAIRS_MAX))
		return best;
	*fresh = true;
	p->n++;
	p->pair[p->n].fg = fg;
	p->pair[p->n].bg = bg;
	return p->n;
}
