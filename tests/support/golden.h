/*
 * Pictures that are kept: what a view or a box draws, in each language and
 * size, is compared with tests/unit/golden/FOLDER/NAME.txt, one file a view.
 * GOLDEN=write in the environment writes them anew; look at what changed then.
 *
 *	=== 80x24 en scene, at ROW COL
 *	the rows, without what is blank around them; or that they are the same
 *	as in the size before
 *	; row cells-style ...	the looks of 80x24, where not plain
 *	; cursor ROW COL	where it is visible
 *
 * Time stands still, and the user is not root: link with GOLDEN_WRAPS of the
 * Makefile. Include it in one file per program, behind cmocka.h.
 */
#pragma once

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/util.h"
#include "shared/base/str.h"
#include "shared/ui/canvas.h"
#include "tests/support/systems.h"

#define GOLDEN_MS INT64_C(1000000000)
#define GOLDEN_S INT64_C(1795335300) /* 2026-11-22 09:15 in Warsaw */

static const struct {
	int cols, rows;
} golden_sizes[] = {{60, 18}, {80, 24}, {132, 43}};
static const char *const golden_langs[] = {"en", "pl"};

struct golden {
	const char *folder;
	bool boxes; /* the program draws dlg_*, another one the rest */
	char name[64];
	struct buf seen; /* the pictures of that file so far */
	struct buf before; /* the rows of the last picture */
	struct buf names; /* of all files, a line each */
	int differ;
};

/* --- a world that stands still --- */

static int64_t golden_ms = GOLDEN_MS;
static bool golden_admin;

int64_t __wrap_clock_ms(void);
int64_t __wrap_clock_utc_s(void);
bool __wrap_user_is_root(void);
const char *__wrap_user_root(void);

int64_t
__wrap_clock_ms(void)
{
	return golden_ms;
}

int64_t
__wrap_clock_utc_s(void)
{
	return GOLDEN_S;
}

bool
__wrap_user_is_root(void)
{
	return golden_admin;
}

/* One picture for every system. */
const char *
__wrap_user_root(void)
{
	return "root";
}

/* First thing in main(). */
static inline void
golden_world(void)
{
	struct err err;

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	unsetenv("TZ");
	i18n_init();
	if (!clock_zone_init(&err))
		exit(1);
}

/* --- files --- */

/* The program is BUILD/unit/LAYER/NAME, and BUILD is in the source. */
static inline void
golden_root(char root[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", root, PATH_MAX - 1);

	assert_true(n > 0);
	root[n] = '\0';
	for (int up = 0; up < 4; up++)
		*strrchr(root, '/') = '\0';
}

static inline void
golden_path(const struct golden *g, char path[PATH_MAX + 128])
{
	char root[PATH_MAX];

	golden_root(root);
	snprintf(path, PATH_MAX + 128, "%s/tests/unit/golden/%s/%s.txt", root,
	    g->folder, g->name);
}

static inline void
golden_write(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL)
		fail_msg("%s cannot be written", path);
	assert_int_equal(fwrite(buf_data(text), 1, text->len, f), text->len);
	assert_int_equal(fclose(f), 0);
}

/* To the byte. */
static inline bool
golden_is_kept(struct golden *g, const char *path)
{
	const char *seen = buf_str(&g->seen);
	FILE *f = fopen(path, "rb");
	size_t at = 0;
	int c = EOF;

	while (f != NULL && (c = getc(f)) != EOF && at < g->seen.len &&
	    (char)c == seen[at])
		at++;
	if (f != NULL)
		fclose(f);
	return f != NULL && c == EOF && at == g->seen.len;
}

static inline void
golden_compare(struct golden *g, const char *path)
{
	char seen[] = "/tmp/pomoc-golden.XXXXXX", *command;
	int fd;

	if (golden_is_kept(g, path))
		return;
	fd = mkstemp(seen);
	command = str_fmt("diff -u --label 'kept: %s' --label drawn -- "
			  "'%s' '%s' >&2",
	    g->name, path, seen);
	assert_true(fd >= 0);
	close(fd);
	golden_write(seen, &g->seen);
	g->differ++;
	if (system(command) < 0)
		print_error("%s: another picture\n", path);
	free(command);
	unlink(seen);
}

/* The pictures of one file are complete. */
static inline void
golden_end(struct golden *g)
{
	char path[PATH_MAX + 128];

	if (g->name[0] == '\0')
		return;
	golden_path(g, path);
	if (getenv("GOLDEN") != NULL && str_eq(getenv("GOLDEN"), "write"))
		golden_write(path, &g->seen);
	else
		golden_compare(g, path);
	buf_printf(&g->names, "%s\n", g->name);
	g->name[0] = '\0';
	buf_clear(&g->seen);
}

/* The next pictures are of that file; those of one stand together. */
static inline void
golden_begin(struct golden *g, const char *name)
{
	if (str_eq(g->name, name))
		return;
	golden_end(g);
	str_copy(g->name, sizeof(g->name), name);
}

/* --- pictures --- */

/* How many blanks all rows begin with that are not empty. */
static inline int
golden_margin(const struct grid *g)
{
	int margin = g->cols;

	for (int y = 0; y < g->rows; y++)
		for (int x = 0; x < margin; x++)
			if (grid_cell(g, y, x)->cp != ' ')
				margin = x;
	return margin;
}

/* Without the margin; top gets the empty rows above. */
static inline void
golden_rows(struct buf *out, const struct grid *g, int margin, int *top)
{
	char line[4096];
	int empty = 0;

	for (int y = 0; y < g->rows; y++) {
		if (grid_text(g, y, line, sizeof(line)) == 0) {
			empty++;
			continue;
		}
		if (out->len == 0)
			*top = y;
		else
			for (; empty > 0; empty--)
				buf_printf(out, "\n");
		empty = 0;
		buf_printf(out, "%s\n", line + margin);
	}
}

