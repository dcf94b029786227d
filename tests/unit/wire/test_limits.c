/* Every field of every message at both ends of what its row permits: taken
 * there, refused one beyond, by an error that names message and field. Made
 * from the table, so that a new row is tested by being one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <jansson.h>

#include "shared/base/mem.h"
#include "shared/wire/msg_table.h"

static json_t *
text_of(int64_t len, char c)
{
	char *text = mem_alloc((size_t)len + 1);
	json_t *v;

	memset(text, c, (size_t)len);
	v = json_string(text);
	free(text);
	return v;
}

/* A value of that length or amount. */
static const char *
first_word(const struct words *w)
{
	int i = 0;

	while (i < w->n && words_at(w, i) == NULL)
		i++;
	return words_at(w, i);
}

static json_t *
value_of(const struct msg_field *f, int64_t size)
{
	switch (f->type) {
	case MSG_BOOL:
		return json_true();
	case MSG_INT:
		return json_integer(size);
	case MSG_WORD:
		return json_string(size > 0 ? first_word(f->words) : "");
	default:
		return text_of(size, f->type == MSG_HEX ? '0' : 'a');
	}
}

/* All that it must have, each at its least. */
static json_t *
least_of(const struct msg_spec *s)
{
	json_t *body = json_object();

	json_object_set_new(body, "t", json_string(s->name));
	for (const struct msg_field *f = s->fields; f->name != NULL; f++)
		if (!f->optional)
			json_object_set_new(body, f->name, value_of(f, f->min));
	return body;
}

static struct msg *
parse(const json_t *body, struct err *err)
{
	char *line = json_dumps(body, JSON_COMPACT);
	struct msg *m = msg_parse(line, strlen(line), err);

	free(line);
	return m;
}

static void
taken(const struct msg_spec *s, const struct msg_field *f, json_t *value)
{
	json_t *body = least_of(s);
	struct err err = {0};
	struct msg *m;

	json_object_set_new(body, f->name, value);
	m = parse(body, &err);
	if (m == NULL)
		fail_msg("%s, %s at its end: %s", s->name, f->name, err.text);
	msg_free(m);
	json_decref(body);
}

static void
refused(const struct msg_spec *s, const struct msg_field *f, json_t *value)
{
	json_t *body = least_of(s);
	struct err err = {0};
	struct msg *m;

	json_object_set_new(body, f->name, value);
	m = parse(body, &err);
	if (m != NULL)
		fail_msg("%s: %s is taken beyond its end", s->name, f->name);
	if (strstr(err.text, f->name) == NULL ||
	    strstr(err.text, s->name) == NULL)
		fail_msg("%s, %s: %s", s->name, f->name, err.text);
	json_decref(body);
}

/* Each of the list, and no other. */
static void
every_word(const struct msg_spec *s, const struct msg_field *f)
{
	for (const struct words *w = f->words; w != NULL; w = w->also)
		for (int i = 0; i < w->n; i++)
			if (words_at(w, i) != NULL)
				taken(s, f, json_string(words_at(w, i)));
	refused(s, f, json_string("no such word"));
	refused(s, f, json_integer(1));
	refused(s, f, json_null());
	if (f->min > 0)
		refused(s, f, json_string(""));
	else
		taken(s, f, json_string(""));
}

static void
both_ends(const struct msg_spec *s, const struct msg_field *f)
{
	taken(s, f, value_of(f, f->min));
	if (f->type == MSG_BOOL) {
		refused(s, f, json_integer(1));
		refused(s, f, json_string("true"));
		return;
	}
	if (f->type == MSG_WORD) {
		every_word(s, f);
		return;
	}
	taken(s, f, value_of(f, f->max));
	refused(s, f, value_of(f, f->max + 1));
	if (f->min > 0 || f->type == MSG_INT)
		refused(s, f, value_of(f, f->min - 1));
	refused(s, f, json_null());
	refused(s, f, f->type == MSG_INT ? json_string("1") : json_integer(1));
	if (f->type == MSG_HEX)
		refused(s, f, text_of(f->max, 'g'));
}

static void
every_field(void **state)
{
	int n = 0;

	(void)state;
	for (int i = 0; i < MSG_KINDS; i++) {
		const struct msg_spec *s = msg_spec((enum msg_kind)i);

		for (const struct msg_field *f = s->fields; f->name != NULL;
		     f++, n++)
			both_ends(s, f);
	}
	print_message("%d fields\n", n);
	assert_true(n > 100);
}

/* What is sent is cut to its field, so that it is never refused there. */
static void
what_is_sent_fits(void **state)
{
	static char text[MSG_MAX];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	for (int i = 0; i < MSG_KINDS; i++) {
		const struct msg_spec *s = msg_spec((enum msg_kind)i);

		for (const struct msg_field *f = s->fields; f->name != NULL;
		     f++) {
			struct msg *m;

			if (f->type != MSG_STR && f->type != MSG_TEXT)
				continue;
			m = msg_put_str(msg_new(s->kind), f->name, text);
			assert_int_equal(strlen(msg_str(m, f->name)), f->max);
			msg_free(m);
		}
	}
}

/* A row without a field that it must have. */
static void
none_may_be_missing(void **state)
{
	(void)state;
	for (int i = 0; i < MSG_KINDS; i++) {
		const struct msg_spec *s = msg_spec((enum msg_kind)i);

		for (const struct msg_field *f = s->fields; f->name != NULL;
		     f++) {
			json_t *body = least_of(s);
			struct err err = {0};
			struct msg *m;

			json_object_del(body, f->name);
			m = parse(body, &err);
			assert_int_equal(m != NULL, f->optional);
			if (m == NULL)
				assert_non_null(strstr(err.text, f->name));
			msg_free(m);
			json_decref(body);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_field),
	    cmocka_unit_test(what_is_sent_fits),
	    cmocka_unit_test(none_may_be_missing),
	};

	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
