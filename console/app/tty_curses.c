#include "console/app/tty_curses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "console/app/tty_over.h"
#include "console/app/tty_pairs.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/sys/terminal.h"
#include "shared/term/style.h"
#include "shared/ui/keys.h"

#define ROWS_MAX 1000
_Static_assert(1 + TTY_OVER_MARKS <= CCHARW_MAX, "a cell of curses");
#define OWN_CURSOR "\033[0 q"
#define BELL_MS 250 /* whoever floods, the ear is spared */

static struct {
	bool on;
	enum frame_colours colours;
	bool titles;
	bool invis; /* can hide a text */
	bool never_hides; /* its cursor */
	struct tty_pairs pairs;
	bool over; /* takes more than curses says, see tty_over.h, */
	enum frame_colours over_colours; /* these, too */
	SCREEN *screen;
	struct grid shown;
	bool known;
	int64_t belled_ms;
} tty;

static void
write_all(const char *s)
{
	size_t len = strlen(s);

	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, s, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		s += n;
		len -= (size_t)n;
	}
}

/* Padding in a capability ("$<5>") is for tputs only: cut it off. */
static void
add_cap(struct buf *b, const char *name)
{
	const char *s = tigetstr(name);

	if (s != NULL && s != (char *)-1)
		buf_add(b, s, strcspn(s, "$"));
}

static bool
has_cap(const char *name)
{
	const char *s = tigetstr(name);

	return s != NULL && s != (char *)-1;
}

/* What a signal handler may send without asking curses. */
static void
promise(void)
{
	struct buf leave = BUF_INIT;

	buf_adds(&leave, KEYS_MODES_OFF);
	if (tty.over)
		buf_adds(&leave, OWN_CURSOR);
	add_cap(&leave, "sgr0");
	add_cap(&leave, "cnorm");
	add_cap(&leave, "rmcup");
	terminal_changed(buf_str(&leave));
	buf_fini(&leave);
}

static enum frame_colours
colours_now(void)
{
	const char *no = getenv("NO_COLOR");

	if ((no != NULL && no[0] != '\0') || !has_colors())
		return FRAME_COLOURS_NONE;
	return COLORS >= 256 ? FRAME_COLOURS_256
	    : COLORS >= 16   ? FRAME_COLOURS_16
			     : FRAME_COLOURS_8;
}

/* setupterm() and whether it can place the cursor: all that is needed. */
static bool
is_usable(const char *term)
{
	const char *cup;
	bool fit;
	int rc;

	if (setupterm(term, STDOUT_FILENO, &rc) != OK)
		return false;
	cup = tigetstr("cup");
	fit = cup != NULL && cup != (char *)-1;
	del_curterm(cur_term);
	return fit;
}

/* Those that may be newer than the list of terminals on this machine all
 * understand what xterm does. */
static bool
is_modern(const char *term)
{
	static const char *const names[] = {"xterm", "alacritty", "contour",
	    "foot", "ghostty", "gnome", "iterm", "kitty", "konsole", "mintty",
	    "mlterm", "ms-terminal", "putty", "rio", "rxvt", "screen", "st-",
	    "tmux", "vscode", "vte", "wezterm", "zellij"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_starts(term, names[i]))
			return true;
	return strstr(term, "256color") != NULL ||
	    strstr(term, "direct") != NULL || strstr(term, "truecolor") != NULL;
}

/* TERM, or the nearest that this machine knows; NULL when it knows none. One
 * that says nothing (dumb, unknown, unset) can do what every one can. */
static const char *
terminal(void)
{
	const char *term = getenv("TERM");
	const char *instead[] = {"xterm-256color", "xterm", "vt100", "ansi"};
	size_t first;

	if (term == NULL)
		term = "";
	if (term[0] != '\0' && strchr(term, '/') == NULL && is_usable(term))
		return term;
	for (first = is_modern(term) ? 0 : 2; first < ARRAY_LEN(instead);
	     first++)
		if (is_usable(instead[first]))
			return instead[first];
	return NULL;
}

