/* Frames: what a vt shows after decoding them, and how short they are. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/term/filter.h"
#include "shared/term/frame.h"
#include "shared/term/vt.h"

struct pair {
	struct vt *from;
	struct vt *to;
	struct frame frame;
	struct buf out;
};

static void
pair_init(struct pair *p, int cols, int rows)
{
	p->from = vt_new(cols, rows, NULL);
	p->to = vt_new(80, 24, NULL);
	frame_init(&p->frame, FRAME_COLOURS_RGB, 0);
	p->frame.wraps = true;
	buf_init(&p->out, 0);
}

static void
pair_fini(struct pair *p)
{
	vt_free(p->from);
	vt_free(p->to);
	frame_fini(&p->frame);
	buf_fini(&p->out);
}

static void
on_piece(void *ctx, enum filter_kind kind, const char *bytes, size_t len,
    const struct filter_seq *seq)
{
	(void)kind;
	(void)seq;
	buf_add(ctx, bytes, len);
}

/* A frame comes with its size. Sends one frame; returns its bytes. */
static size_t
show(struct pair *p)
{
	struct buf passed = BUF_INIT;
	struct filter_sink sink = {.piece = on_piece, .ctx = &passed};
	struct filter filter;

	buf_clear(&p->out);
	assert_true(frame_encode(&p->frame, vt_grid(p->from), &p->out));
	filter_init(&filter, &sink);
	filter_write(&filter, buf_data(&p->out), p->out.len);
	assert_int_equal(passed.len, p->out.len);
	if (passed.len > 0)
		assert_memory_equal(
		    buf_data(&passed), buf_data(&p->out), passed.len);
	buf_fini(&passed);
	vt_resize(p->to, vt_grid(p->from)->cols, vt_grid(p->from)->rows);
	vt_write(p->to, buf_data(&p->out), p->out.len);
	assert_true(grid_looks_equal(vt_grid(p->from), vt_grid(p->to)));
	return p->out.len;
}

static size_t
step(struct pair *p, const char *in)
{
	vt_write(p->from, in, strlen(in));
	return show(p);
}

/* What the user's own terminal is told beside the screen. */
static void
test_flags(void **state)
{
	static const char full[] = "\033[?1049h\033[6 qfull";
	struct vt *vt = vt_new(80, 24, NULL);
	struct buf out = BUF_INIT;
	struct frame f;

	(void)state;
	frame_init(&f, FRAME_COLOURS_RGB, FRAME_WHEEL | FRAME_NO_SHAPE);
	frame_encode(&f, vt_grid(vt), &out);
	assert_non_null(strstr(buf_str(&out), "\033[?1007l"));
	vt_write(vt, full, sizeof(full) - 1);
	buf_clear(&out);
	frame_encode(&f, vt_grid(vt), &out);
	assert_non_null(strstr(buf_str(&out), "\033[?1007r"));
	vt_write(vt, "\033[?1049l", 8);
	frame_encode(&f, vt_grid(vt), &out);
	assert_non_null(strstr(buf_str(&out), "\033[?1007l"));
	assert_null(strstr(buf_str(&out), " q"));
	frame_fini(&f);
	vt_free(vt);
	buf_fini(&out);
}

