/* The page for clients: its template, what stands in it of others, its links.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "console/page/page.h"
#include "console/page/page_fill.h"
#include "console/page/page_qr.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define KEY "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define EVIL "<script>x</script>\"'&{phone}{/}"
#define TAMED "&lt;script&gt;x&lt;/script&gt;&quot;&#39;&amp;{phone}{/}"

static void
test_text_is_safe(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
	    {"", ""},
	    {"Zażółć gęślą", "Zażółć gęślą"},
	    {EVIL, TAMED},
	    {"a\nb\tc", "a b c"},
	    {"abc\u202edef\u200b", "abcdef"}, /* turns the line around */
	    {"a\x1b[31mb", "a?[31mb"},
	    {"\xff<", "?&lt;"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf out = BUF_INIT;

		page_fill_text(&out, rows[i].text);
		assert_string_equal(buf_str(&out), rows[i].want);
		buf_fini(&out);
	}
}

static void
test_template(void **state)
{
	static const struct page_word words[] = {
	    {"a", "{b}<~", false},
	    {"b", "<i>{a}</i>", true},
	    {"none", "", false},
	    {NULL, NULL, false},
	};
	static const struct {
		const char *template, *want;
	} rows[] = {
	    {"", ""},
	    {"x{a}y", "x{b}&lt;~y"},
	    {"i~w~{a}", "i\u00a0w\u00a0{b}&lt;~"},
	    {"{b}{a}", "<i>{a}</i>{b}&lt;~"},
	    {"1{?a}2{/}3{!a}4{/}5", "1235"},
	    {"1{?none}{a}{/}3{!none}{b}{/}5", "13<i>{a}</i>5"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf out = BUF_INIT;

		page_fill(&out, rows[i].template, words);
		assert_string_equal(buf_str(&out), rows[i].want);
		buf_fini(&out);
	}
}

static void
test_tel(void **state)
{
	static const struct {
		const char *phone, *want;
	} rows[] = {
	    {"22 123 45 67", "221234567"},
	    {"+48 (22) 123-45-67", "+48221234567"},
	    {"tel. 22 123 45 67, wew. 12", "221234567"},
	    {"600 100 200 / 600 100 201", "600100200"},
	    {"javascript:alert(1)", ""},
	    {"112\"><svg onload=x>", "112"},
	    {"call us", ""},
	    {"+", ""},
	};
	char tel[CONFIG_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		page_tel(tel, sizeof(tel), rows[i].phone);
		assert_string_equal(tel, rows[i].want);
	}
}

static void
test_qr(void **state)
{
	struct buf out = BUF_INIT;
	char text[4000];

	page_qr(&out, "", "label");
	assert_int_equal(out.len, 0);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	page_qr(&out, text, "too long for one");
	assert_int_equal(out.len, 0);
	page_qr(&out, "tel:112", EVIL);
	assert_non_null(strstr(buf_str(&out), "aria-label=\"" TAMED "\""));
	assert_non_null(strstr(buf_str(&out), "M4 4h7v1h-7z")); /* a corner */
	buf_fini(&out);
}

/* How often it is there. */
static int
count(struct buf *page, const char *text)
{
	int n = 0;

	for (const char *s = buf_str(page); (s = strstr(s, text)) != NULL; s++)
		n++;
	return n;
}

static void
make(struct buf *out, const struct config *c, const char *lang,
    const char *index)
{
	static struct prices prices;
	static const struct page_files none;
	struct page page = {.config = c,
	    .prices = &prices,
	    .files = &none,
	    .address = EVIL,
	    .key = KEY,
	    .command = EVIL,
	    .url = ""};

	prices_default(&prices);
	str_copy(prices.line[0].products, sizeof(prices.line[0].products),
	    "Sub\"><img src=x>");
	str_copy(prices.line[1].valid_from, sizeof(prices.line[1].valid_from),
	    "2999-01-01");
	prices.line[1].vat_bp = 850;
	buf_clear(out);
	page_make(out, &page, lang, index);
}

static void
test_of_others(void **state)
{
	struct config c;
	struct buf out = BUF_INIT;

	config_default(&c);
	str_copy(c.firm, sizeof(c.firm), EVIL);
	str_copy(c.phone, sizeof(c.phone), "112" EVIL);
	str_copy(c.seller, sizeof(c.seller), EVIL);
	str_copy(c.nip, sizeof(c.nip), EVIL);
	str_copy(c.seller_address, sizeof(c.seller_address), EVIL);
	for (int i = 0; i < 2; i++) {
		make(&out, &c, i == 0 ? "pl" : "en", "pl");
		assert_int_equal(count(&out, "<script"), 0);
		assert_int_equal(count(&out, "<img"), 0);
		assert_int_equal(count(&out, "112" EVIL), 0);
		assert_int_equal(count(&out, "Sub&quot;&gt;&lt;img"), 1);
		assert_true(count(&out, TAMED) > 8);
		assert_int_equal(count(&out, "href=\"tel:112\""), 1);
		assert_int_equal(count(&out, "2999-01-01"), 1);
		assert_int_equal(count(&out, "VAT\u00a08,50%"), 1);
	}
	buf_fini(&out);
}

/* Which page leads where; the words of each are in its language. */
static void
test_two_languages(void **state)
{
	struct config c;
	struct buf out = BUF_INIT;

	config_default(&c);
	str_copy(c.phone, sizeof(c.phone), "22 123 45 67");
	str_copy(c.language, sizeof(c.language), "pl");
	assert_string_equal(page_language(&c), "pl");
	assert_string_equal(page_other("pl"), "en");
	make(&out, &c, "pl", "pl");
	assert_int_equal(count(&out, "href=\"en.html\""), 2);
	assert_int_equal(count(&out, "<html lang=\"pl\">"), 1);
	assert_int_equal(count(&out, "naprawa bazy danych"), 1);
	make(&out, &c, "en", "pl");
	assert_int_equal(count(&out, "href=\"index.html\""), 2);
	assert_int_equal(count(&out, "<html lang=\"en\">"), 1);
	assert_int_equal(count(&out, "database repair"), 1);
	make(&out, &c, "en", "en");
	assert_int_equal(count(&out, "href=\"pl.html\""), 2);
	assert_string_equal(i18n_lang(), "en"); /* as it was */
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text_is_safe),
	    cmocka_unit_test(test_template),
	    cmocka_unit_test(test_tel),
	    cmocka_unit_test(test_qr),
	    cmocka_unit_test(test_of_others),
	    cmocka_unit_test(test_two_languages),
	};

	i18n_init();
	i18n_speak("en");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
