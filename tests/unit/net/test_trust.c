/* The technicians file, and what of it and of the known keys cannot be read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/trust.h"
#include "tests/unit/net/folder.h"

/* --- technicians --- */

/* NULL if not listed. */
static const struct trust_person *
find(const struct trust *t, const char *fingerprint)
{
	const struct trust_person *p;

	for (size_t i = 0; (p = trust_at(t, i)) != NULL; i++)
		if (str_eq(p->fingerprint, fingerprint))
			return p;
	return NULL;
}

static const char *
public_line(struct key **k)
{
	*k = key_generate("laptop");
	return key_public_line(*k);
}

static void
technicians_are_read(void **state)
{
	struct trust *t = trust_new(in_dir("technicians"));
	const struct trust_person *p;
	struct key *a, *b;
	char *text;
	struct err err;
	bool changed;

	assert_true(trust_reload(t, &changed, &err)); /* none: nobody */
	assert_int_equal(trust_count(t), 0);
	text = str_fmt(
	    "# the people\n\n"
	    "name=\"Anna Nowak\",office,products=\"Subiekt, Gestor\" %s\n"
	    "\tname=\"Jan \\\"Zły\\\" Kos\",reports  %s\r\n",
	    public_line(&a), public_line(&b));
	write_file("technicians", text, 0600);
	assert_true(trust_reload(t, &changed, &err));
	assert_true(changed);
	assert_int_equal(trust_count(t), 2);
	p = find(t, key_fingerprint(a));
	assert_non_null(p);
	assert_string_equal(p->name, "Anna Nowak");
	assert_int_equal(p->line, 3);
	assert_true(str_list_allows(p->products, "Subiekt"));
	assert_true(str_list_allows(p->products, "Gestor"));
	assert_false(str_list_allows(p->products, "Gest"));
	assert_false(p->reports);
	assert_true(p->office);
	p = find(t, key_fingerprint(b));
	assert_string_equal(p->name, "Jan \"Zły\" Kos");
	assert_true(p->reports);
	assert_false(p->office);
	assert_true(str_list_allows(p->products, "anything"));
	assert_true(trust_reload(t, &changed, &err));
	assert_false(changed);
	unlink(in_dir("technicians"));
	assert_true(trust_reload(t, &changed, &err));
	assert_true(changed);
	assert_null(find(t, key_fingerprint(a)));
	free(text);
	key_free(a);
	key_free(b);
	trust_free(t);
}

/* A typing error keeps nobody in who was removed, and puts nobody out who was
 * not. */
static void
a_bad_line_is_named_and_only_the_removed_go(void **state)
{
	struct trust *t = trust_new(in_dir("technicians"));
	struct key *a, *b, *c;
	char *text;
	struct err err;

	text = str_fmt("name=\"Anna\" %s\nname=\"Jan\" %s\nname=\"Ewa\" %s\n",
	    public_line(&a), public_line(&b), public_line(&c));
	write_file("technicians", text, 0600);
	assert_true(trust_reload(t, NULL, &err));
	free(text);
	text = str_fmt("name=\"Anna %s\n# gone\nname=\"Jan\" %s\n",
	    key_public_line(a), key_public_line(b));
	write_file("technicians", text, 0600);
	assert_false(trust_reload(t, NULL, &err));
	assert_non_null(strstr(err.text, "technicians:1: "));
	assert_non_null(find(t, key_fingerprint(a)));
	assert_non_null(find(t, key_fingerprint(b)));
	assert_null(find(t, key_fingerprint(c)));
	free(text);
	write_file("technicians", "nonsense\n", 0600);
	assert_false(trust_reload(t, NULL, &err));
	assert_false(trust_reload(t, NULL, &err)); /* it is wrong still */
	assert_int_equal(trust_count(t), 2);
	write_file("technicians", "", 0600);
	assert_true(trust_reload(t, NULL, &err));
	assert_int_equal(trust_count(t), 0);
	key_free(a);
	key_free(b);
	key_free(c);
	trust_free(t);
}

/* As editors of other systems leave it. */
static void
any_line_end_will_do(void **state)
{
	static const char *const forms[] = {
	    "\xef\xbb\xbfname=\"Anna\" %s\nname=\"Jan\" %s\n",
	    "name=\"Anna\" %s\r\nname=\"Jan\" %s\r\n",
	    "name=\"Anna\" %s\rname=\"Jan\" %s",
	    "\xef\xbb\xbf# people\r\rname=\"Anna\" %s\r\n\nname=\"Jan\" %s",
	};
	struct key *a, *b;
	const char *first = public_line(&a), *second = public_line(&b);
	char text[1024];
	struct err err;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct trust *t = trust_new(in_dir("technicians"));

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, forms[i], first, second);
#pragma GCC diagnostic pop
		write_file("technicians", text, 0600);
		assert_true(trust_reload(t, NULL, &err));
		assert_int_equal(trust_count(t), 2);
		assert_non_null(find(t, key_fingerprint(a)));
		assert_int_equal(trust_at(t, 1)->line, i < 3 ? 2 : 5);
		trust_free(t);
	}
	key_free(a);
	key_free(b);
}