/* The first style with that look: 'a' is UI_NORMAL. */
static inline int
golden_style(const struct cell *cell)
{
	static struct canvas c;

	if (c.grid.rows == 0) {
		canvas_init(&c, UI_STYLES, 1);
		for (int i = 0; i < UI_STYLES; i++)
			canvas_text(&c, 0, i, 1, (enum ui_style)i, "x");
	}
	for (int i = 0; i < UI_STYLES; i++) {
		const struct cell *look = grid_cell(&c.grid, 0, i);

		if (look->attr == cell->attr && look->fg == cell->fg &&
		    look->bg == cell->bg)
			return 'a' + i;
	}
	return '?';
}

static inline void
golden_row_looks(struct buf *out, const struct grid *g, int y)
{
	for (int x = 0, n; x < g->cols; x += n) {
		int style = golden_style(grid_cell(g, y, x));

		n = 1;
		while (x + n < g->cols &&
		    golden_style(grid_cell(g, y, x + n)) == style)
			n++;
		if (style != 'a' || n < g->cols)
			buf_printf(out, " %d%c", n, style);
	}
}

static inline void
golden_looks(struct buf *out, const struct grid *g)
{
	struct buf row = BUF_INIT, last = BUF_INIT;

	for (int y = 0; y < g->rows; y++) {
		buf_clear(&row);
		golden_row_looks(&row, g, y);
		if (row.len > 0 && str_eq(buf_str(&row), buf_str(&last)))
			buf_printf(out, "; %d too\n", y);
		else if (row.len > 0)
			buf_printf(out, "; %d%s\n", y, buf_str(&row));
		buf_clear(&last);
		buf_add(&last, buf_data(&row), row.len);
	}
	buf_fini(&row);
	buf_fini(&last);
}

static inline void
golden_add(struct golden *g, const struct canvas *c, int size, const char *lang,
    const char *scene)
{
	const struct grid_cursor *at = &c->grid.cursor;
	struct buf rows = BUF_INIT;
	int top = 0, margin = golden_margin(&c->grid);

	golden_rows(&rows, &c->grid, margin, &top);
	buf_printf(&g->seen, "=== %dx%d %s %s, at %d %d\n",
	    golden_sizes[size].cols, golden_sizes[size].rows, lang, scene, top,
	    margin);
	if (size > 0 && str_eq(buf_str(&rows), buf_str(&g->before)))
		buf_printf(&g->seen, "the same\n");
	else
		buf_add(&g->seen, buf_data(&rows), rows.len);
	buf_clear(&g->before);
	buf_add(&g->before, buf_data(&rows), rows.len);
	buf_fini(&rows);
	if (golden_sizes[size].cols == 80)
		golden_looks(&g->seen, &c->grid);
	if (at->visible)
		buf_printf(&g->seen, "; cursor %d %d\n", at->row, at->col);
}

/* --- none is forgotten --- */

static inline bool
golden_has(struct golden *g, const char *name)
{
	char *line = str_fmt("\n%s\n", name);
	char *all = str_fmt("\n%s", buf_str(&g->names));
	bool has = strstr(all, line) != NULL;

	free(all);
	free(line);
	return has;
}

static inline char *
golden_source(const char *folder, const char *file)
{
	char root[PATH_MAX], text[65536];
	char *path;
	FILE *f;
	size_t n;

	golden_root(root);
	path = str_fmt("%s/%s/%s", root, folder, file);
	f = fopen(path, "r");
	if (f == NULL)
		fail_msg("%s cannot be read", path);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	free(path);
	return str_dup(text);
}

/* Calls fn for each .c of a folder of the source. */
static inline void
golden_sources(const char *folder,
    void (*fn)(const char *stem, const char *text, void *ctx), void *ctx)
{
	char root[PATH_MAX];
	char *path;
	struct dirent *e;
	DIR *d;

	golden_root(root);
	path = str_fmt("%s/%s", root, folder);
	d = opendir(path);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		size_t len = strlen(e->d_name);
		char *text, *stem;

		if (len < 3 || !str_eq(e->d_name + len - 2, ".c"))
			continue;
		text = golden_source(folder, e->d_name);
		stem = str_fmt("%.*s", (int)len - 2, e->d_name);
		fn(stem, text, ctx);
		free(stem);
		free(text);
	}
	closedir(d);
	free(path);
}

/* Each file that is kept is of a scene. */
static inline void
golden_drawn(struct golden *g)
{
	char root[PATH_MAX];
	char *path;
	struct dirent *e;
	DIR *d;

	golden_root(root);
	path = str_fmt("%s/tests/unit/golden/%s", root, g->folder);
	d = opendir(path);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char *stem = str_fmt(
		    "%.*s", (int)strcspn(e->d_name, "."), e->d_name);

		if (stem[0] != '\0' && str_starts(stem, "dlg_") == g->boxes &&
		    !golden_has(g, stem)) {
			print_error("%s/%s: no scene\n", path, e->d_name);
			g->differ++;
		}
		free(stem);
	}
	closedir(d);
	free(path);
}

/* The end of a test: each source that fn finds wanting has failed by now, and
 * so has each picture that is another one, or of no scene. */
static inline void
golden_settle(struct golden *g, const char *sources,
    void (*fn)(const char *stem, const char *text, void *ctx))
{
	golden_end(g);
	golden_sources(sources, fn, g);
	golden_drawn(g);
	buf_fini(&g->seen);
	buf_fini(&g->before);
	buf_fini(&g->names);
	assert_int_equal(g->differ, 0);
}

static inline int
golden_main(void (*test)(void **state))
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test),
	};

	golden_world();
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
