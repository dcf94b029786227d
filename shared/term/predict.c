/* Predictive echo: see predict.h. */
#include "shared/term/predict.h"

#include <string.h>

#include "shared/base/util.h"

#define NO_PROMPT UINT64_C(0xcbf29ce484222325) /* nothing but blanks */

static bool
is_jump(const struct predict_guess *g)
{
	return g->key == PREDICT_OTHER || g->key == PREDICT_ENTER;
}

static bool
is_heard(const struct predict *p, uint32_t number)
{
	return (int32_t)(p->heard - number) >= 0;
}

static bool
is_on(const struct predict *p)
{
	if (!p->echo || p->cols == 0 || p->mode == PREDICT_NEVER)
		return false;
	return p->mode == PREDICT_ALWAYS || p->rtt_ms >= PREDICT_NEAR_MS;
}

static void
play_begin(const struct predict *p, struct predict_play *y, struct cell *row)
{
	memcpy(row, p->base, (size_t)p->cols * sizeof(*row));
	*y = (struct predict_play){.row = row,
	    .cols = p->cols,
	    .col = p->at.col,
	    .from = p->cols,
	    .only_added = true};
}

/* --- all keys --- */

/* The guesses from i on want a confirmation of their own. */
static void
split_epoch(struct predict *p, int i)
{
	p->epoch++;
	for (; i < p->guesses; i++)
		p->guess[i].epoch = p->epoch;
}

/* Left of all that was typed here there may be a prompt that stays: that it
 * does not is seen first. */
static void
check_floor(struct predict *p, const struct predict_play *y, int i)
{
	enum predict_key key = p->guess[i].key;

	if (p->loose || y->col > p->floor ||
	    (key != PREDICT_BACKSPACE && key != PREDICT_LEFT))
		return;
	p->loose = true;
	split_epoch(p, i);
}

/* Plays guesses from i on, while they are sure or all of them; returns where it
 * ended. What cannot be guessed after all becomes a jump. */
static int
play_on(struct predict *p, struct predict_play *y, int i, bool all)
{
	for (; i < p->guesses; i++) {
		struct predict_guess *g = &p->guess[i];

		if (is_jump(g))
			break;
		check_floor(p, y, i);
		if (!all && g->epoch > p->sure)
			break;
		if (!predict_play(y, g->key, g->cp, p->tail)) {
			g->key = PREDICT_OTHER;
			break;
		}
	}
	return i;
}

static void
underline(struct predict *p)
{
	for (int i = p->from; i < p->to; i++)
		if (p->look[i].cp != ' ' &&
		    !cell_looks_equal(&p->look[i], &p->base[i]))
			p->look[i].attr |= CELL_UNDERLINE;
}

/* The look anew. */
static void
replay(struct predict *p)
{
	struct cell rest[GRID_COLS_MAX];
	struct predict_play y;

	p->shown = 0;
	if (p->guesses == 0 || !is_on(p) || !p->at.visible)
		return;
	play_begin(p, &y, p->look);
	p->shown = play_on(p, &y, 0, false);
	p->shown_col = y.col;
	p->from = y.from;
	p->to = y.to;
	memcpy(rest, p->look, (size_t)p->cols * sizeof(rest[0]));
	y.row = rest;
	play_on(p, &y, p->shown, true);
	underline(p);
}

static void
new_epoch(struct predict *p)
{
	p->loose = false;
	p->tail = true;
	split_epoch(p, 0);
}

static void
drop(struct predict *p, int n)
{
	p->guesses -= n;
	memmove(&p->guess[0], &p->guess[n],
	    (size_t)p->guesses * sizeof(p->guess[0]));
}

/* Of those that are kept. */
static int
heard_guesses(const struct predict *p)
{
	int n = 0;

	while (n < p->guesses && is_heard(p, p->guess[n].number))
		n++;
	return n;
}

/* One entry for all keys so far: nothing is known before they were heard. */
static void
give_up(struct predict *p)
{
	enum predict_key key = PREDICT_OTHER;

	if (p->guesses == 0)
		return;
	for (int i = 0; i < p->guesses; i++)
		if (p->guess[i].key == PREDICT_ENTER)
			key = PREDICT_ENTER;
	p->guess[0] = p->guess[p->guesses - 1];
	p->guess[0].key = key;
	p->guesses = 1;
	new_epoch(p);
}