static void
test_screens(void **state)
{
	static const char *const in[] = {
	    "$ ls -l\r\ntotal 4\r\n-rw-r--r-- a\r\n$ ",
	    "\033[1;31mred\033[m plain \033[4mu\033[24;7mr\033[m\033[44m bg \033[m",
	    "\033[38;2;10;20;30;48;2;1;2;3mrgb\033[38;5;123mi\033[m",
	    "\033[1;2;3;4;5;7;8;9;38;2;100;101;102;48;2;110;111;112mall\033[m",
	    "\033[4:3mcurly\033[4:4mdotted\033[4:5;53mdashed\033[4;55m.\033[m",
	    "\033[21mdouble\033[24m\033[2mdim\033[22mx\033[1;2mboth\033[22;1mb",
	    "\033[4;58;5;196mred\033[58:2::1:2:3;4:3mrgb\033[59mnone\033[m",
	    "\033[?5h",
	    "turned \033[31mred\033[7mreverse\033[m",
	    "\033[?5l",
	    "\033[m\033[H\033[J",
	    "\033[12;1Hzażółć 漢字 \xf0\x9f\x98\x80 e\xcc\x81!",
	    "\033[12;9Hx\033[12;12Hy",
	    "\033[24;1H1\r\n2\r\n3\r\n4\r\n5\r\n6",
	    "\033[5;15r\033[15;1H\n\n\n\033[r",
	    "\033[5;15r\033[5;1H\033M\033M\033[r",
	    "\033[?1049h\033[2J\033[H~\r\n~\r\n\033[24;1H\033[7mstatus\033[m",
	    "\033[?1h\033=\033[?2004h\033[?1002;1006h\033[?25l\033[4 q",
	    "\033[?1003h\033[?25h\033[6 q",
	    "\033[?1049l\033[?1l\033>\033[?2004l\033[?1003l\033[?1006l\033[0 q",
	    "\033[H\033[45m\033[2J\033[5;5Hpink\033[m\033[10;1H\033[K",
	    "\033[1;80Hz\033[2;79H\xe6\xbc\xa2",
	    "\033[24;80Hcorner",
	    "\a",
	    "\033c",
	};
	struct pair p;

	(void)state;
	pair_init(&p, 80, 24);
	show(&p);
	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++) {
		struct frame late;
		struct vt *joined = vt_new(80, 24, NULL);
		struct buf out = BUF_INIT;

		step(&p, in[i]);
		assert_int_equal(show(&p), 0);
		/* who joins now sees the same */
		frame_init(&late, FRAME_COLOURS_RGB, 0);
		assert_true(frame_encode(&late, vt_grid(p.from), &out));
		vt_write(joined, buf_data(&out), out.len);
		assert_true(grid_looks_equal(vt_grid(p.from), vt_grid(joined)));
		frame_fini(&late);
		buf_fini(&out);
		vt_free(joined);
	}
	pair_fini(&p);
}

static void
test_line_colour(void **state)
{
	struct cell c = CELL_BLANK, pen = CELL_BLANK;
	struct buf out = BUF_INIT;
	struct pair p;

	(void)state;
	pair_init(&p, 80, 24);
	step(&p, "\033[4;58;5;196mr\033[58:2::0:0:95mb\033[59mn");
	assert_int_equal(
	    cell_line(grid_cell(vt_grid(p.to), 0, 0)), CELL_INDEX(196));
	assert_int_equal(
	    cell_line(grid_cell(vt_grid(p.to), 0, 1)), CELL_INDEX(17));
	assert_int_equal(
	    cell_line(grid_cell(vt_grid(p.to), 0, 2)), CELL_DEFAULT);
	/* a terminal of few colours may print what it does not know */
	c.attr = CELL_CURLY;
	cell_set_line(&c, CELL_INDEX(196));
	c = style_reduce(&c, FRAME_COLOURS_8);
	style_change(&pen, &c, &out);
	assert_string_equal(buf_str(&out), "\033[4m");
	buf_fini(&out);
	pair_fini(&p);
}

static bool
both_wrapped(struct pair *p, int row)
{
	bool from = vt_grid(p->from)->row[row].wrapped;

	assert_int_equal(from, vt_grid(p->to)->row[row].wrapped);
	return from;
}

/* A line of several rows is one line there too: whoever copies it gets it
 * whole. */
static void
test_wraps(void **state)
{
	char line[200];
	struct pair p;

	(void)state;
	memset(line, 'a', sizeof(line));
	line[170] = '\0';
	pair_init(&p, 80, 24);
	step(&p, "$ ");
	step(&p, line); /* 172 columns */
	assert_null(strstr(buf_str(&p.out), "H"));
	assert_true(both_wrapped(&p, 0) && both_wrapped(&p, 1));
	assert_false(both_wrapped(&p, 2));
	step(&p, "\r\n");
	for (int i = 0; i < 165; i++)
		step(&p, i % 80 == 0 ? "\344\270\255" : "b");
	assert_true(both_wrapped(&p, 3) && both_wrapped(&p, 4));
	/* what is written to the edge and goes on elsewhere is two lines */
	step(&p, "\033[10;70Habcdefghijk\r\nnext");
	assert_false(both_wrapped(&p, 9));
	step(&p, "\033[10;70Habcdefghijklm");
	assert_true(both_wrapped(&p, 9));
	step(&p, "\033[10;70Habcdefghijk\r\n");
	assert_false(both_wrapped(&p, 9));
	/* it scrolls, and is erased */
	step(&p, "\033[24;1H\n");
	assert_true(both_wrapped(&p, 0));
	assert_false(both_wrapped(&p, 1));
	step(&p, "\033[H\033[3C\033[K");
	assert_false(both_wrapped(&p, 0));
	/* a terminal that is wider does not wrap there */
	p.frame.wraps = false;
	step(&p, "\033[2J\033[H");
	step(&p, line);
	assert_false(vt_grid(p.to)->row[0].wrapped);
	pair_fini(&p);
}

