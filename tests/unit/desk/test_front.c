/* What brain and front share: the cable, the watch page; and the files that
 * rule them: configuration and technicians. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "console/config/config.h"
#include "console/desk/cable.h"
#include "console/desk/front_page.h"
#include "console/desk/roster.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"

/* --- cable --- */

struct ears {
	int64_t link;
	int64_t n;
	int lines;
	int rooms;
	bool ended;
};

static void
hear(int64_t link, const char *line, size_t len, void *ctx)
{
	struct ears *e = ctx;
	struct msg *m = msg_parse(line, len, NULL);

	assert_non_null(m);
	e->link = link;
	e->n = msg_int(m, "n");
	e->lines++;
	msg_free(m);
}

static void
room(void *ctx)
{
	((struct ears *)ctx)->rooms++;
}

static void
ended(const struct err *why, void *ctx)
{
	assert_true(why->text[0] != '\0');
	((struct ears *)ctx)->ended = true;
}

static const struct cable_events events = {
    .line = hear, .room = room, .ended = ended};

static struct msg *
ping(int64_t n)
{
	return msg_put_int(msg_new(MSG_PING), "n", n);
}

static void
a_cable_carries_lines(void **state)
{
	struct loop *loop = loop_new();
	struct ears a = {0}, b = {0};
	struct cable *left, *right;
	int fd[2];

	(void)state;
	assert_true(sock_pair(fd, NULL));
	left = cable_new(loop, fd[0], &events, &a);
	right = cable_new(loop, fd[1], &events, &b);
	for (int64_t n = 1; n <= 100000; n++)
		cable_send(left, 17, ping(n));
	assert_true(cable_queued(left) > CABLE_FULL);
	while (b.lines < 100000)
		loop_turn(loop, true);
	assert_int_equal(b.link, 17);
	assert_int_equal(b.n, 100000);
	assert_int_equal(a.rooms, 1);
	assert_true(cable_sent_bytes(left) == cable_read_bytes(right));
	cable_free(left);
	while (!b.ended)
		loop_turn(loop, true);
	cable_free(right);
	loop_free(loop);
}

static void
nonsense_ends_a_cable(void **state)
{
	struct loop *loop = loop_new();
	struct ears a = {0};
	struct cable *c;
	int fd[2];

	(void)state;
	assert_true(sock_pair(fd, NULL));
	c = cable_new(loop, fd[0], &events, &a);
	assert_int_equal(write(fd[1], "{}\n", 3), 3);
	while (!a.ended)
		loop_turn(loop, true);
	assert_int_equal(a.lines, 0);
	cable_free(c);
	close(fd[1]);
	loop_free(loop);
}

/* --- watch page --- */

/* Spends CPU time in a child that is watched; returns its wait status. */
static int
spin(bool one_call, int busy_ms)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct front_page *page;
		clock_t end;
		int fd;

		page = front_page_make(&fd, NULL);
		page->busy = 5;
		front_page_guard(page, busy_ms, NULL);
		end = clock() + CLOCKS_PER_SEC * busy_ms * 4 / 1000;
		while (clock() < end)
			if (!one_call)
				page->turns++;
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
a_front_that_spins_ends_itself(void **state)
{
	int status = spin(true, 60);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), FRONT_PAGE_EXIT);
}

