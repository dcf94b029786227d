#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <stdio.h>
#include <unistd.h>

#include "shared/base/util.h"
#include "shared/core/prices.h"

static void
default_list(void **state)
{
	static const struct {
		const char *product;
		enum price_kind kind;
		const char *line; /* NULL = none */
	} cases[] = {
	    {"Subiekt", PRICE_SUPPORT, "support A"},
	    {"Gestor", PRICE_SUPPORT, "support A"},
	    {"Rachmistrz", PRICE_SUPPORT, "support B"},
	    {"Rewizor", PRICE_SUPPORT, "support B"},
	    {"Gratyfikant", PRICE_SUPPORT, "support B"},
	    {"Gratyfikant", PRICE_DATABASE, "database"},
	    {"Navireo", PRICE_DATABASE, "database"},
	    {"Subiekt", PRICE_PROGRAMMING, "programming"},
	    {"Navireo", PRICE_SUPPORT, "on request"},
	    {"Navireo", PRICE_REQUEST, "on request"},
	    {"Subiekt", PRICE_REQUEST, NULL},
	    {"Unknown", PRICE_SUPPORT, NULL},
	    {"subiekt", PRICE_SUPPORT, NULL},
	};
	struct prices p;

	prices_default(&p);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int line = prices_find(&p, cases[i].product, cases[i].kind);

		if (cases[i].line == NULL)
			assert_int_equal(line, -1);
		else {
			assert_true(line >= 0);
			assert_string_equal(p.line[line].name, cases[i].line);
		}
	}
	assert_int_equal(p.line[0].net_gr, 20000);
	assert_int_equal(p.line[1].net_gr, 25000);
	assert_int_equal(p.line[2].net_gr, 40000);
	assert_int_equal(p.line[3].net_gr, 25000);
	for (int i = 0; i < p.n; i++)
		assert_int_equal(p.line[i].vat_bp, 2300);
	assert_true(price_needs_quote(&p.line[3]));
	assert_true(price_needs_quote(&p.line[4]));
	assert_false(price_needs_quote(&p.line[2]));
}

static void
products_in_order_once(void **state)
{
	static const char *const want[] = {"Subiekt", "Gestor", "Rachmistrz",
	    "Rewizor", "Gratyfikant", "Navireo"};
	char product[PRICE_PRODUCT_SIZE];
	struct prices p;

	prices_default(&p);
	strcpy(p.line[2].products, "Gestor,Subiekt ,  Rewizor");
	for (int i = 0; i < (int)ARRAY_LEN(want); i++) {
		assert_true(prices_product(&p, i, product));
		assert_string_equal(product, want[i]);
		assert_true(prices_has_product(&p, want[i]));
	}
	assert_false(prices_product(&p, ARRAY_LEN(want), product));
	assert_false(prices_has_product(&p, ""));
	assert_false(prices_has_product(&p, "Rewizor "));
}

static void
units(void **state)
{
	static const struct {
		int64_t minimum, quantum, worked, billed;
	} cases[] = {
	    {3600, 3600, 0, 0},
	    {3600, 3600, -5, 0},
	    {3600, 3600, 1, 3600},
	    {3600, 3600, 3600, 3600},
	    {3600, 3600, 3601, 7200},
	    {3600, 3600, 7500, 10800},
	    {0, 60, 1, 60},
	    {0, 60, 60, 60},
	    {0, 60, 61, 120},
	    {0, 60, 420, 420},
	    {3600, 1800, 1, 3600},
	    {3600, 1800, 3601, 5400},
	    {3600, 1800, 5400, 5400},
	    {3600, 1800, 5401, 7200},
	    {100, 60, 160, 160},
	    {100, 60, 161, 220},
	    {0, 1, 17, 17},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct price p = {.minimum_s = cases[i].minimum,
		    .quantum_s = cases[i].quantum};

		assert_int_equal(
		    price_billed_s(&p, cases[i].worked), cases[i].billed);
	}
}

static void
prints_and_reads_back(void **state)
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	struct prices p, q;
	struct err err = {0};

	prices_default(&p);
	strcpy(p.line[0].valid_from, "2026-02-28");
	p.line[0].vat_bp = 550;
	p.line[1].quantum_s = 1;
	prices_print(&p, &out);
	memset(&q, 0xff, sizeof(q));
	if (!prices_parse(&q, buf_str(&out), "list", &err))
		fail_msg("%s", err.text);
	assert_int_equal(q.n, p.n);
	assert_memory_equal(&p, &q, sizeof(p));
	prices_print(&q, &again);
	assert_string_equal(buf_str(&out), buf_str(&again));
	buf_fini(&out);
	buf_fini(&again);
}

