#include "shared/wire/msg.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/wire/msg_table.h"

struct msg {
	const struct msg_spec *spec;
	json_t *body;
};

const struct msg_spec *
msg_spec(enum msg_kind kind)
{
	return &msg_table[kind];
}

const struct msg_spec *
msg_spec_find(const char *name)
{
	for (size_t i = 0; i < MSG_KINDS; i++)
		if (str_eq(msg_table[i].name, name))
			return &msg_table[i];
	return NULL;
}

static const struct msg_field proof_fields[] = {
    {"order", MSG_INT, true, 1, INT64_C(1) << 53, NULL},
    {"proof", MSG_HEX, true, MSG_PROOF_SIZE - 1, MSG_PROOF_SIZE - 1, NULL},
};

static const struct msg_field *
find_field(const struct msg_spec *spec, const char *name)
{
	size_t extra = (spec->routes & MSG_ORDER) != 0 ? ARRAY_LEN(proof_fields)
						       : 0;

	for (size_t i = 0; i < extra; i++)
		if (str_eq(proof_fields[i].name, name))
			return &proof_fields[i];
	for (const struct msg_field *f = spec->fields; f->name != NULL; f++)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

/* A name that the row lacks can only be a mistake in our own source. */
static const struct msg_field *
own_field(const struct msg *m, const char *name, enum msg_type type)
{
	const struct msg_field *f = find_field(m->spec, name);

	if (f == NULL ||
	    (f->type != type &&
		!(type == MSG_STR &&
		    (f->type == MSG_HEX || f->type == MSG_TEXT ||
			f->type == MSG_WORD))))
		abort();
	return f;
}

static bool
is_hex(const char *s)
{
	return s[strspn(s, "0123456789abcdef")] == '\0';
}

static bool
is_word(const struct msg_field *f, const char *s)
{
	return (f->min == 0 && s[0] == '\0') || words_find(f->words, s) >= 0;
}

static bool
check_value(const struct msg_field *f, const json_t *v, struct err *err)
{
	int64_t size;

	switch (f->type) {
	case MSG_BOOL:
		if (!json_is_boolean(v))
			return err_set(
			    err, "field %s is not true or false", f->name);
		return true;
	case MSG_INT:
		if (!json_is_integer(v))
			return err_set(
			    err, "field %s is not a whole number", f->name);
		size = json_integer_value(v);
		break;
	default:
		if (!json_is_string(v))
			return err_set(err, "field %s is not a text", f->name);
		if (f->type == MSG_HEX && !is_hex(json_string_value(v)))
			return err_set(err, "field %s is not hex", f->name);
		if (f->type == MSG_WORD)
			return is_word(f, json_string_value(v)) ||
			    err_set(err, "field %s has no such word", f->name);
		size = (int64_t)json_string_length(v);
		break;
	}
	if (size < f->min || size > f->max)
		return err_set(err, "field %s is out of its limits", f->name);
	return true;
}

static bool
check_fields(const struct msg_spec *spec, json_t *body, struct err *err)
{
	bool tolerant = spec->kind == MSG_HELLO || spec->kind == MSG_WELCOME;
	const char *key;
	json_t *value;

	json_object_foreach (body, key, value) {
		const struct msg_field *f = find_field(spec, key);

		if (str_eq(key, "t") || (f == NULL && tolerant))
			continue;
		if (f == NULL)
			return err_set(err, "%s has no such field", spec->name);
		if (!check_value(f, value, err))
			return err_wrap(err, "%s", spec->name);
	}
	for (const struct msg_field *f = spec->fields; f->name != NULL; f++)
		if (!f->optional && json_object_get(body, f->name) == NULL)
			return err_set(
			    err, "%s lacks the field %s", spec->name, f->name);
	return true;
}

struct msg *
msg_parse(const char *line, size_t len, struct err *err)
{
	const struct msg_spec *spec;
	struct msg *m;
	json_t *body;

	if (len >= MSG_MAX) {
		err_set(err, "message is longer than %d bytes", MSG_MAX);
		return NULL;
	}
	body = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(body)) {
		json_decref(body);
		err_set(err, "message is not a JSON object");
		return NULL;
	}
	spec = msg_spec_find(json_string_value(json_object_get(body, "t")));
	if (spec == NULL)
		err_set(err, "unknown message");
	if (spec == NULL || !check_fields(spec, body, err)) {
		json_decref(body);
		return NULL;
	}
	m = mem_alloc(sizeof(*m));
	m->spec = spec;
	m->body = body;
	return m;
}

static json_t *
or_abort(json_t *v)
{
	if (v == NULL)
		abort();
	return v;
}

struct msg *
msg_new(enum msg_kind kind)
{
	struct msg *m = mem_alloc(sizeof(*m));

	m->spec = &msg_table[kind];
	m->body = or_abort(json_object());
	json_object_set_new(m->body, "t", or_abort(json_string(m->spec->name)));
	return m;
}

struct msg *
msg_about(enum msg_kind kind, int64_t ticket)
{
	return msg_put_int(msg_new(kind), "ticket", ticket);
}

