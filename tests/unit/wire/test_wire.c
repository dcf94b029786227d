/* Lines, messages, peers and records: what is let through and what is not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/msg_table.h"
#include "shared/wire/parts.h"
#include "shared/wire/peer.h"
#include "shared/wire/words.h"
#include "shared/wire/record.h"

static bool
parses(const char *text)
{
	struct err err;
	struct msg *m = msg_parse(text, strlen(text), &err);

	msg_free(m);
	return m != NULL;
}

static void
test_table_is_whole(void **state)
{
	(void)state;
	for (int i = 0; i < MSG_KINDS; i++) {
		const struct msg_spec *s = msg_spec((enum msg_kind)i);
		int fields = 0;

		assert_int_equal(s->kind, i);
		assert_non_null(s->name);
		assert_ptr_equal(msg_spec_find(s->name), s);
		assert_true(s->routes != 0 && s->stages != 0);
		assert_true(strlen(s->help) > 5);
		while (s->fields[fields].name != NULL)
			assert_true(++fields < 30);
	}
	assert_null(msg_spec_find("nothing"));
	assert_null(msg_spec_find(NULL));
}

static void
test_parse(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} rows[] = {
	    {"{\"t\":\"ping\",\"n\":1}", true},
	    {"{\"t\":\"ping\"}", false},
	    {"{\"t\":\"ping\",\"n\":-1}", false},
	    {"{\"t\":\"ping\",\"n\":1.5}", false},
	    {"{\"t\":\"ping\",\"n\":\"1\"}", false},
	    {"{\"t\":\"ping\",\"n\":1,\"x\":2}", false},
	    {"{\"t\":\"ping\",\"n\":1,\"n\":2}", false},
	    {"{\"t\":\"pang\",\"n\":1}", false},
	    {"{\"t\":7,\"n\":1}", false},
	    {"{\"n\":1}", false},
	    {"[]", false},
	    {"", false},
	    {"{\"t\":\"ping\",\"n\":1} x", false},
	    {"{\"t\":\"say\",\"text\":\"a\\u0000b\"}", false},
	    {"{\"t\":\"say\",\"text\":\"\xc3\"}", false},
	    {"{\"t\":\"say\",\"text\":\"\"}", false},
	    {"{\"t\":\"commit\",\"c\":\"zz\"}", false},
	    {"{\"t\":\"hello\",\"v\":2,\"program\":\"p\",\"lang\":\"en\","
	     "\"new\":[1]}",
		true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (parses(rows[i].text) != rows[i].ok)
			fail_msg("%s", rows[i].text);
}

static void
test_nesting_is_refused_safely(void **state)
{
	char text[MSG_MAX];

	(void)state;
	memset(text, '[', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(parses(text));
}

static void
test_round_trip(void **state)
{
	struct buf out = BUF_INIT;
	struct err err;
	struct msg *m = msg_new(MSG_ERROR);
	char longer[2000];

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	msg_put_str(msg_put_word(m, "code", ERROR_LATE), "text", longer);
	assert_true(msg_write(m, &out, &err));
	msg_free(m);
	m = msg_parse(buf_str(&out), out.len - 1, &err);
	assert_non_null(m);
	assert_int_equal(msg_word(m, "code"), ERROR_LATE);
	assert_string_equal(msg_str(m, "code"), "late");
	assert_int_equal(strlen(msg_str(m, "text")), 800);
	msg_free(m);
	buf_clear(&out);
	m = msg_put_int(msg_new(MSG_TAKEN), "ticket", 1);
	assert_true(msg_write(msg_put_str(m, "by", "a\"b"), &out, &err));
	msg_free(m);
	m = msg_parse(buf_str(&out), out.len - 1, &err);
	assert_non_null(m);
	assert_string_equal(msg_str(m, "by"), "a\"b");
	msg_free(m);
	m = msg_new(MSG_PING);
	assert_false(msg_write(m, &out, &err)); /* n is missing */
	msg_free(m);
	buf_fini(&out);
}

/* Of a list and what is also good, a number of which may have no word. */
static int
numbers(const struct words *w)
{
	int n = 0;

	for (; w != NULL; w = w->also)
		n += w->n;
	return n;
}

static const char *
first_word(const struct words *w)
{
	int i = 0;

	while (i < numbers(w) && words_at(w, i) == NULL)
		i++;
	return words_at(w, i);
}

