/* The words of the agent's command line as people paste them: HOST, a
 * fingerprint in one piece or several, both as HOST/FINGERPRINT. Each line of
 * the input is a word; one that begins with "=" is what --fingerprint was
 * given. What is taken is whole, and said again in one word it is taken again.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "agent/desk_given.h"
#include "shared/base/str.h"

#define WORDS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
take_again(const struct desk_given *d)
{
	bool v6 = strchr(d->host, ':') != NULL;
	char *word = str_fmt("%s%s%s:%d%s%s", v6 ? "[" : "", d->host,
	    v6 ? "]" : "", d->port, d->fingerprint[0] != '\0' ? "/" : "",
	    d->fingerprint);
	struct desk_given again = {0};

	if (!desk_given_words(&again, NULL, &word, 1, NULL) ||
	    !str_eq(again.host, d->host) || again.port != d->port ||
	    !str_eq(again.fingerprint, d->fingerprint))
		abort();
	free(word);
}

static void
check_taken(const struct desk_given *d)
{
	if (d->fingerprint[0] != '\0' && !key_fingerprint_valid(d->fingerprint))
		abort();
	/* with a port that one begins as a fingerprint does */
	if (d->host[0] == '\0' || strcasecmp(d->host, "SHA256") == 0)
		return;
	if (d->port < 1 || d->port > 65535)
		abort();
	take_again(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready;
	char *text = malloc(size + 1), *next = text, *line, *word[WORDS];
	const char *option = NULL;
	struct desk_given d = {0};
	struct err err = {0};
	int n = 0;

	if (!ready++)
		setlocale(LC_ALL, "C.UTF-8");
	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	while (n < WORDS && (line = str_part(&next, '\n')) != NULL)
		if (line[0] == '=' && option == NULL)
			option = line + 1;
		else
			word[n++] = line;
	if (desk_given_words(&d, option, word, n, &err))
		check_taken(&d);
	else if (err.text[0] == '\0')
		abort();
	free(text);
	return 0;
}