/* DECSCNM: default colours trade places, others stay. */
static void
test_turned(void **state)
{
	const struct cell *c;
	struct pair p;

	(void)state;
	pair_init(&p, 80, 24);
	step(&p, "a\033[31mb\033[44mc\033[m\033[?5h");
	c = grid_cell(vt_grid(p.to), 0, 0);
	assert_true(c->attr == CELL_REVERSE && c->fg == CELL_DEFAULT);
	c++; /* red on what was the text's colour */
	assert_true(c->attr == CELL_REVERSE && c->bg == CELL_INDEX(1) &&
	    c->fg == CELL_DEFAULT);
	c++;
	assert_true(c->attr == CELL_REVERSE && c->bg == CELL_INDEX(1) &&
	    c->fg == CELL_INDEX(4));
	assert_int_equal(show(&p), 0);
	step(&p, "\r\n\n1\r\n2");
	step(&p, "\033[?5l");
	assert_int_equal(grid_cell(vt_grid(p.to), 0, 0)->attr, 0);
	step(&p, "\033[?5h");
	step(&p, "\033c");
	assert_int_equal(grid_cell(vt_grid(p.to), 0, 0)->attr, 0);
	pair_fini(&p);
}

static void
test_short(void **state)
{
	struct pair p;
	size_t n;

	(void)state;
	pair_init(&p, 80, 24);
	step(&p, "$ ");
	assert_int_equal(step(&p, "l"), 1);
	assert_int_equal(step(&p, "s"), 1);
	assert_int_equal(step(&p, "\b \b"), 3);
	n = step(&p, "s\r\n");
	assert_in_range(n, 1, 4);
	/* a line at the bottom scrolls, it is not repainted */
	for (int i = 0; i < 30; i++) {
		char line[90];

		memset(line, 'a' + i % 20, 60);
		strcpy(line + 60, "\r\n");
		n = step(&p, line);
	}
	assert_in_range(n, 60, 75);
	/* `yes` costs nothing once the screen is full of it */
	for (int i = 0; i < 30; i++)
		step(&p, "y\r\n");
	vt_write(p.from, "y\r\ny\r\ny\r\ny\r\n", 12);
	assert_int_equal(show(&p), 0);
	/* a region scrolls too: a bar below stays */
	step(&p, "\033[2J\033[24;1Hbar\033[1;23r\033[1;1H");
	for (int i = 0; i < 23; i++) {
		char line[90];

		snprintf(
		    line, sizeof(line), "\r%060d%s", i, i < 22 ? "\n" : "");
		step(&p, line);
	}
	n = step(&p, "\r\nnew");
	assert_in_range(n, 3, 40);
	/* erasing a line */
	step(&p, "\033[r\033[1;1H");
	assert_in_range(step(&p, "\033[K"), 1, 6);
	pair_fini(&p);
}

static void
test_resize(void **state)
{
	struct pair p;

	(void)state;
	pair_init(&p, 100, 40);
	step(&p, "one\r\ntwo");
	vt_resize(p.from, 60, 10);
	step(&p, " three");
	assert_int_equal(vt_grid(p.to)->cols, 60);
	vt_resize(p.from, 200, 60);
	step(&p, " four");
	pair_fini(&p);
}

static void
test_limit(void **state)
{
	struct vt *vt = vt_new(80, 24, NULL), *to = vt_new(80, 24, NULL);
	struct frame f;
	struct buf small, big = BUF_INIT;
	char full[80 * 24];

	(void)state;
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	buf_init(&small, 100);
	memset(full, 'E', sizeof(full));
	vt_write(vt, full, sizeof(full));
	assert_false(frame_encode(&f, vt_grid(vt), &small));
	assert_int_equal(small.len, 0);
	assert_true(frame_encode(&f, vt_grid(vt), &big));
	vt_write(to, buf_data(&big), big.len);
	assert_true(grid_looks_equal(vt_grid(vt), vt_grid(to)));
	frame_fini(&f);
	buf_fini(&small);
	buf_fini(&big);
	vt_free(vt);
	vt_free(to);
}

