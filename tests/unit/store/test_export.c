/* The formats, read back by readers that know nothing of the writers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define FIELDS_MAX 40
#define LINES_MAX 8

struct csv {
	int lines;
	int fields[LINES_MAX];
	char field[LINES_MAX][FIELDS_MAX][300];
};

static const struct logrow hard = {.ticket = 7,
    .opened_s = 1793698200,
    .client = "Beta, \"Syn\"; i S-ka",
    .name = "=HYPERLINK(\"http://x\")",
    .company = " @SUM(1)",
    .phone = "+48 600",
    .problem = "line one\r\n=line two\tx",
    .product = "Subiekt",
    .wanted = "",
    .technician = "anna",
    .technicians = "anna",
    .state = "solved",
    .outcome = "solved",
    .worked_s = 3601,
    .billed_s = 7200,
    .net_gr = 123456,
    .vat_gr = 28395,
    .gross_gr = 151851,
    .raw_net_gr = 200000,
    .corrected = true,
    .invoice = "FV 1/11/2026",
    .paid = "2026-12-10",
    .note = "\xef\xbc\x9d"
	    "1 \x1b[31mred \xe2\x80\xae",
    .buyer = "@K1",
    .buyer_nip = "5260250274"};

static const struct report_totals sums = {.count = 2,
    .worked_s = 1,
    .billed_s = 2,
    .net_gr = 300,
    .vat_gr = 69,
    .gross_gr = 369,
    .money = {1, {{2300, 300}}}};

static char *
written(const struct export_format *f, bool sum)
{
	struct export e = {.format = f, .cols = 80, .sum = sum};
	char *text = NULL;
	size_t size = 0;

	e.out = open_memstream(&text, &size);
	assert_non_null(e.out);
	f->begin(&e);
	f->row(&e, &hard);
	e.rows++;
	f->row(&e, &hard);
	e.rows++;
	f->end(&e, sum ? &sums : NULL);
	assert_int_equal(fclose(e.out), 0);
	return text;
}

/* RFC 4180 with a choice of separator; every record must end in CRLF. */
static void
parse(const char *p, char separator, struct csv *out)
{
	memset(out, 0, sizeof(*out));
	while (*p != '\0') {
		char *to = out->field[out->lines][out->fields[out->lines]++];

		if (*p == '"') {
			for (p++; *p != '"' || p[1] == '"'; p++) {
				assert_true(*p != '\0');
				p += *p == '"';
				*to++ = *p;
			}
			p++;
		} else {
			while (*p != separator && *p != '\r') {
				assert_true(*p != '\0' && *p != '"');
				assert_true(*p != '\n');
				*to++ = *p++;
			}
		}
		if (*p == separator) {
			p++;
			if (*p != '\r')
				continue;
			out->fields[out->lines]++;
		}
		assert_true(p[0] == '\r' && p[1] == '\n');
		p += 2;
		out->lines++;
	}
}

static void
check_common(const struct csv *c, int lines)
{
	assert_int_equal(c->lines, lines);
	for (int i = 0; i < lines; i++)
		assert_int_equal(c->fields[i], c->fields[0]);
	assert_string_equal(c->field[1][0], "7");
	assert_string_equal(c->field[1][4], "Beta, \"Syn\"; i S-ka");
	assert_string_equal(c->field[1][5], "'=HYPERLINK(\"http://x\")");
	assert_string_equal(c->field[1][7], "'+48 600");
	assert_string_equal(c->field[1][18], "FV 1/11/2026");
	for (int i = 1; i < lines; i++)
		for (int k = 0; k < c->fields[i]; k++)
			assert_null(strpbrk(
			    (char[2]){c->field[i][k][0], '\0'}, "=+-@\t\r"));
	/* nothing that moves a cursor or turns the writing round */
	assert_null(strchr(c->field[1][20], '\x1b'));
	assert_null(strstr(c->field[1][20], "\xe2\x80\xae"));
	assert_int_equal(c->field[1][20][0], '\'');
	assert_null(strpbrk(c->field[1][19], "\r\n\t"));
}

static void
test_csv(void **state)
{
	static struct csv c;
	char *text = written(&export_csv, true);

	parse(text, ',', &c);
	check_common(&c, 4);
	assert_string_equal(c.field[0][0], "ticket");
	assert_string_equal(c.field[1][1], "2026-11-03T09:30:00Z");
	assert_string_equal(c.field[1][13], "1234.56");
	assert_string_equal(c.field[1][16], "2000.00");
	assert_string_equal(c.field[0][21], "buyer_code");
	assert_string_equal(c.field[1][21], "'@K1");
	assert_string_equal(c.field[1][22], "5260250274");
	assert_string_equal(c.field[3][0], "sum");
	assert_string_equal(c.field[3][13], "3.00");
	assert_string_equal(c.field[3][15], "3.69");
	free(text);
}

static void
test_csv_pl(void **state)
{
	static struct csv c;
	char *text = written(&export_csv_pl, false);

	assert_memory_equal(text, "\xef\xbb\xbf", 3);
	parse(text + 3, ';', &c);
	check_common(&c, 3);
	assert_string_equal(c.field[1][1], "2026-11-03 10:30:00");
	assert_string_equal(c.field[1][13], "1234,56");
	free(text);
}