static void
a_front_that_works_hard_does_not(void **state)
{
	int status = spin(false, 60);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
the_page_is_shared(void **state)
{
	struct front_page *ours, *theirs;
	int fd;

	(void)state;
	ours = front_page_make(&fd, NULL);
	assert_non_null(ours);
	ours->limits.ping_s = 77;
	theirs = front_page_map(fd, NULL);
	assert_non_null(theirs);
	assert_int_equal(theirs->limits.ping_s, 77);
	theirs->busy = 9;
	assert_true(ours->busy == 9);
	front_page_free(theirs);
	front_page_free(ours);
	close(fd);
}

/* Who had not logged in when he hung the front. */
static void
the_page_knows_the_last_callers(void **state)
{
	struct front_page *page;
	char addr[FRONT_PAGE_ADDR_SIZE];
	int fd;

	(void)state;
	page = front_page_make(&fd, NULL);
	assert_non_null(page);
	assert_false(front_page_find_caller(page, 0, addr));
	assert_false(front_page_find_caller(page, 7, addr));
	front_page_note_caller(page, 7, "192.0.2.7");
	assert_true(front_page_find_caller(page, 7, addr));
	assert_string_equal(addr, "192.0.2.7");
	front_page_note_caller(page, 7 + FRONT_PAGE_CALLERS, "192.0.2.8");
	assert_false(front_page_find_caller(page, 7, addr));
	/* what a front gone mad may have left */
	memset(page->caller[9].addr, 'x', FRONT_PAGE_ADDR_SIZE);
	page->caller[9].link = 9;
	assert_true(front_page_find_caller(page, 9, addr));
	assert_int_equal(strlen(addr), FRONT_PAGE_ADDR_SIZE - 1);
	front_page_free(page);
	close(fd);
}

/* --- configuration --- */

static bool
parse(struct config *c, const char *text, struct err *err)
{
	config_default(c);
	return config_parse(c, text, "pomoc.conf", err);
}

static void
configuration_is_read(void **state)
{
	struct config *c = mem_alloc(sizeof(*c));
	struct err err;

	(void)state;
	assert_true(parse(c,
	    "[desk]\nfirm = Serwis \xc5\xbb\nlisten = *:7722\n"
	    "address = desk.example.pl\n[technician]\nname = anna\n"
	    "[console]\npredict = never\n"
	    "[limits]\nping-s = 5\nloopback-exempt = yes\n"
	    "[template \"done\"]\ntext = Naprawiono.\n",
	    &err));
	assert_string_equal(c->firm, "Serwis \xc5\xbb");
	assert_string_equal(c->listen, "*:7722");
	assert_string_equal(c->address, "desk.example.pl");
	assert_string_equal(c->technician, "anna");
	assert_string_equal(c->predict, "never");
	assert_int_equal(c->limits.ping_s, 5);
	assert_true(c->limits.loopback_exempt);
	assert_int_equal(c->templates, 1);
	assert_string_equal(c->template[0].name, "done");
	assert_string_equal(c->template[0].text, "Naprawiono.");
	free(c);
}

static void
configuration_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *place;
	} bad[] = {
	    {"[desk]\nfirma = x\n", "pomoc.conf:2: "},
	    {"[shop]\nfirm = x\n", "pomoc.conf:2: "},
	    {"[desk \"x\"]\nfirm = x\n", "pomoc.conf:2: "},
	    {"[desk]\nfirm = \xff\n", "pomoc.conf"},
	    {"[limits]\n\nping-s = 0\n", "pomoc.conf:3: "},
	    {"[limits]\nping-s = 600\ndead-s = 45\n", "pomoc.conf"},
	    {"[console]\npredict = yes\n", "pomoc.conf:2: "},
	    {"[template]\ntext = x\n", "pomoc.conf:2: "},
	    {"[template \"x\"]\ncolour = x\n", "pomoc.conf:2: "},
	};
	struct config *c = mem_alloc(sizeof(*c));
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(parse(c, bad[i].text, &err));
		if (!str_starts(err.text, bad[i].place))
			fail_msg("%s: %s", bad[i].text, err.text);
	}
	free(c);
}

/* --- roster --- */

struct folder {
	char path[64];
	char *file;
	struct key *key[3];
	char told[3][KEY_FP_SIZE + 1]; /* "+SHA256..." or "-SHA256..." */
	int n;
};

static int
make_folder(void **state)
{
	struct folder *f = mem_alloc(sizeof(*f));

	str_copy(f->path, sizeof(f->path), "/tmp/pomoc-roster.XXXXXX");
	assert_non_null(mkdtemp(f->path));
	f->file = path_join(f->path, "technicians");
	for (int i = 0; i < 3; i++)
		f->key[i] = key_generate("test");
	*state = f;
	return 0;
}

static int
drop_folder(void **state)
{
	struct folder *f = *state;

	unlink(f->file);
	rmdir(f->path);
	free(f->file);
	for (int i = 0; i < 3; i++)
		key_free(f->key[i]);
	free(f);
	return 0;
}

static void
note(struct folder *f, char sign, const char *key)
{
	assert_true(f->n < 3);
	f->told[f->n][0] = sign;
	str_copy(f->told[f->n++] + 1, KEY_FP_SIZE, key);
}

static void
allow(const char *key, void *ctx)
{
	note(ctx, '+', key);
}