struct msg *
msg_copy(const struct msg *m)
{
	struct msg *copy = mem_alloc(sizeof(*copy));

	copy->spec = m->spec;
	copy->body = or_abort(json_deep_copy(m->body));
	return copy;
}

void
msg_free(struct msg *m)
{
	if (m == NULL)
		return;
	json_decref(m->body);
	free(m);
}

enum msg_kind
msg_kind(const struct msg *m)
{
	return m->spec->kind;
}

const char *
msg_name(const struct msg *m)
{
	return m->spec->name;
}

const struct msg_field *
msg_field(const struct msg *m, const char *field)
{
	const struct msg_field *f = find_field(m->spec, field);

	if (f == NULL)
		abort();
	return f;
}

bool
msg_has(const struct msg *m, const char *field)
{
	return json_object_get(m->body, msg_field(m, field)->name) != NULL;
}

const char *
msg_str(const struct msg *m, const char *field)
{
	const char *s;

	(void)own_field(m, field, MSG_STR);
	s = json_string_value(json_object_get(m->body, field));
	return s != NULL ? s : "";
}

int64_t
msg_int(const struct msg *m, const char *field)
{
	(void)own_field(m, field, MSG_INT);
	return json_integer_value(json_object_get(m->body, field));
}

bool
msg_bool(const struct msg *m, const char *field)
{
	(void)own_field(m, field, MSG_BOOL);
	return json_is_true(json_object_get(m->body, field));
}

int
msg_word(const struct msg *m, const char *field)
{
	const struct msg_field *f = own_field(m, field, MSG_WORD);

	return words_find(f->words, msg_str(m, field));
}

/* As much of it as fits. */
static void
put_text(struct msg *m, const struct msg_field *f, const char *value)
{
	size_t size = (size_t)f->max + 1;
	char *fit = mem_alloc(size);

	str_copy(fit, size, value);
	if (!utf8_valid(fit, strlen(fit)))
		utf8_clean(fit, size, value, 0);
	json_object_set_new(m->body, f->name, or_abort(json_string(fit)));
	free(fit);
}

struct msg *
msg_put_str(struct msg *m, const char *field, const char *value)
{
	const struct msg_field *f = own_field(m, field, MSG_STR);

	if (f->type != MSG_WORD)
		put_text(m, f, value);
	else
		msg_put_word(m, field,
		    value[0] != '\0' ? words_find(f->words, value) : -1);
	return m;
}

struct msg *
msg_put_word(struct msg *m, const char *field, int number)
{
	const struct msg_field *f = own_field(m, field, MSG_WORD);
	const char *word = number < 0 ? "" : words_at(f->words, number);

	if (word == NULL || !is_word(f, word))
		abort();
	json_object_set_new(m->body, field, or_abort(json_string(word)));
	return m;
}

struct msg *
msg_put_int(struct msg *m, const char *field, int64_t value)
{
	(void)own_field(m, field, MSG_INT);
	json_object_set_new(m->body, field, or_abort(json_integer(value)));
	return m;
}

struct msg *
msg_put_bool(struct msg *m, const char *field, bool value)
{
	(void)own_field(m, field, MSG_BOOL);
	json_object_set_new(m->body, field, or_abort(json_boolean(value)));
	return m;
}

void
msg_strip(struct msg *m)
{
	for (const struct msg_field *f = m->spec->fields; f->name != NULL;
	     f++) {
		const char *s = json_string_value(
		    json_object_get(m->body, f->name));
		char *copy;

		if (s == NULL)
			continue;
		copy = utf8_strip(str_dup(s), f->type == MSG_TEXT);
		if (!str_eq(copy, s))
			json_object_set_new(
			    m->body, f->name, or_abort(json_string(copy)));
		free(copy);
	}
}

bool
msg_is_order(const struct msg *m)
{
	return (m->spec->routes & MSG_ORDER) != 0;
}

void
msg_put_proof(struct msg *m, int64_t number, const char *proof)
{
	msg_put_int(m, "order", number);
	msg_put_str(m, "proof", proof);
}

bool
msg_take_proof(struct msg *m, int64_t *number, char proof[MSG_PROOF_SIZE])
{
	if (!msg_has(m, "order") || !msg_has(m, "proof"))
		return false;
	*number = msg_int(m, "order");
	str_copy(proof, MSG_PROOF_SIZE, msg_str(m, "proof"));
	json_object_del(m->body, "order");
	json_object_del(m->body, "proof");
	return true;
}

bool
msg_write(const struct msg *m, struct buf *out, struct err *err)
{
	char text[MSG_MAX];
	size_t len;

	if (!check_fields(m->spec, m->body, err))
		return false;
	len = json_dumpb(m->body, text, sizeof(text), JSON_COMPACT);
	if (len == 0 || len >= sizeof(text))
		return err_set(
		    err, "%s is longer than %d bytes", m->spec->name, MSG_MAX);
	text[len++] = '\n';
	if (!buf_add(out, text, len))
		return err_set(err, "queue of messages is full");
	return true;
}
