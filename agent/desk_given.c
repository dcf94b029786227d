#include "agent/desk_given.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

#define BLANKS " \t\r\n"
#define BROKEN_MAX 200 /* bytes of a fingerprint in several words */

bool
desk_given_host(struct desk_given *d, const char *value, struct err *err)
{
	char host[DESK_GIVEN_HOST_SIZE];
	int port;

	if (!sock_split(value, MSG_PORT, host, sizeof(host), &port, err))
		return false;
	if (port == 0)
		return err_set(err, _("0 is no port of a desk"));
	if (d->host[0] != '\0' &&
	    (strcasecmp(d->host, host) != 0 || d->port != port))
		return err_set(err, _("two different desks: %s:%d and %s:%d"),
		    d->host, d->port, host, port);
	str_copy(d->host, sizeof(d->host), host);
	d->port = port;
	return true;
}

bool
desk_given_fingerprint(struct desk_given *d, const char *value, struct err *err)
{
	char fingerprint[KEY_FP_SIZE];

	if (!key_fingerprint_take(value, fingerprint, err))
		return false;
	if (d->fingerprint[0] != '\0' && !str_eq(d->fingerprint, fingerprint))
		return err_set(err, _("two different fingerprints: %s and %s"),
		    d->fingerprint, fingerprint);
	str_copy(d->fingerprint, sizeof(d->fingerprint), fingerprint);
	return true;
}

/* As a text program makes it of --fingerprint, with a longer dash. */
static bool
is_dashed(const char *word)
{
	static const char *const dashes[] = {
	    "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92"};

	for (size_t i = 0; i < ARRAY_LEN(dashes); i++)
		if (strncmp(word, dashes[i], 3) == 0)
			return str_eq(word + 3, "fingerprint") ||
			    str_eq(word + 3, "-fingerprint");
	return false;
}

/* A fingerprint that begins so and goes on in the next words: how many of them
 * it takes, or -1 when they make none. */
static int
join(const char *begin, char *const *word, int words, char out[KEY_FP_SIZE])
{
	char all[BROKEN_MAX];
	size_t len;

	if (!str_copy(all, sizeof(all), begin))
		return -1;
	for (int i = 0;; i++) {
		if (key_fingerprint_take(all, out, NULL))
			return i;
		len = strlen(all);
		if (i == words ||
		    !str_copy(all + len, sizeof(all) - len, word[i]))
			return -1;
	}
}

/* Those of the words, from *at, that end what --fingerprint has begun. */
static bool
take_option(struct desk_given *d, const char *option, char *const *word,
    int words, int *at, int *n, struct err *err)
{
	char fingerprint[KEY_FP_SIZE];

	*n = 0;
	for (*at = 0; *at <= words; ++*at) {
		*n = join(option, word + *at, words - *at, fingerprint);
		if (*n >= 0)
			return desk_given_fingerprint(d, fingerprint, err);
	}
	return desk_given_fingerprint(d, option, err) ||
	    err_wrap(err, "--fingerprint");
}

/* HOST/FINGERPRINT or HOST; *used: words behind it that belong to it. */
static bool
take_host(struct desk_given *d, const char *first, char *const *next, int words,
    int *used, struct err *err)
{
	char host[DESK_GIVEN_HOST_SIZE], fingerprint[KEY_FP_SIZE];
	size_t n = strcspn(first, "/");

	*used = 0;
	if (first[n] == '\0' || n == 0 || n >= sizeof(host) ||
	    first[n + 1] == '/')
		return desk_given_host(d, first, err);
	*used = join(first + n + 1, next, words, fingerprint);
	if (*used < 0)
		return desk_given_fingerprint(d, first + n + 1, err);
	snprintf(host, sizeof(host), "%.*s", (int)n, first);
	return desk_given_host(d, host, err) &&
	    desk_given_fingerprint(d, fingerprint, err);
}

/* One word and what belongs to it; *used: how many more these are. */
static bool
take_word(struct desk_given *d, char *const *word, int words, bool *host,
    int *used, struct err *err)
{
	const char *first = word[0] + strspn(word[0], BLANKS);
	char fingerprint[KEY_FP_SIZE];

	*used = 0;
	if (is_dashed(first))
		return true;
	if (key_fingerprint_take(first, fingerprint, NULL))
		return desk_given_fingerprint(d, fingerprint, err);
	if (strncasecmp(first, "SHA256:", 7) == 0) {
		*used = join(first, word + 1, words - 1, fingerprint);
		return desk_given_fingerprint(
		    d, *used < 0 ? first : fingerprint, err);
	}
	if (*host)
		return err_set(err,
		    _("unexpected argument \"%s\" beside %s; a command goes "
		      "behind --"),
		    first, d->host);
	*host = true;
	return take_host(d, first, word + 1, words - 1, used, err);
}

bool
desk_given_words(struct desk_given *d, const char *option, char *const *word,
    int words, struct err *err)
{
	bool host = false;
	int at = words, n = 0, used;

	if (option != NULL &&
	    !take_option(d, option, word, words, &at, &n, err))
		return false;
	for (int i = 0; i < words; i += used + 1) {
		used = 0;
		if (i >= at && i < at + n)
			continue;
		if (!take_word(d, word + i, words - i, &host, &used, err))
			return false;
	}
	return true;
}