bool
tty_check(struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err,
		    _("this needs a terminal; sub-commands do not, see "
		      "pomoc --help"));
	return terminal() != NULL ||
	    err_set(err,
		_("this machine knows neither the terminal of TERM nor vt100; "
		  "is ncurses-base installed?"));
}

/* The program has a handler of its own. Where another one than the default is
 * in place now, curses leaves SIGTSTP alone; else it would put one in and out
 * around each picture. */
static SCREEN *
new_screen(const char *term)
{
	void (*was)(int) = signal(SIGTSTP, SIG_IGN);
	SCREEN *s = newterm(term, stdout, stdin);

	signal(SIGTSTP, was);
	return s;
}

bool
tty_start(struct err *err)
{
	const char *term = terminal();

	terminal_save(STDOUT_FILENO);
	set_escdelay(KEYS_ESC_MS);
	/* the size is the terminal's, not what COLUMNS and LINES say */
	use_env(FALSE);
	use_tioctl(TRUE);
	tty.screen = term != NULL ? new_screen(term) : NULL;
	if (tty.screen == NULL)
		return err_set(err, _("the terminal cannot be used"));
	raw();
	noecho();
	nonl();
	typeahead(-1);
	leaveok(stdscr, FALSE);
	tty.never_hides = curs_set(0) == ERR;
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	tty.colours = colours_now();
	tty.titles = terminal_has_titles(term);
	tty.invis = has_cap("invis");
	tty.over = is_modern(term);
	tty.over_colours = tty.colours == FRAME_COLOURS_NONE
	    ? FRAME_COLOURS_NONE
	    : style_colours_for(NULL, getenv("COLORTERM"), term);
	tty.on = true;
	atexit(tty_end);
	mem_on_oom(tty_end);
	promise();
	tty_forget();
	clear();
	refresh();
	write_all(KEYS_MODES_ON);
	return true;
}

int
tty_input(void)
{
	int fd = terminal_open(O_RDONLY);

	return fd >= 0 ? fd : STDIN_FILENO;
}

void
tty_end(void)
{
	if (!tty.on)
		return;
	tty.on = false;
	if (tty.titles)
		write_all("\033]2;\a");
	write_all(KEYS_MODES_OFF);
	if (tty.over)
		write_all(OWN_CURSOR);
	endwin();
	terminal_changed("");
	terminal_put_back();
}

void
tty_size(int *cols, int *rows)
{
	*cols = MAX_OF(COLS, 1);
	*rows = MAX_OF(LINES, 1);
}

void
tty_resized(void)
{
	int cols, rows;

	if (terminal_size(STDOUT_FILENO, &cols, &rows))
		resizeterm(MIN_OF(rows, ROWS_MAX), MIN_OF(cols, 2000));
	tty_forget();
}

enum frame_colours
tty_colours(void)
{
	return tty.colours;
}

void
tty_forget(void)
{
	tty.known = false;
}

/* --- cells to curses --- */

/* -1 = the terminal's own; of eight colours *bright is the upper half of
 * sixteen. */
static int
colour(uint32_t c, bool *bright)
{
	uint32_t near = style_colour(
	    c, tty.colours == FRAME_COLOURS_8 ? FRAME_COLOURS_16 : tty.colours);
	int index = (int)(near & 0xff);

	*bright = near != CELL_DEFAULT && COLORS < 16 && index >= 8;
	if (near == CELL_DEFAULT)
		return -1;
	return *bright ? index - 8 : index;
}

static attr_t
attributes(unsigned attr)
{
	attr_t a = A_NORMAL;

	a |= attr & CELL_BOLD ? A_BOLD : 0;
	a |= attr & CELL_DIM ? A_DIM : 0;
	a |= attr & CELL_ITALIC ? A_ITALIC : 0;
	a |= attr & (CELL_UNDERLINE | CELL_UNDERLINE2) ? A_UNDERLINE : 0;
	a |= attr & CELL_BLINK ? A_BLINK : 0;
	a |= attr & CELL_REVERSE ? A_REVERSE : 0;
	a |= attr & CELL_CONCEAL ? A_INVIS : 0;
	return a;
}

/* Where nothing can be hidden a blank must do. */
static bool
is_seen(const struct cell *c)
{
	return c->cp >= 0x20 && (tty.invis || !(c->attr & CELL_CONCEAL));
}