static void
forbid(const char *key, void *ctx)
{
	note(ctx, '-', key);
}

/* names[i] gets key i; NULL = no line. */
static void
write_file(struct folder *f, const char *const names[3], const char *tail)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < 3; i++)
		if (names[i] != NULL)
			buf_printf(&text, "name=\"%s\" %s\n", names[i],
			    key_public_line(f->key[i]));
	buf_adds(&text, tail);
	assert_true(
	    path_write_atomic(f->file, buf_data(&text), text.len, 0600, NULL));
	buf_fini(&text);
	f->n = 0;
}

static void
lines_come_and_go(void **state)
{
	struct folder *f = *state;
	struct roster *r = roster_new(f->file, NULL, NULL);
	struct roster_person *p;
	struct err err;

	assert_true(roster_reload(r, allow, forbid, f, &err));
	assert_int_equal(f->n, 0); /* no file: nobody */
	write_file(f, (const char *[3]){"anna", "piotr", NULL}, "");
	assert_true(roster_reload(r, allow, forbid, f, &err));
	assert_int_equal(f->n, 2);
	p = roster_by_key(r, key_fingerprint(f->key[0]));
	assert_non_null(p);
	assert_string_equal(p->name, "anna");
	assert_int_equal(roster_state(p), PRESENCE_AWAY);
	p->links = 1;
	assert_int_equal(roster_state(p), PRESENCE_FREE);
	p->tickets = 1;
	assert_int_equal(roster_state(p), PRESENCE_BUSY);
	p->said = PRESENCE_AWAY;
	assert_int_equal(roster_state(p), PRESENCE_AWAY);
	write_file(f, (const char *[3]){NULL, "piotr", NULL}, "");
	assert_true(roster_reload(r, allow, forbid, f, &err));
	assert_int_equal(f->n, 1);
	assert_int_equal(f->told[0][0], '-');
	assert_string_equal(f->told[0] + 1, key_fingerprint(f->key[0]));
	assert_null(roster_by_key(r, key_fingerprint(f->key[0])));
	assert_int_equal(roster_state(p), PRESENCE_GONE);
	roster_free(r);
}

static void
a_bad_line_keeps_nobody_in(void **state)
{
	struct folder *f = *state;
	struct roster *r = roster_new(f->file, NULL, NULL);
	struct err err;

	write_file(f, (const char *[3]){"anna", "piotr", NULL}, "");
	assert_true(roster_reload(r, allow, forbid, f, &err));
	write_file(
	    f, (const char *[3]){"anna", NULL, NULL}, "name=\"x\" nonsense\n");
	assert_false(roster_reload(r, allow, forbid, f, &err));
	assert_non_null(strstr(err.text, "technicians:2: "));
	assert_int_equal(f->n, 1);
	assert_string_equal(f->told[0] + 1, key_fingerprint(f->key[1]));
	assert_non_null(roster_by_key(r, key_fingerprint(f->key[0])));
	roster_free(r);
}

static void
the_owner_needs_no_line(void **state)
{
	struct folder *f = *state;
	struct roster *r = roster_new(
	    f->file, "ewa", key_fingerprint(f->key[2]));
	struct err err;

	write_file(f, (const char *[3]){"anna", NULL, NULL}, "");
	assert_true(roster_reload(r, allow, forbid, f, &err));
	assert_int_equal(f->n, 1);
	assert_string_equal(
	    roster_by_key(r, key_fingerprint(f->key[2]))->name, "ewa");
	assert_true(roster_by_name(r, "ewa")->listed);
	f->n = 0;
	roster_each_key(r, allow, f);
	assert_int_equal(f->n, 2);
	roster_free(r);
}

#define FOLDER_TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, make_folder, drop_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_cable_carries_lines),
	    cmocka_unit_test(nonsense_ends_a_cable),
	    cmocka_unit_test(a_front_that_spins_ends_itself),
	    cmocka_unit_test(a_front_that_works_hard_does_not),
	    cmocka_unit_test(the_page_is_shared),
	    cmocka_unit_test(the_page_knows_the_last_callers),
	    cmocka_unit_test(configuration_is_read),
	    cmocka_unit_test(configuration_is_refused_with_its_line),
	    FOLDER_TEST(lines_come_and_go),
	    FOLDER_TEST(a_bad_line_keeps_nobody_in),
	    FOLDER_TEST(the_owner_needs_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
