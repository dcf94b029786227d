/*
 * A log with a client book for one test at a time: setup makes it, teardown
 * verifies it and takes it away.
 */
#pragma once

#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/verify.h"
#include "tests/unit/store/story.h"

static const struct book_author anna = {"anna", "key SHA256:anna"};
static const struct book_author piotr = {"piotr", "user piotr"};

static struct story s;
static struct db *db;
static char *dir;
static struct err err;

static inline int
setup(void **state)
{
	dir = story_dir();
	story_init(&s, dir);
	db = store_db(s.store);
	return 0;
}

static inline int
teardown(void **state)
{
	struct verify_result v;

	assert_true(verify_log(db, &v, &err));
	assert_string_equal(v.why, "");
	store_close(s.store);
	story_remove(dir);
	return 0;
}

static inline struct book_client
client(const char *code, const char *name, const char *nip)
{
	struct book_client c = {.code = ""};

	str_copy(c.code, sizeof(c.code), code);
	str_copy(c.name, sizeof(c.name), name);
	str_copy(c.nip, sizeof(c.nip), nip);
	return c;
}

static inline void
add(const char *code, const char *name, const char *nip)
{
	struct book_client c = client(code, name, nip);

	if (!book_add(db, &c, &anna, &err))
		fail_msg("%s", err.text);
}

static inline void
said(bool ok, const char *why)
{
	assert_false(ok);
	if (strstr(err.text, why) == NULL)
		fail_msg("said \"%s\", not \"%s\"", err.text, why);
}

static inline void
opened(const char *company, const char *key, const char *phone)
{
	const struct store_card card = {.name = "Jan",
	    .company = company,
	    .agent_key = key,
	    .phone = phone};

	assert_int_equal(story_open_as(&s, "Subiekt", &card), STORE_DURABLE);
}