static int
pair_of(int fg, int bg)
{
	bool fresh;
	int pair;

	if (COLOR_PAIRS > TTY_PAIRS_MAX) /* curses has enough */
		return MAX_OF(alloc_pair(fg, bg), 0);
	pair = tty_pairs_find(&tty.pairs, COLOR_PAIRS, fg, bg, &fresh);
	if (fresh)
		init_extended_pair(pair, fg, bg);
	return pair;
}

/* What stands in its own colour is seen where bold is bright only. When no pair
 * was left for it the nearest one would show it. */
static bool
is_lost(int pair, int fg, int bg, attr_t attr)
{
	return COLOR_PAIRS <= TTY_PAIRS_MAX && fg == bg && fg >= 0 &&
	    !(attr & A_BOLD) && tty.pairs.pair[pair].fg != fg;
}

static void
show_cell(int row, int col, const struct cell *cell)
{
	wchar_t text[2 + TTY_OVER_MARKS] = {0};
	uint32_t mark[TTY_OVER_MARKS];
	attr_t attr = attributes(cell->attr);
	bool seen = is_seen(cell);
	int pair = 0, marks = seen ? tty_over_marks(cell, mark) : 0;
	cchar_t cc;

	if (tty.colours != FRAME_COLOURS_NONE &&
	    (cell->fg != CELL_DEFAULT || cell->bg != CELL_DEFAULT)) {
		bool bright, ignored;
		int fg = colour(cell->fg, &bright);
		int bg = colour(cell->bg, &ignored);

		attr |= bright ? A_BOLD : 0;
		pair = pair_of(fg, bg);
		seen = seen && !is_lost(pair, fg, bg, attr);
	}
	text[0] = seen ? (wchar_t)cell->cp : L' ';
	for (int i = 0; seen && i < marks; i++)
		text[1 + i] = (wchar_t)mark[i];
	setcchar(&cc, text, attr, 0, &pair);
	mvadd_wch(row, col, &cc);
}

static int
shown_rows(const struct grid *g)
{
	return MIN_OF(g->rows, MIN_OF(LINES, ROWS_MAX));
}

/* A cell that was written over curses' own, and will not be: it may be the same
 * to curses, which would leave it as it is. */
static bool
stays_over(const struct cell *now, const struct cell *was, int cols)
{
	for (int col = 0; tty.over && col < cols; col++)
		if (now[col].cp == was[col].cp &&
		    tty_over_needs(&was[col], tty.over_colours) &&
		    !tty_over_needs(&now[col], tty.over_colours))
			return true;
	return false;
}

/* False: it is shown as it is. */
static bool
show_row(const struct grid *g, int row, bool all)
{
	const struct cell *now = g->row[row].cells;
	struct cell *was = tty.shown.row[row].cells;
	size_t size = (size_t)g->cols * sizeof(*now);
	int first = 0, end = g->cols;

	if (!all && grid_same_row(&g->row[row], &tty.shown.row[row]))
		return false;
	tty.shown.row[row].stamp = g->row[row].stamp;
	if (!all && memcmp(now, was, size) == 0)
		return false;
	while (!all && first < end && cell_equal(&now[first], &was[first]))
		first++;
	while (!all && first < end && cell_equal(&now[end - 1], &was[end - 1]))
		end--;
	/* curses wants both halves of a wide character */
	while (first > 0 && first < end &&
	    (now[first].width == 0 || was[first].width == 0))
		first--;
	for (int col = first; col < end; col++)
		if (now[col].width != 0)
			show_cell(row, col, &now[col]);
	if (stays_over(now + first, was + first, end - first))
		wredrawln(stdscr, row, 1);
	memcpy(was, now, size);
	return first < end;
}

/* After curses: on its way to another place it may have written a row again,
 * in its own words. */