/* A link to another folder, whose end changes without an event here. */
static void
what_is_behind_a_link_is_looked_at(void **state)
{
	struct trust *t;
	struct key *a;
	char *text;
	struct err err;

	text = str_fmt("name=\"Anna\" %s\n", public_line(&a));
	write_file("real", text, 0600);
	assert_int_equal(symlink("real", in_dir("technicians")), 0);
	t = trust_new(in_dir("technicians"));
	assert_true(trust_reload(t, NULL, &err));
	assert_false(trust_is_stale(t));
	assert_false(trust_is_stale(t));
	write_file("real", "# nobody\n", 0600);
	assert_false(trust_is_stale(t)); /* maybe it is being written */
	assert_true(trust_is_stale(t));
	assert_true(trust_reload(t, NULL, &err));
	assert_int_equal(trust_count(t), 0);
	assert_false(trust_is_stale(t));
	unlink(in_dir("technicians"));
	(void)trust_is_stale(t);
	assert_true(trust_is_stale(t));
	assert_true(trust_reload(t, NULL, &err));
	assert_false(trust_is_stale(t));
	free(text);
	key_free(a);
	trust_free(t);
}

static void
bad_lines(void **state)
{
	struct trust_person p;
	struct key *k;
	struct err err;
	const char *key = public_line(&k);
	char *bad[] = {str_dup(key), str_fmt("name=\"\" %s", key),
	    str_fmt("name=\"A\"%s", key), str_dup("name=\"A\""),
	    str_dup("name=\"A\" ssh-ed25519"),
	    str_dup("name=\"A\" ssh-ed25519 AAAA"),
	    str_dup("name=\"A\" ssh-ed25519 !!!!"),
	    str_fmt("name=\"A\",command=\"sh\" %s", key),
	    str_fmt("name=\"A\",offices %s", key),
	    str_fmt("no-pty,name=\"A\" %s", key),
	    str_fmt("name=\"\xff\" %s", key),
	    str_fmt("name=\"A\" ssh-rsa %s", key + strlen("ssh-ed25519 "))};
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err.text[0] = '\0';
		if (trust_parse_line(bad[i], &p, &err))
			fail_msg("accepted: %s", bad[i]);
		assert_true(err.text[0] != '\0');
		free(bad[i]);
	}
	key_free(k);
}

/* What cannot be read is not empty. */
static void
unreadable_is_not_empty(void **state)
{
	struct trust *t = trust_new(in_dir("technicians"));
	struct key *k = key_generate("a");
	bool changed;
	struct err err;
	FILE *f;

	assert_int_equal(mkdir(in_dir("known"), 0700), 0);
	assert_null(known_open(in_dir("known"), &err));
	assert_int_equal(rmdir(in_dir("known")), 0);
	assert_int_equal(mkfifo(in_dir("known"), 0600), 0);
	assert_null(known_open(in_dir("known"), &err));
	assert_int_equal(unlink(in_dir("known")), 0);
	f = fopen(in_dir("known"), "w"); /* a power cut */
	assert_non_null(f);
	assert_int_equal(fwrite("\0\0\0\0", 1, 4, f), 4);
	fclose(f);
	assert_null(known_open(in_dir("known"), &err));
	assert_int_equal(unlink(in_dir("known")), 0);
	assert_int_equal(symlink("/proc/self/mem", in_dir("known")), 0);
	assert_null(known_open(in_dir("known"), &err));

	assert_int_equal(mkdir(in_dir("technicians"), 0700), 0);
	assert_false(trust_reload(t, &changed, &err));
	assert_int_equal(rmdir(in_dir("technicians")), 0);
	/* nor is one that anybody may write */
	f = fopen(in_dir("technicians"), "w");
	assert_non_null(f);
	fprintf(f, "name=\"Anna\" %s\n", key_public_line(k));
	fclose(f);
	assert_int_equal(chmod(in_dir("technicians"), 0666), 0);
	assert_false(trust_reload(t, &changed, &err));
	assert_non_null(strstr(err.text, "chmod"));
	assert_int_equal(chmod(in_dir("technicians"), 0664), 0);
	assert_true(trust_reload(t, &changed, &err));
	trust_free(t);
	key_free(k);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(technicians_are_read),
	    T(a_bad_line_is_named_and_only_the_removed_go),
	    T(any_line_end_will_do),
	    T(what_is_behind_a_link_is_looked_at),
	    T(bad_lines),
	    T(unreadable_is_not_empty),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
