/* A file that is watched by its path: what is told of, and what is not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/net/loop_file.h"
#include "tests/unit/net/folder.h"

static struct loop *loop;
static struct loop_file *file;
static int told, whole;

static void
on_change(bool is_whole, void *ctx)
{
	told++;
	whole += is_whole;
}

/* What the kernel has to say is there when a call has come back. */
static void
turn(void)
{
	told = whole = 0;
	loop_turn(loop, false);
	loop_turn(loop, false);
}

static void
watch(const char *name)
{
	loop = loop_new();
	file = loop_file_new(loop, in_dir(name), on_change, NULL);
	assert_true(loop_file_follow(file));
}

static void
end(void)
{
	loop_file_free(file);
	loop_free(loop);
}

static void
move(const char *from, const char *to)
{
	char *a = str_dup(in_dir(from)), *b = str_dup(in_dir(to));

	assert_int_equal(rename(a, b), 0);
	free(a);
	free(b);
}

static void
link_to(const char *target, const char *name)
{
	assert_int_equal(symlink(target, in_dir(name)), 0);
}

static void
says(bool is_whole)
{
	turn();
	assert_true(told > 0);
	assert_true(is_whole == (whole > 0));
}

static void
says_nothing(void)
{
	turn();
	assert_int_equal(told, 0);
}

static void
a_plain_file(void **state)
{
	int fd;

	watch("plain");
	says_nothing();
	write_file("plain", "a", 0600); /* it was not there */
	says(true);
	assert_true(loop_file_follow(file));
	says_nothing();
	write_file("beside", "a", 0600);
	says_nothing();
	fd = open(in_dir("plain"), O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "b", 1), 1);
	says(false); /* more may come */
	close(fd);
	says(true);
	write_file("new", "c", 0600);
	says_nothing();
	move("new", "plain");
	says(true);
	/* the old one went with it */
	assert_true(loop_file_follow(file));
	chmod(in_dir("plain"), 0640);
	says(true);
	move("plain", "away");
	says(false);
	assert_true(loop_file_follow(file));
	write_file("away", "d", 0600);
	says_nothing();
	move("away", "plain");
	says(true);
	unlink(in_dir("plain"));
	turn();
	assert_true(told > 0);
	end();
}

static void
another_name_of_it(void **state)
{
	char *other = str_dup(in_dir("other name"));

	write_file("hard", "a", 0600);
	assert_int_equal(link(in_dir("hard"), other), 0);
	watch("hard");
	write_file("other name", "b", 0600);
	says(true);
	end();
	free(other);
}

/* A folder that is swapped as a whole, behind two links. */
static void
behind_links(void **state)
{
	mkdir(in_dir("one"), 0700);
	mkdir(in_dir("two"), 0700);
	write_file("one/list", "1", 0600);
	write_file("two/list", "2", 0600);
	link_to("one", "now");
	link_to("now/list", "list");
	watch("list");
	write_file("two/list", "3", 0600);
	says_nothing();
	write_file("one/list", "4", 0600);
	says(true);
	link_to("two", "next");
	says_nothing();
	move("next", "now");
	says(false);
	assert_true(loop_file_follow(file));
	write_file("one/list", "5", 0600);
	says_nothing();
	write_file("two/list", "6", 0600);
	says(true);
	move("two", "three");
	says(false);
	assert_true(loop_file_follow(file));
	move("three", "two");
	turn();
	assert_true(told > 0);
	assert_true(loop_file_follow(file));
	unlink(in_dir("list"));
	says(false);
	end();
}

static void
a_folder_that_comes_later(void **state)
{
	link_to("far/off/list", "early");
	watch("early");
	mkdir(in_dir("near"), 0700);
	says_nothing();
	mkdir(in_dir("far"), 0700);
	says(false);
	assert_true(loop_file_follow(file));
	mkdir(in_dir("far/off"), 0700);
	says(false);
	assert_true(loop_file_follow(file));
	write_file("far/off/list", "a", 0600);
	says(true);
	end();
}

/* Nothing is lost between two ways. */
static void
told_late(void **state)
{
	watch("late");
	write_file("late", "a", 0600);
	assert_true(loop_file_follow(file));
	says(false);
	says_nothing();
	end();
}

static void
what_cannot_be_watched(void **state)
{
	loop = loop_new();
	file = loop_file_new(loop, "/proc/self/limits", on_change, NULL);
	assert_false(loop_file_follow(file));
	loop_file_free(file);
	link_to("round", "turn");
	link_to("turn", "round");
	file = loop_file_new(loop, in_dir("round"), on_change, NULL);
	assert_false(loop_file_follow(file));
	loop_file_free(file);
	file = loop_file_new(loop, in_dir(""), on_change, NULL);
	assert_false(loop_file_follow(file)); /* a folder */
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plain_file),
	    cmocka_unit_test(another_name_of_it),
	    cmocka_unit_test(behind_links),
	    cmocka_unit_test(a_folder_that_comes_later),
	    cmocka_unit_test(told_late),
	    cmocka_unit_test(what_cannot_be_watched),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