/* What every field of the row may have, and of f that word; NULL: none. */
static bool
says(const struct msg_spec *spec, const struct msg_field *f, const char *word)
{
	struct buf line = BUF_INIT;
	bool ok;

	buf_printf(&line, "{\"t\":\"%s\"", spec->name);
	for (const struct msg_field *g = spec->fields; g->name != NULL; g++) {
		buf_printf(&line, ",\"%s\":", g->name);
		if (g == f)
			buf_printf(&line, "\"%s\"", word);
		else if (g->type == MSG_WORD)
			buf_printf(&line, "\"%s\"", first_word(g->words));
		else if (g->type == MSG_INT)
			buf_printf(&line, "%lld", (long long)g->min);
		else if (g->type == MSG_BOOL)
			buf_adds(&line, "true");
		else
			buf_printf(&line, "\"%0*d\"",
			    (int)(g->min > 0 ? g->min : 1), 0);
	}
	buf_adds(&line, "}");
	ok = parses(buf_str(&line));
	buf_fini(&line);
	return ok;
}

/* Every word of every list passes the gate, in its own field, and no other. */
static void
test_words(void **state)
{
	const char *word;
	int fields = 0;

	for (size_t i = 0; i < MSG_KINDS; i++) {
		const struct msg_spec *spec = msg_spec((enum msg_kind)i);

		for (const struct msg_field *f = spec->fields; f->name != NULL;
		     f++) {
			if (f->type != MSG_WORD)
				continue;
			for (int w = 0; w < numbers(f->words); w++) {
				word = words_at(f->words, w);
				if (word == NULL)
					continue;
				assert_in_range(
				    words_find(f->words, word), 0, w);
				assert_true(says(spec, f, word));
			}
			assert_false(says(spec, f, "no such word"));
			assert_false(says(spec, f, "OLD"));
			assert_int_equal(says(spec, f, ""), f->min == 0);
			fields++;
		}
	}
	assert_true(fields > 20);
}

/* What is put together is read back, through the line that is sent. */
static struct msg *
through(struct msg *m)
{
	struct buf out = BUF_INIT;
	struct err err = {0};
	struct msg *copy;

	if (!msg_write(m, &out, &err))
		fail_msg("%s", err.text);
	copy = msg_parse(buf_str(&out), out.len - 1, &err);
	if (copy == NULL)
		fail_msg("%s: %s", err.text, buf_str(&out));
	buf_fini(&out);
	msg_free(m);
	return copy;
}

static void
test_parts_clock(void **state)
{
	for (int i = 0; i < 64; i++) {
		struct parts_clock was = {.ticket = 1 + i,
		    .running = i % 2,
		    .why = i % 2 ? -1 : i % (TICKET_PAUSES + TICKET_STATES),
		    .line = "support \"A\"",
		    .kind = (enum price_kind)(i % PRICE_KINDS),
		    .quote = (enum stands)(i % STANDINGS),
		    .asks = (unsigned)i % (1u << PRICE_KINDS),
		    .undo_s = i % 3 * 20,
		    .net_gr = 100 * i,
		    .live = {.worked_ms = i, .vat_bp = 2300, .cap_gr = i}};
		struct parts_clock is;
		struct msg *m = through(parts_clock(&was));

		parts_take_clock(m, &is);
		assert_int_equal(is.ticket, was.ticket);
		assert_int_equal(is.running, was.running);
		/* "none" is a pause and a state */
		assert_int_equal(
		    is.why, was.why == TICKET_PAUSES ? 0 : was.why);
		assert_string_equal(is.line, was.line);
		assert_int_equal(is.kind, was.kind);
		assert_int_equal(is.quote, was.quote);
		assert_int_equal(is.live.quoted, was.quote == STANDS_ACCEPTED);
		assert_int_equal(is.asks, was.asks);
		assert_int_equal(is.undo_s, was.undo_s);
		assert_int_equal(is.live.worked_ms, was.live.worked_ms);
		assert_int_equal(is.live.cap_gr, was.live.cap_gr);
		msg_free(m);
	}
}

static void
add_past(struct buf *b, int i)
{
	struct parts_past p = {.opened_s = 1790755200 + i,
	    .ticket = i + 1,
	    .state = (enum ticket_state)(
		TICKET_WAITING + i % (TICKET_ABANDONED - TICKET_WAITING + 1))};

	if (i % 2 != 0)
		snprintf(p.note, sizeof(p.note), "note %d 2 solved", i);
	if (i % 3 != 0)
		snprintf(p.remark, sizeof(p.remark), "remark %d", i);
	parts_past_add(b, &p);
}