static void
show_over(const struct grid *g, const bool *touched)
{
	struct buf out = BUF_INIT;

	for (int row = 0; tty.over && row < shown_rows(g); row++)
		if (touched[row])
			tty_over_row(&out, row, g->row[row].cells,
			    MIN_OF(g->cols, COLS), tty.over_colours);
	for (int row = 0; tty.over && row + 1 < shown_rows(g); row++)
		if (g->row[row].wrapped && g->cols == COLS &&
		    (touched[row] || touched[row + 1]))
			tty_over_wrap(&out, row, g->row[row].cells,
			    g->row[row + 1].cells, COLS, tty.over_colours);
	if (out.len > 0)
		write_all(buf_str(&out));
	buf_fini(&out);
}

/* Drags and moves are told where a program on the screen wants them. */
static void
follow_mouse(enum grid_mouse was, enum grid_mouse now, bool known)
{
	static const char *const on[] = {[GRID_MOUSE_DRAG] = "\033[?1002h",
	    [GRID_MOUSE_MOVE] = "\033[?1003h"};

	was = MAX_OF(was, GRID_MOUSE_CLICK);
	now = MAX_OF(now, GRID_MOUSE_CLICK);
	if (was == now && known)
		return;
	/* some terminals keep but one of these */
	write_all("\033[?1003l\033[?1002l\033[?1000h");
	if (now != GRID_MOUSE_CLICK)
		write_all(on[now]);
}

/* Block with a blink is the technician's own cursor, whatever it is. */
static void
follow_cursor(const struct grid_cursor *was, const struct grid_cursor *now)
{
	static const char *const shapes[][2] = {
	    [GRID_BLOCK] = {"\033[2 q", OWN_CURSOR},
	    [GRID_UNDERLINE] = {"\033[4 q", "\033[3 q"},
	    [GRID_BAR] = {"\033[6 q", "\033[5 q"}};

	if (tty.over && (was->shape != now->shape || was->blink != now->blink))
		write_all(shapes[now->shape][now->blink]);
}

bool
tty_show(const struct canvas *c)
{
	const struct grid *g = &c->grid;
	bool touched[ROWS_MAX] = {false};
	bool all = !tty.known || tty.shown.cols != g->cols ||
	    tty.shown.rows != g->rows;

	if (!tty.on || (!all && grid_looks_equal(&tty.shown, g)))
		return false;
	if (all) {
		if (tty.shown.row == NULL)
			grid_init(&tty.shown, g->cols, g->rows);
		else
			grid_resize(&tty.shown, g->cols, g->rows);
		clearok(curscr, TRUE);
		erase();
		tty.pairs.n = 0;
		tty.known = true;
	}
	for (int row = 0; row < shown_rows(g); row++)
		touched[row] = show_row(g, row, all);
	touched[MIN_OF(tty.shown.cursor.row, ROWS_MAX - 1)] = true;
	touched[MIN_OF(g->cursor.row, ROWS_MAX - 1)] = true;
	curs_set(g->cursor.visible ? 1 : 0);
	if (g->cursor.visible)
		move(g->cursor.row, g->cursor.col);
	else if (tty.never_hides) /* out of the way */
		move(LINES - 1, COLS - 1);
	refresh();
	show_over(g, touched);
	follow_cursor(&tty.shown.cursor, &g->cursor);
	follow_mouse(tty.shown.modes.mouse, g->modes.mouse, !all);
	tty.shown.cursor = g->cursor;
	tty.shown.modes = g->modes;
	return true;
}

void
tty_bell(void)
{
	int64_t now = clock_ms();

	if (!tty.on || now - tty.belled_ms < BELL_MS)
		return;
	tty.belled_ms = now;
	write_all("\a");
}

void
tty_title(const char *title)
{
	char *out;

	if (!tty.on || !tty.titles)
		return;
	out = str_fmt("\033]2;%s\a", UTF8_CLEAN(128, title, 80));
	write_all(out);
	free(out);
}

void
tty_lend(void)
{
	write_all(KEYS_MODES_OFF);
	if (tty.over)
		write_all(OWN_CURSOR);
	endwin();
	tty.on = false;
}

void
tty_take_back(void)
{
	tty.on = true;
	tty_resized();
	write_all(KEYS_MODES_ON);
}

void
tty_suspend(void)
{
	tty_lend();
	raise(SIGSTOP);
	tty_take_back();
}