#define A "[price \"A\"]\nkind = support\nnet = 200\n"

static void
refuses(void **state)
{
	static const struct {
		const char *text, *place, *why;
	} cases[] = {
	    {"", "f:1: ", "no price line"},
	    {"# nothing\n", "f:1: ", "no price line"},
	    {"kind = support\n", "f:1: ", "before the first [section]"},
	    {"[price]\nkind = support\n", "f:2: ", "expected a section"},
	    {"[prices \"A\"]\nkind = support\n", "f:2: ", "expected a section"},
	    {A "colour = red\n", "f:4: ", "unknown key"},
	    {A "net = 100\n", "f:4: ", "twice"},
	    {A "quantum = 0\n", "f:4: ", "1s"},
	    {A "quantum = 25h\n", "f:4: ", "86400s"},
	    {A "minimum = -1\n", "f:4: ", "expected a time"},
	    {A "vat = 101\n", "f:4: ", "VAT"},
	    {A "vat = 100.01\n", "f:4: ", "VAT"},
	    {A "vat = x\n", "f:4: ", "VAT"},
	    {A "quoted-first = maybe\n", "f:4: ", "yes or no"},
	    {A "valid-from = 2026-02-29\n", "f:4: ", "not a date"},
	    {A "valid-from = 2026-13-01\n", "f:4: ", "not a date"},
	    {A "valid-from = 2026-1-1\n", "f:4: ", "not a date"},
	    {A "valid-from = 01.01.2026\n", "f:4: ", "not a date"},
	    {A "valid-from = 2026-01-+1\n", "f:4: ", "not a date"},
	    {A "products = Subiekt,,Gestor\n", "f:4: ", "a name is empty"},
	    {A "products = \"Subiekt\"\n", "f:4: ", "must not hold"},
	    {A "products = Subiekt, Subiekt\n", "f:1: ", "named twice"},
	    {"[price \"A\"]\nkind = magic\n", "f:2: ", "kind is"},
	    {"[price \"A\"]\nkind = support\nnet = -1\n", "f:3: ", "amount"},
	    {"[price \"A\"]\nkind = support\nnet = 100000.01\n",
		"f:3: ", "at most"},
	    {"\n[price \"A\"]\nkind = support\n", "f:2: ", "no net price"},
	    {"[price \"A\"]\nnet = 1\n", "f:1: ", "no kind"},
	    {"[price \"A\"]\nkind = request\nnet = 1\n", "f:1: ", "on request"},
	    {A "\n[price \"A\"]\nvat = 8\n", "f:5: ", "twice"},
	    {A "\n[price \"B\"]\n", "f:5: ", "empty"},
	    {A "[price \"B\"]\nkind = support\nnet = 3\n",
		"f:4: ", "any product"},
	    {A "products = Subiekt\n[price \"B\"]\nkind = support\nnet = 3\n"
	       "products = Gestor, Subiekt\n",
		"f:5: ", "already"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct prices p, before;
		struct err err = {0};

		prices_default(&p);
		before = p;
		if (prices_parse(&p, cases[i].text, "f", &err))
			fail_msg("accepted: %s", cases[i].text);
		if (strstr(err.text, cases[i].place) != err.text ||
		    strstr(err.text, cases[i].why) == NULL)
			fail_msg("\"%s\" for %s", err.text, cases[i].text);
		assert_memory_equal(&p, &before, sizeof(p));
	}
}

static void
same_product_on_two_kinds(void **state)
{
	struct prices p;

	assert_true(prices_parse(&p,
	    A "products = Subiekt\n[price \"D\"]\nkind = database\nnet = 4\n"
	      "products = Subiekt\n",
	    "f", NULL));
	assert_int_equal(prices_find(&p, "Subiekt", PRICE_SUPPORT), 0);
	assert_int_equal(prices_find(&p, "Subiekt", PRICE_DATABASE), 1);
	assert_int_equal(prices_find(&p, "Gestor", PRICE_DATABASE), -1);
}

/* What is on request for every product is support only, and behind a line of
 * the kind itself. */
static void
on_request_for_all(void **state)
{
	static const char any[] = A
	    "products = Subiekt\n[price \"ask\"]\nkind = request\n";
	struct prices p;

	assert_true(prices_parse(&p, any, "f", NULL));
	assert_int_equal(prices_find(&p, "Subiekt", PRICE_SUPPORT), 0);
	assert_int_equal(prices_find(&p, "Gestor", PRICE_SUPPORT), 1);
	assert_int_equal(prices_find(&p, "Gestor", PRICE_REQUEST), 1);
	assert_int_equal(prices_find(&p, "Gestor", PRICE_DATABASE), -1);
	assert_true(
	    prices_parse(&p, A "[price \"ask\"]\nkind = request\n", "f", NULL));
	assert_int_equal(prices_find(&p, "Gestor", PRICE_SUPPORT), 0);
}

#define OF(name, kind, products, net, from)                 \
	"[price \"" name "\"]\nkind = " kind "\nnet = " net \
	"\nvalid-from = " from "\n" products

/* What a product costs on a day: the newest line that is valid by then. */
static void
newest_valid_line_counts(void **state)
{
	static const char text[] = A "products = Subiekt, Gestor\n" OF("new",
	    "support", "products = Subiekt\n", "300", "2027-01-01") OF("newer",
	    "support", "products = Subiekt, Rewizor\n", "310",
	    "2027-03-01") OF("data", "database", "", "400",
	    "2026-01-01") OF("data 2", "database", "", "450",
	    "2027-01-01") "[price \"ask\"]\nkind = request\nproducts = Gestor\n"
			  "valid-from = 2028-01-01\n";
	static const struct {
		const char *day, *product;
		enum price_kind kind;
		const char *line; /* NULL = none */
	} cases[] = {
	    {"2026-12-31", "Subiekt", PRICE_SUPPORT, "A"},
	    {"2027-01-01", "Subiekt", PRICE_SUPPORT, "new"},
	    {"2027-02-28", "Subiekt", PRICE_SUPPORT, "new"},
	    {"2027-03-01", "Subiekt", PRICE_SUPPORT, "newer"},
	    {"2027-03-01", "Gestor", PRICE_SUPPORT, "A"},
	    {"2027-02-28", "Rewizor", PRICE_SUPPORT, NULL},
	    {"2027-03-01", "Rewizor", PRICE_SUPPORT, "newer"},
	    {"2025-12-31", "Subiekt", PRICE_DATABASE, NULL},
	    {"2026-01-01", "Subiekt", PRICE_DATABASE, "data"},
	    {"2027-01-01", "Subiekt", PRICE_DATABASE, "data 2"},
	    {"2027-12-31", "Gestor", PRICE_SUPPORT, "A"},
	    {"2028-01-01", "Gestor", PRICE_SUPPORT, "ask"},
	};
	struct prices all, on;
	struct err err = {0};

	if (!prices_parse(&all, text, "f", &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int line;

		prices_on(&all, cases[i].day, &on);
		line = prices_find(&on, cases[i].product, cases[i].kind);
		if (cases[i].line == NULL)
			assert_int_equal(line, -1);
		else if (line < 0)
			fail_msg(
			    "%s on %s: none", cases[i].product, cases[i].day);
		else
			assert_string_equal(on.line[line].name, cases[i].line);
	}
	prices_on(&all, "2026-06-01", &on); /* nothing of what comes */
	assert_false(prices_has_product(&on, "Rewizor"));
	assert_int_equal(on.n, 2);
}

static void
too_many_lines(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = {0};
	struct prices p;

	for (int i = 0; i <= PRICES_MAX; i++)
		buf_printf(&text,
		    "[price \"L%d\"]\nkind = support\nnet = 1\n"
		    "products = P%d\n",
		    i, i);
	assert_false(prices_parse(&p, buf_str(&text), "f", &err));
	assert_non_null(strstr(err.text, "more than"));
	buf_fini(&text);
}

static void
reads_a_file(void **state)
{
	char path[] = "/tmp/pomoc-prices-XXXXXX";
	int fd = mkstemp(path);
	struct err err = {0};
	struct prices p;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, A, strlen(A)), (ssize_t)strlen(A));
	close(fd);
	assert_true(prices_read(&p, path, &err));
	assert_int_equal(p.n, 1);
	unlink(path);
	assert_false(prices_read(&p, path, &err));
	assert_non_null(strstr(err.text, path));
}

static void
kind_names(void **state)
{
	enum price_kind kind;

	for (int i = 0; i < PRICE_KINDS; i++) {
		assert_true(price_kind_parse(
		    price_kind_name((enum price_kind)i), &kind));
		assert_int_equal(kind, i);
	}
	assert_false(price_kind_parse("", &kind));
	assert_string_equal(price_kind_name(PRICE_KINDS), "?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(default_list),
	    cmocka_unit_test(products_in_order_once),
	    cmocka_unit_test(units),
	    cmocka_unit_test(prints_and_reads_back),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(same_product_on_two_kinds),
	    cmocka_unit_test(on_request_for_all),
	    cmocka_unit_test(newest_valid_line_counts),
	    cmocka_unit_test(too_many_lines),
	    cmocka_unit_test(reads_a_file),
	    cmocka_unit_test(kind_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