static void
contradict(struct predict *p)
{
	int n = heard_guesses(p);

	if (n > 0 && p->begins)
		p->prompt = 0;
	drop(p, n);
	new_epoch(p);
}

/* --- frames --- */

static bool
same_glyph(const struct cell *a, const struct cell *b)
{
	return a->cp == b->cp && a->width == b->width &&
	    memcmp(a->mark, b->mark, sizeof(a->mark)) == 0;
}

/* The row shows what was played. That text behind the cursor has moved is not
 * asked of one that was only added to: *tail says whether it has. */
static bool
fits(const struct predict_play *y, const struct grid *g, bool *tail)
{
	const struct cell *row = g->row[g->cursor.row].cells;

	*tail = true;
	if (g->cursor.col != y->col)
		return false;
	for (int i = y->from; i < y->to; i++) {
		if (same_glyph(&y->row[i], &row[i]))
			continue;
		if (i < y->col || !y->only_added)
			return false;
		*tail = false;
	}
	return true;
}

/* How many of the first n guesses the frame shows: -1 = not even the state
 * before them. */
static int
confirmed(struct predict *p, const struct grid *g, int n)
{
	struct cell row[GRID_COLS_MAX];
	bool tail, tails = p->tail;
	int best = -1;
	struct predict_play y;

	if (g->cursor.row != p->at.row)
		return -1;
	play_begin(p, &y, row);
	for (int i = 0;; i++) {
		if (fits(&y, g, &tail)) {
			best = i;
			tails = p->tail && tail;
		}
		if (i == n ||
		    !predict_play(&y, p->guess[i].key, p->guess[i].cp, p->tail))
			break;
	}
	p->tail = tails;
	return best;
}

/* FNV-1a of what stands left of the cursor, without blanks. */
static uint64_t
left_of_cursor(const struct predict *p)
{
	uint64_t hash = NO_PROMPT;

	for (int i = 0; i < p->at.col; i++)
		if (p->base[i].cp != ' ')
			hash = (hash ^ p->base[i].cp) * UINT64_C(0x100000001b3);
	return hash;
}

static void
take_base(struct predict *p, const struct grid *g)
{
	bool here = p->at.row == g->cursor.row && !p->begins;

	p->at = g->cursor;
	p->floor = here ? MIN_OF(p->floor, p->at.col) : p->at.col;
	memcpy(p->base, g->row[p->at.row].cells,
	    (size_t)p->cols * sizeof(p->base[0]));
	if (here)
		return;
	p->ahead = p->begins ? left_of_cursor(p) : 0;
	if (p->guesses == 0 && p->ahead != 0 && p->ahead == p->prompt)
		p->sure = p->epoch;
}

static void
confirm(struct predict *p, int n, int64_t now_ms)
{
	const struct predict_guess *last = &p->guess[n - 1];

	p->sure = MAX_OF(p->sure, last->epoch);
	if (p->begins)
		p->prompt = p->ahead;
	p->begins = false;
	predict_rtt(p, (int)MIN_OF(now_ms - last->sent_ms, 60000));
	drop(p, n);
}

/* All up to the last jump that was heard is done, and its traces unknown. */
static void
pass_jumps(struct predict *p)
{
	int n = heard_guesses(p), last = n - 1;

	while (last >= 0 && !is_jump(&p->guess[last]))
		last--;
	if (last < 0)
		return;
	for (int i = 0; i <= last; i++)
		p->begins = p->begins || p->guess[i].key == PREDICT_ENTER;
	drop(p, n);
	new_epoch(p);
}

static void
mark_late(struct predict *p, int64_t now_ms)
{
	int n = heard_guesses(p);

	for (int i = 0; i < n; i++)
		if (p->guess[i].late_ms < 0)
			p->guess[i].late_ms = now_ms;
}

