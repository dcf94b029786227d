#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/link/invite.h"
#include "console/link/log_rows.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

static bool
tell(struct log_rows *l, const char *json)
{
	struct err err = {0};
	struct msg *m = msg_parse(json, strlen(json), &err);
	bool changed;

	if (m == NULL)
		fail_msg("%s: %s", json, err.text);
	changed = log_rows_take(l, m);
	msg_free(m);
	return changed;
}

static void
tell_row(struct log_rows *l, int64_t id, int64_t ticket)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"logrow\",\"id\":%d,\"ticket\":%d,\"opened_s\":1,"
	    "\"client\":\"Jan\",\"company\":\"\",\"technician\":\"anna\","
	    "\"product\":\"\",\"outcome\":\"solved\",\"worked_s\":1,"
	    "\"billed_s\":1,\"net_gr\":1,\"vat_gr\":0,\"gross_gr\":1,"
	    "\"raw_gr\":1,\"invoice\":\"\",\"note\":\"\"}",
	    (int)id, (int)ticket);
	tell(l, line);
}

static bool
tell_end(struct log_rows *l, int64_t id, int total)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"t\":\"logend\",\"id\":%d,\"total\":%d,\"worked_s\":5,"
	    "\"billed_s\":5,\"net_gr\":5,\"vat_gr\":1,\"gross_gr\":6}",
	    (int)id, total);
	return tell(l, line);
}

/* Asks, answers with the rows offset + 1 ..., as a desk with total would. */
static void
serve(struct log_rows *l, int64_t first, int count, int total)
{
	struct msg *m = log_rows_want(l, first, count);
	int64_t offset, id;

	assert_non_null(m);
	offset = msg_int(m, "offset");
	id = msg_int(m, "id");
	for (int64_t i = offset; i < total && i < offset + msg_int(m, "limit");
	     i++)
		tell_row(l, id, i + 1);
	msg_free(m);
	assert_true(tell_end(l, id, total));
}

static void
windows(void **state)
{
	struct log_rows l;

	log_rows_init(&l);
	assert_null(log_rows_at(&l, 0));
	serve(&l, 0, 20, 1000);
	assert_int_equal(l.all.total, 1000);
	assert_int_equal(log_rows_at(&l, 0)->ticket, 1);
	assert_null(log_rows_want(&l, 0, 20)); /* it is here */
	assert_null(log_rows_at(&l, 900));
	serve(&l, 980, 20, 1000);
	assert_int_equal(log_rows_at(&l, 999)->ticket, 1000);
	assert_null(log_rows_want(&l, 980, 40)); /* there are no more */
	assert_null(log_rows_at(&l, 0));
	log_rows_fini(&l);
}

/* A row that does not come is not asked for again, and not selected. */
static void
a_row_is_missing(void **state)
{
	struct log_rows l;
	struct msg *m;

	log_rows_init(&l);
	m = log_rows_want(&l, 0, 20);
	tell_row(&l, msg_int(m, "id"), 7);
	assert_true(tell_end(&l, msg_int(m, "id"), 2));
	msg_free(m);
	assert_int_equal(l.all.total, 2);
	assert_non_null(log_rows_at(&l, 0)->text);
	assert_null(log_rows_at(&l, 1)->text);
	assert_null(log_rows_want(&l, 0, 20));
	log_rows_fini(&l);
}

/* Bars come in windows too: the view does not end at the first. */
static void
many_days(void **state)
{
	struct log_rows l;

	log_rows_init(&l);
	l.view = LOGASK_DAYS;
	serve(&l, 0, 20, 3650);
	assert_int_equal(l.all.total, 3650);
	serve(&l, 3640, 10, 3650);
	assert_int_equal(log_rows_at(&l, 3649)->ticket, 3650);
	log_rows_fini(&l);
}

/* Nothing is asked twice, and the answer to an old question is not shown. */
static void
late_answers(void **state)
{
	struct log_rows l;
	struct msg *first, *second;

	log_rows_init(&l);
	first = log_rows_want(&l, 0, 20);
	assert_null(log_rows_want(&l, 0, 20));
	log_rows_forget(&l);
	str_copy(l.filter.client, sizeof(l.filter.client), "Nowak");
	second = log_rows_want(&l, 0, 20);
	assert_string_equal(msg_str(second, "client"), "Nowak");
	tell_row(&l, msg_int(first, "id"), 7);
	assert_false(tell_end(&l, msg_int(first, "id"), 1));
	assert_int_equal(l.all.total, -1);
	assert_true(tell_end(&l, msg_int(second, "id"), 0));
	assert_int_equal(l.all.total, 0);
	assert_null(log_rows_want(&l, 0, 20));
	msg_free(first);
	msg_free(second);
	log_rows_fini(&l);
}

static void
month(void **state)
{
	struct log_rows l;
	struct msg *m;

	log_rows_init(&l);
	str_copy(l.filter.month, sizeof(l.filter.month), "2026-02");
	m = log_rows_want(&l, 0, 20);
	assert_string_equal(msg_str(m, "from"), "2026-02-01");
	assert_string_equal(msg_str(m, "to"), "2026-02-28");
	msg_free(m);
	log_rows_fini(&l);
}

static void
check_invite(const char *address, const char *want)
{
	struct buf b = BUF_INIT;

	invite_command(&b, address, "K");
	assert_string_equal(buf_str(&b), want);
	buf_fini(&b);
}

static void
invitations(void **state)
{
	char name[128] = "", want[200];

	check_invite(
	    "desk.example.pl", "pomoc-agent desk.example.pl --fingerprint K");
	check_invite("desk.example.pl:7722",
	    "pomoc-agent desk.example.pl --fingerprint K");
	check_invite(
	    "127.0.0.1:80", "pomoc-agent 127.0.0.1:80 --fingerprint K");
	gethostname(name, sizeof(name) - 1);
	snprintf(
	    want, sizeof(want), "pomoc-agent %s:9000 --fingerprint K", name);
	check_invite("0.0.0.0:9000", want);
	check_invite("[::]:9000", want);
	check_invite("*:9000", want);
	check_invite("[::1]:7722", "pomoc-agent [::1] --fingerprint K");
	check_invite("fe80::7722", "pomoc-agent fe80::7722 --fingerprint K");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(windows),
	    cmocka_unit_test(a_row_is_missing),
	    cmocka_unit_test(many_days),
	    cmocka_unit_test(late_answers),
	    cmocka_unit_test(month),
	    cmocka_unit_test(invitations),
	};

	i18n_init();
	clock_zone_init(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