static void
test_colours(void **state)
{
	static const struct {
		enum frame_colours colours;
		const char *sgr;
	} rows[] = {
	    {FRAME_COLOURS_RGB, "\033[38;2;250;2;1;48;5;203m"},
	    {FRAME_COLOURS_256, "\033[38;5;196;48;5;203m"},
	    {FRAME_COLOURS_16, "\033[91;41mx"},
	    {FRAME_COLOURS_8, "\033[31;41mx"},
	    {FRAME_COLOURS_NONE, "x"},
	};
	struct vt *vt = vt_new(80, 24, NULL);

	(void)state;
	vt_write(vt, "\033[38;2;250;2;1;48;5;203mx\033[m", 29);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT;
		struct frame f;

		frame_init(&f, rows[i].colours, 0);
		assert_true(frame_encode(&f, vt_grid(vt), &out));
		if (i < 2)
			assert_non_null(strstr(buf_str(&out), rows[i].sgr));
		else if (i == 4)
			assert_null(strstr(buf_str(&out), ";4"));
		else
			assert_non_null(strstr(buf_str(&out), "m"));
		if (rows[i].colours == FRAME_COLOURS_8)
			assert_null(strstr(buf_str(&out), "38;"));
		frame_fini(&f);
		buf_fini(&out);
	}
	vt_free(vt);
	assert_int_equal(
	    style_colours_for("1", "truecolor", "xterm"), FRAME_COLOURS_NONE);
	assert_int_equal(
	    style_colours_for("", "truecolor", "xterm"), FRAME_COLOURS_RGB);
	assert_int_equal(
	    style_colours_for(NULL, NULL, "xterm-256color"), FRAME_COLOURS_256);
	assert_int_equal(
	    style_colours_for(NULL, NULL, "linux"), FRAME_COLOURS_8);
	assert_int_equal(
	    style_colours_for(NULL, NULL, "dumb"), FRAME_COLOURS_NONE);
	assert_int_equal(
	    style_colours_for(NULL, NULL, NULL), FRAME_COLOURS_NONE);
}

/* A program's own canvas: rows without stamps, of any size. */
static void
test_canvas(void **state)
{
	struct grid g;
	struct frame f;
	struct buf out = BUF_INIT;
	struct vt *vt = vt_new(90, 30, NULL);

	(void)state;
	grid_init(&g, 90, 30);
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	for (int i = 0; i < 90; i++)
		grid_cell(&g, i % 30, i)->cp = (uint32_t)('0' + i % 10);
	grid_cell(&g, 29, 89)->attr = CELL_REVERSE;
	assert_true(frame_encode(&f, &g, &out));
	grid_cell(&g, 3, 3)->cp = 'X';
	g.cursor.row = 7;
	assert_true(frame_encode(&f, &g, &out));
	vt_write(vt, buf_data(&out), out.len);
	assert_true(grid_looks_equal(&g, vt_grid(vt)));
	/* what was wrongly painted does no harm */
	grid_cell(&g, 3, 4)->cp = 0;
	grid_cell(&g, 3, 5)->cp = 0x1b;
	grid_cell(&g, 3, 89)->cp = 0x6f22;
	grid_cell(&g, 3, 89)->width = 2;
	buf_clear(&out);
	assert_true(frame_encode(&f, &g, &out));
	assert_null(memchr(buf_data(&out), 0, out.len));
	vt_write(vt, buf_data(&out), out.len);
	assert_int_equal(grid_cell(vt_grid(vt), 4, 0)->cp, ' ');
	frame_fini(&f);
	buf_fini(&out);
	grid_fini(&g);
	vt_free(vt);
}

/* Somebody else wrote over the last rows, moved the cursor and set margins. */
static void
test_doubt(void **state)
{
	static const char foreign[] =
	    "\033[7m\033[23;1Hnobody may watch\033[K\r\nnothing to pay"
	    "\033[2;10r\033[?6h\033(0\033[4h";
	struct pair p;
	size_t len;

	(void)state;
	pair_init(&p, 80, 24);
	step(&p,
	    "text\033[23;1H\033[44m bar one\033[K\r\n bar two\033[K"
	    "\033[m\033[5;7Hhere");
	vt_write(p.to, foreign, strlen(foreign));
	assert_false(grid_looks_equal(vt_grid(p.from), vt_grid(p.to)));
	frame_doubt(&p.frame, 22);
	len = show(&p);
	assert_true(len > 0 && len < 300);
	assert_int_equal(show(&p), 0);
	step(&p, "\033[24;80H\n\n\nmore\033[20;1H\033[3L");
	pair_fini(&p);
}

static void
test_leave(void **state)
{
	static const char set[] =
	    "\033[?1h\033=\033[?2004h\033[?1000h\033[?25l\033[31mx";
	struct vt *from = vt_new(80, 24, NULL), *to = vt_new(80, 24, NULL);
	struct frame f;
	struct buf out = BUF_INIT;

	(void)state;
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	vt_write(from, set, strlen(set));
	assert_true(frame_encode(&f, vt_grid(from), &out));
	frame_leave(&f, &out);
	vt_write(to, buf_data(&out), out.len);
	assert_false(vt_grid(to)->modes.app_cursor);
	assert_false(vt_grid(to)->modes.bracketed_paste);
	assert_int_equal(vt_grid(to)->modes.mouse, GRID_MOUSE_OFF);
	assert_true(vt_grid(to)->cursor.visible);
	frame_fini(&f);
	buf_fini(&out);
	vt_free(from);
	vt_free(to);
}