/* As it was put, also behind the wire; cut anywhere, all that is whole. */
static void
test_parts_past(void **state)
{
	struct buf all = BUF_INIT, again = BUF_INIT;
	size_t ends[12], whole = 0;

	for (int i = 0; i < 12; i++) {
		add_past(&all, i);
		ends[i] = all.len;
	}
	for (size_t cut = 0; cut <= all.len; cut++) {
		char *text = str_fmt("%.*s", (int)cut, buf_str(&all));
		struct parts_row r = {.ticket = 7, .history = text};
		struct msg *m = through(parts_row(&r));
		const char *at = msg_str(m, "history");
		struct parts_past p;
		size_t n = 0;

		whole += whole < 12 && ends[whole] == cut;
		buf_clear(&again);
		for (; parts_past_next(&at, &p); n++)
			parts_past_add(&again, &p);
		assert_in_range(n, whole, whole + 1);
		if (whole > 0)
			assert_memory_equal(
			    buf_str(&again), text, ends[whole - 1]);
		msg_free(m);
		free(text);
	}
	assert_int_equal(whole, 12);
	buf_fini(&again);
	buf_fini(&all);
}

static void
test_parts_row(void **state)
{
	const struct parts_row full = {.ticket = 7,
	    .state = TICKET_QUOTED,
	    .name = "Jan",
	    .untended = true,
	    .remark = "phone at ten",
	    .alone = true,
	    .left = true,
	    .earlier = 3,
	    .from = "192.0.2.1",
	    .history = "one\ntwo"};
	const struct parts_row bare = {.ticket = 8, .state = TICKET_WAITING};
	struct parts_row is;
	struct msg *m = through(parts_row(&full));

	parts_take_row(m, &is);
	assert_int_equal(is.state, TICKET_QUOTED);
	assert_string_equal(is.name, "Jan");
	assert_string_equal(is.company, "");
	assert_true(is.untended);
	assert_true(is.alone && is.left);
	assert_string_equal(is.remark, "phone at ten");
	assert_int_equal(is.earlier, 3);
	assert_string_equal(is.from, "192.0.2.1");
	assert_string_equal(is.history, "one\ntwo");
	msg_free(m);
	m = through(parts_row(&bare));
	parts_take_row(m, &is);
	assert_false(is.untended);
	assert_string_equal(is.from, "");
	assert_false(msg_has(m, "from"));
	msg_free(m);
}

/* The longest texts of people still fit a message. */
static void
test_parts_fit(void **state)
{
	static char text[5000];
	struct logrow row = {.ticket = 0,
	    .name = text,
	    .company = text,
	    .technicians = text,
	    .product = text,
	    .outcome = "solved",
	    .invoice = text,
	    .note = text,
	    .text = text,
	    .paid = text};
	struct logrow is;
	struct msg *m;

	memset(text, 'a', sizeof(text) - 1);
	m = through(parts_logrow(1, &row));
	parts_take_logrow(m, &is);
	assert_int_equal(is.ticket, 1);
	assert_int_equal(strlen(is.note), 800);
	assert_int_equal(strlen(is.product), 64);
	assert_int_equal(strlen(is.paid), 10);
	msg_free(m);
}

static bool
count(struct msg *m, void *ctx, struct err *err)
{
	int *n = ctx;

	(void)m;
	(void)err;
	(*n)++;
	return true;
}

static bool
feed(struct peer *p, const char *text, int64_t now_ms, int *n)
{
	struct err err;

	return peer_feed(p, text, strlen(text), now_ms, count, n, &err);
}

static void
test_peer_route_and_stage(void **state)
{
	struct peer p;
	int n = 0;

	(void)state;
	peer_init(&p, MSG_AGENT_DESK, 20, 40, 0);
	assert_true(feed(&p, "{\"t\":\"pi", 0, &n));
	assert_true(
	    feed(&p, "ng\",\"n\":1}\n{\"t\":\"ping\",\"n\":2}\n", 0, &n));
	assert_int_equal(n, 2);
	assert_false(feed(&p, "{\"t\":\"cancel\"}\n", 0, &n)); /* out of turn */
	p.stage = MSG_QUEUE;
	assert_true(feed(&p, "{\"t\":\"cancel\"}\n", 0, &n));
	/* a technician's message from an agent */
	assert_false(feed(&p, "{\"t\":\"claim\",\"ticket\":1}\n", 0, &n));
	assert_int_equal(n, 3);
	peer_fini(&p);
}

static void
test_peer_rate(void **state)
{
	struct peer p;
	int n = 0, sent = 0;

	(void)state;
	peer_init(&p, MSG_AGENT_DESK, 20, 40, 1000);
	while (sent < 100 && feed(&p, "{\"t\":\"ping\",\"n\":1}\n", 1000, &n))
		sent++;
	assert_int_equal(sent, 40);
	assert_true(feed(&p, "{\"t\":\"ping\",\"n\":1}\n", 1050, &n));
	assert_false(feed(&p, "{\"t\":\"ping\",\"n\":1}\n", 1050, &n));
	peer_fini(&p);
}