void
predict_frame(struct predict *p, const struct grid *g, int64_t now_ms)
{
	int n;

	if (p->cols != g->cols || p->rows != g->rows) {
		p->cols = g->cols;
		p->rows = g->rows;
		p->begins = true;
		give_up(p);
		new_epoch(p);
	} else if (!g->cursor.visible) {
		/* in the middle of something */
		p->at.visible = false;
		replay(p);
		return;
	} else if ((n = confirmed(p, g, heard_guesses(p))) < 0) {
		contradict(p);
	} else if (n > 0) {
		confirm(p, n, now_ms);
	}
	take_base(p, g);
	replay(p);
}

void
predict_heard(struct predict *p, uint32_t number, bool echo, int64_t now_ms)
{
	p->heard = number;
	if (p->echo && !echo)
		give_up(p);
	p->echo = echo;
	pass_jumps(p);
	mark_late(p, now_ms);
	replay(p);
}

/* --- keys --- */

void
predict_reset(struct predict *p)
{
	enum predict_mode mode = p->mode;
	int rtt_ms = p->rtt_ms;

	predict_init(p, mode);
	p->rtt_ms = rtt_ms;
}

void
predict_init(struct predict *p, enum predict_mode mode)
{
	*p = (struct predict){.mode = mode,
	    .rtt_ms = -1,
	    .echo = true,
	    .epoch = 1,
	    .tail = true,
	    .begins = true};
}

void
predict_set_mode(struct predict *p, enum predict_mode mode)
{
	p->mode = mode;
	give_up(p);
	replay(p);
}

void
predict_rtt(struct predict *p, int ms)
{
	p->rtt_ms = p->rtt_ms < 0 ? ms : (3 * p->rtt_ms + ms) / 4;
}

/* A jump behind a jump is one. */
static void
add_jump(struct predict *p, enum predict_key key, uint32_t number)
{
	struct predict_guess *g;

	/* Esc, and what is typed is not text any more */
	if (key == PREDICT_OTHER && p->prompt == NO_PROMPT)
		p->prompt = 0;
	if (p->guesses == 0 || !is_jump(&p->guess[p->guesses - 1]))
		p->guess[p->guesses++] = (struct predict_guess){
		    .key = PREDICT_OTHER};
	g = &p->guess[p->guesses - 1];
	if (key == PREDICT_ENTER)
		g->key = key;
	g->number = number;
	g->epoch = p->epoch;
}

void
predict_key(struct predict *p, enum predict_key key, uint32_t cp,
    uint32_t number, int64_t now_ms)
{
	if (p->guesses == PREDICT_KEYS) {
		give_up(p);
		key = PREDICT_OTHER;
	}
	if (!is_on(p) || key <= PREDICT_ENTER) {
		add_jump(p, key, number);
		return;
	}
	p->guess[p->guesses++] = (struct predict_guess){.key = key,
	    .cp = cp,
	    .number = number,
	    .epoch = p->epoch,
	    .sent_ms = now_ms,
	    .late_ms = -1};
	replay(p);
}

/* --- time --- */

/* When the first guess is given up; -1 = it is not waited for. */
static int64_t
first_ends_ms(const struct predict *p)
{
	const struct predict_guess *g = &p->guess[0];

	if (p->guesses == 0 || is_jump(g))
		return -1;
	if (g->late_ms >= 0)
		return g->late_ms + PREDICT_LATE_MS;
	return g->sent_ms + PREDICT_LOST_MS(MAX_OF(p->rtt_ms, 0));
}

int
predict_due_ms(const struct predict *p, int64_t now_ms)
{
	int64_t end = first_ends_ms(p);

	return end < 0 ? -1 : (int)MAX_OF(end - now_ms, 0);
}

void
predict_look(struct predict *p, int64_t now_ms)
{
	int64_t end = first_ends_ms(p);

	if (end < 0 || end > now_ms)
		return;
	if (p->guess[0].late_ms >= 0)
		contradict(p);
	else
		give_up(p);
	replay(p);
}

bool
predict_over(struct predict *p, struct predict_over *over)
{
	*over = (struct predict_over){.row = p->at.row,
	    .from = p->from,
	    .to = p->to,
	    .cells = p->look,
	    .cursor_col = p->shown_col};
	return p->shown > 0;
}
