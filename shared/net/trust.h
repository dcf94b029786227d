/*
 * Whom the desk lets in as a technician, and which keys were met before.
 *
 * `struct trust` is the technicians file: authorized_keys lines with the
 * options name="..." (required), products="A,B" (none = all), reports (the key
 * may also run the commands of the log) and office (it may do that alone: it is
 * no technician's). A missing or empty file means
 * nobody. `struct known` remembers under which name which key
 * was seen first, so that "known since" can be shown and a changed key noticed.
 * Pure lookups between reads of the files.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/keys.h"

#define TRUST_NAME_SIZE 128
#define TRUST_PRODUCTS_SIZE 512

struct trust_person {
	char name[TRUST_NAME_SIZE]; /* as written, valid UTF-8 */
	char products[TRUST_PRODUCTS_SIZE]; /* "A,B"; "" = all */
	bool reports;
	bool office;
	char fingerprint[KEY_FP_SIZE];
	uint8_t *blob;
	size_t blob_len;
	int line;
};

struct trust;

/* path need not exist yet. */
struct trust *trust_new(const char *path);
void trust_free(struct trust *t);
/*
 * Reads the file when it changed since the last call (mtime, size, inode).
 * *changed may be NULL. A malformed line is false with "PATH:LINE: why", and
 * nobody is added then; what was loaded before stays, except that keys which
 * stand nowhere in the file any more are gone: a typing error must not keep a
 * removed technician in. A file that cannot be read, or has not one good line,
 * changes nothing.
 * As long as something is wrong each call says so.
 */
bool trust_reload(struct trust *t, bool *changed, struct err *err);
/* Whether it changed since it was read, and has been the same in two calls: for
 * looking at it now and then, where no event tells (a link to another folder, a
 * network disk). Follows links. */
bool trust_is_stale(struct trust *t);
size_t trust_count(const struct trust *t);
/* NULL behind the last; valid until the next trust_reload(). */
const struct trust_person *trust_at(const struct trust *t, size_t i);
/* One line of the file; text is not kept. An empty or comment line gives false
 * with err.text "". out->blob is the caller's (free). */
bool trust_parse_line(
    const char *text, struct trust_person *out, struct err *err);

enum known_state {
	KNOWN_NEW, /* this name was never seen */
	KNOWN_SAME, /* seen with this key */
	KNOWN_CHANGED /* seen, but only with other keys */
};

struct known;

/* Reads PATH if it exists; lines "FINGERPRINT UTC_SECONDS NAME". */
struct known *known_open(const char *path, struct err *err);
void known_free(struct known *k);
/* Names are compared as they look (skeleton.h): case, blanks, accents and
 * letters of other scripts make no other name. *since_s: first met in that
 * state (KNOWN_CHANGED: the older key). */
enum known_state known_check(const struct known *k, const char *name,
    const char *fingerprint, int64_t *since_s);
/* Remembers it (once) and writes the file. now_s: 0 = nobody knows; a time
 * before 1970 is none. */
bool known_add(struct known *k, const char *name, const char *fingerprint,
    int64_t now_s, struct err *err);