/* The hour that comes twice in autumn says which one it is. */
static void
test_twice(void **state)
{
	char text[40];

	assert_string_equal(clock_local_sure(text, sizeof(text), 1792889400),
	    "2026-10-25 02:50:00 +0200");
	assert_string_equal(clock_local_sure(text, sizeof(text), 1792890000),
	    "2026-10-25 02:00:00 +0100");
	assert_string_equal(clock_local_sure(text, sizeof(text), 1792893600),
	    "2026-10-25 03:00:00");
}

static void
test_json(void **state)
{
	char *text = written(&export_json, true);
	json_t *o = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	json_t *row;

	assert_non_null(o);
	assert_int_equal(json_integer_value(json_object_get(o, "version")), 1);
	assert_string_equal(
	    json_string_value(json_object_get(o, "command")), "log");
	assert_int_equal(json_array_size(json_object_get(o, "rows")), 2);
	row = json_array_get(json_object_get(o, "rows"), 1);
	assert_string_equal(
	    json_string_value(json_object_get(row, "net")), "1234.56");
	assert_int_equal(
	    json_integer_value(json_object_get(row, "gross_gr")), 151851);
	assert_true(json_is_null(json_object_get(row, "closed")));
	assert_int_equal(json_integer_value(json_object_get(
			     json_object_get(o, "sum"), "gross_gr")),
	    369);
	json_decref(o);
	free(text);

	text = written(&export_json, false);
	o = json_loads(text, 0, NULL);
	assert_int_equal(json_array_size(json_object_get(o, "rows")), 2);
	assert_null(json_object_get(o, "sum"));
	json_decref(o);
	free(text);
}

/* Numbers are whole and columns straight, whatever the log holds. */
static void
test_table_widths(void **state)
{
	struct logrow big = hard;
	struct export e = {.cols = 80};
	char *text = NULL, *line, *save = NULL;
	size_t size = 0;

	big.ticket = 100002;
	big.net_gr = 100000000;
	big.worked_s = 3600000;
	e.most = (struct logrow){.ticket = 100002,
	    .worked_s = 3600000,
	    .net_gr = 100000000,
	    .gross_gr = 123000000};
	e.out = open_memstream(&text, &size);
	export_table.begin(&e);
	export_table.row(&e, &hard);
	export_table.row(&e, &big);
	fclose(e.out);
	assert_non_null(strstr(text, "100002 "));
	assert_non_null(strstr(text, "1000:00:00 1 000 000,00\n"));
	assert_non_null(strstr(text, " 1:00:01 "));
	for (line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		assert_int_equal(utf8_cols(line), 80);
	free(text);
}

/* The day that the filter goes by at every width, the other one where there is
 * room. */
static void
test_table_days(void **state)
{
	static const struct {
		int cols;
		bool opened;
		const char *head, *closed, *open;
	} cases[] = {
	    {60, false, "    # completed  client", "    7 2026-11-04 Beta",
		"    7 from 11-03 Beta"},
	    {80, false, "    # completed  client", "    7 2026-11-04 Beta",
		"    7 from 11-03 Beta"},
	    {80, true, "    # opened     client", "    7 2026-11-03 Beta",
		"    7 2026-11-03 Beta"},
	    {100, false, "     # completed        client",
		"     7 2026-11-04 00:30 Beta", "     7 from 2026-11-03  Beta"},
	    {120, false, "     # opened     completed        client",
		"     7 2026-11-03 2026-11-04 00:30 Beta",
		"     7 2026-11-03 -                Beta"},
	    {200, true, "     # opened           completed  client",
		"     7 2026-11-03 10:30 2026-11-04 Beta",
		"     7 2026-11-03 10:30 -          Beta"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct export e = {
		    .cols = cases[i].cols, .opened = cases[i].opened};
		struct logrow closed = hard, open = hard;
		char *text = NULL, *line, *save = NULL;
		size_t size = 0;

		closed.closed_s = hard.opened_s + 14 * 3600;
		open.closed_s = 0;
		e.out = open_memstream(&text, &size);
		export_table.begin(&e);
		export_table.row(&e, &closed);
		export_table.row(&e, &open);
		fclose(e.out);
		line = strtok_r(text, "\n", &save);
		assert_ptr_equal(strstr(line, cases[i].head), line);
		line = strtok_r(NULL, "\n", &save);
		assert_ptr_equal(strstr(line, cases[i].closed), line);
		assert_true(utf8_cols(line) <= cases[i].cols);
		line = strtok_r(NULL, "\n", &save);
		assert_ptr_equal(strstr(line, cases[i].open), line);
		free(text);
	}
}

static void
test_names(void **state)
{
	assert_ptr_equal(export_find("csv-pl"), &export_csv_pl);
	assert_null(export_find("xml"));
	assert_string_equal(export_names(), "table, csv, csv-pl, json");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_csv),
	    cmocka_unit_test(test_csv_pl),
	    cmocka_unit_test(test_twice),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_table_widths),
	    cmocka_unit_test(test_table_days),
	    cmocka_unit_test(test_names),
	};

	setenv("TZ", "Europe/Warsaw", 1);
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