/* exactly MSG_MAX with the newline passes, one byte more does not */
static void
test_line_limit(void **state)
{
	static char text[MSG_MAX + 8];
	struct line_reader r;
	struct err err;
	const char *line;
	size_t len;

	(void)state;
	for (int extra = 0; extra < 2; extra++) {
		size_t whole = MSG_MAX - 1 + (size_t)extra;

		memset(text, 'a', whole);
		text[whole] = '\n';
		line_reader_init(&r, MSG_MAX);
		assert_true(line_reader_feed(&r, text, whole + 1, &err));
		assert_int_equal(line_reader_next(&r, &line, &len, &err),
		    extra == 0 ? IO_OK : IO_ERROR);
		line_reader_fini(&r);
	}
	line_reader_init(&r, MSG_MAX);
	assert_true(line_reader_feed(&r, "a\0b\n", 4, &err));
	assert_int_equal(line_reader_next(&r, &line, &len, &err), IO_ERROR);
	line_reader_fini(&r);
}

static void
test_split_link(void **state)
{
	const char *rest;
	size_t len;
	int64_t link;

	(void)state;
	assert_true(line_split_link("17 {}", 5, &link, &rest, &len));
	assert_int_equal(link, 17);
	assert_int_equal(len, 2);
	assert_false(line_split_link("{}", 2, &link, &rest, &len));
	assert_false(line_split_link("17", 2, &link, &rest, &len));
	assert_false(line_split_link("-1 {}", 5, &link, &rest, &len));
}

static void
test_records(void **state)
{
	struct buf out = BUF_INIT;
	struct record_reader r;
	struct record rec;
	struct err err;

	(void)state;
	assert_true(record_frame(&out, 70000, 80, 24, "abc", 3));
	record_reader_init(&r, true);
	for (size_t i = 0; i + 1 < out.len; i++) {
		record_reader_feed(&r, buf_data(&out) + i, 1);
		assert_int_equal(record_reader_next(&r, &rec, &err), IO_AGAIN);
	}
	record_reader_feed(&r, buf_data(&out) + out.len - 1, 1);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_OK);
	assert_int_equal(rec.number, 70000);
	assert_int_equal(rec.cols, 80);
	assert_int_equal(rec.len, 3);
	assert_memory_equal(rec.data, "abc", 3);
	buf_clear(&out);
	assert_true(record_heard(&out, 80000, true));
	assert_true(record_heard(&out, 80001, false));
	record_reader_feed(&r, buf_data(&out), out.len);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(record_reader_next(&r, &rec, &err), IO_OK);
		assert_int_equal(rec.type, RECORD_HEARD);
		assert_int_equal(rec.number, 80000 + i);
		assert_int_equal(rec.echo, i == 0);
		assert_int_equal(rec.len, 0);
	}
	buf_clear(&out);
	assert_true(record_title(&out, "") && record_title(&out, "vim"));
	record_reader_feed(&r, buf_data(&out), out.len);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_OK);
	assert_int_equal(rec.type, RECORD_TITLE);
	assert_int_equal(rec.len, 0);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_OK);
	assert_int_equal(rec.len, 3);
	assert_memory_equal(rec.data, "vim", 3);
	buf_clear(&out);
	assert_true(
	    record_keys(&out, "x", 1)); /* keys do not come from agents */
	record_reader_feed(&r, buf_data(&out), out.len);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_ERROR);
	record_reader_fini(&r);
	buf_fini(&out);
}

static void
test_long_title(void **state)
{
	char title[RECORD_TITLE_MAX + 2] = {0};
	struct buf out = BUF_INIT;
	struct record_reader r;
	struct record rec;
	struct err err = {0};

	(void)state;
	memset(title, 'a', RECORD_TITLE_MAX + 1);
	record_reader_init(&r, true);
	record_title(&out, title + 1);
	record_title(&out, title);
	record_reader_feed(&r, buf_data(&out), out.len);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_OK);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_ERROR);
	record_reader_fini(&r);
	/* a console calls nothing by a name */
	record_reader_init(&r, false);
	record_reader_feed(&r, buf_data(&out), out.len);
	assert_int_equal(record_reader_next(&r, &rec, &err), IO_ERROR);
	record_reader_fini(&r);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table_is_whole),
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_nesting_is_refused_safely),
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_parts_clock),
	    cmocka_unit_test(test_parts_past),
	    cmocka_unit_test(test_parts_row),
	    cmocka_unit_test(test_parts_fit),
	    cmocka_unit_test(test_peer_route_and_stage),
	    cmocka_unit_test(test_peer_rate),
	    cmocka_unit_test(test_line_limit),
	    cmocka_unit_test(test_split_link),
	    cmocka_unit_test(test_records),
	    cmocka_unit_test(test_long_title),
	};

	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