/* Random programs, random sizes, every frame exact. */
static void
test_random(void **state)
{
	static const char *const words[] = {"a", "bc", "def ", "        ",
	    "\r\n", "\n", "\r", "\t", "\xe6\xbc\xa2", "\xc4\x85", "e\xcc\x81",
	    "\033[m", "\033[31m", "\033[1;44m", "\033[7m", "\033[38;2;9;8;7m",
	    "\033[H", "\033[5;9H", "\033[K", "\033[1K", "\033[J", "\033[2J",
	    "\033[3X", "\033[2@", "\033[2P", "\033[L", "\033[2M", "\033[3;9r",
	    "\033[r", "\033M", "\033[S", "\033[2T", "\033[?1049h",
	    "\033[?1049l", "\0337", "\0338", "\033[99C", "\033[99B", "\033[A",
	    "\033[?25l", "\033[?25h",
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\033[3 q"};
	struct pair p;

	(void)state;
	srand(20260101);
	for (int round = 0; round < 40; round++) {
		pair_init(&p, 20 + rand() % 100, 5 + rand() % 40);
		for (int i = 0; i < 300; i++) {
			size_t n = sizeof(words) / sizeof(words[0]);
			const char *w = words[(size_t)rand() % n];

			vt_write(p.from, w, strlen(w));
			if (rand() % 4 == 0)
				show(&p);
		}
		show(&p);
		pair_fini(&p);
	}
}

static void
paint_rgb(struct vt *vt, int seed)
{
	int cols = vt_grid(vt)->cols, rows = vt_grid(vt)->rows;
	char cell[96];

	for (int r = 0; r < rows; r++) {
		int n = snprintf(cell, sizeof(cell), "\033[%dH", r + 1);

		vt_write(vt, cell, (size_t)n);
		for (int c = 0; c < cols; c++) {
			n = snprintf(cell, sizeof(cell),
			    "\033[1;3;4;7;38;2;%d;%d;%d;48;2;%d;%d;%dm#",
			    100 + (c + seed) % 156, 100 + r % 156, 255, 254,
			    100 + c % 156, 100 + (r + seed) % 156);
			vt_write(vt, cell, (size_t)n);
		}
	}
}

/* The largest screen, all of it in colours, goes out in parts of which each
 * fits a record; a first row that changes all the time holds nothing up. */
static void
test_parts(void **state)
{
	struct vt *from = vt_new(GRID_COLS_MAX, GRID_ROWS_MAX, NULL);
	struct vt *to = vt_new(GRID_COLS_MAX, GRID_ROWS_MAX, NULL);
	struct buf out = BUF_INIT;
	struct frame f;
	int parts = 0, more = 1;

	paint_rgb(from, 0);
	vt_set_strict(to);
	frame_init(&f, FRAME_COLOURS_RGB, 0);
	f.part = FRAME_PART;
	for (; more && parts < 1000; parts++) {
		char line[32];
		int n = snprintf(line, sizeof(line), "\033[H%d", parts);

		buf_clear(&out);
		more = !frame_encode(&f, vt_grid(from), &out);
		assert_in_range(out.len, 1, FRAME_PART + 64 * 1024 - 64);
		vt_write(to, buf_data(&out), out.len);
		assert_false(vt_refused(to));
		if (more)
			vt_write(from, line, (size_t)n);
	}
	assert_in_range(parts, 20, 200);
	while (!frame_encode(&f, vt_grid(from), &out))
		;
	vt_write(to, buf_data(&out), out.len);
	assert_true(grid_looks_equal(vt_grid(from), vt_grid(to)));
	frame_fini(&f);
	buf_fini(&out);
	vt_free(from);
	vt_free(to);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_flags),
	    cmocka_unit_test(test_screens),
	    cmocka_unit_test(test_line_colour),
	    cmocka_unit_test(test_wraps),
	    cmocka_unit_test(test_turned),
	    cmocka_unit_test(test_short),
	    cmocka_unit_test(test_resize),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_colours),
	    cmocka_unit_test(test_canvas),
	    cmocka_unit_test(test_doubt),
	    cmocka_unit_test(test_leave),
	    cmocka_unit_test(test_random),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
