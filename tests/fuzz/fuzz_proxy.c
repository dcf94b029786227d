/* The answer of a proxy: in one piece and in two it means the same, and what is
 * behind it is left alone; a URL of any bytes. */
#include <stdlib.h>
#include <string.h>

#include "shared/net/proxy.h"
#include "shared/net/proxy_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_url(const char *text)
{
	struct proxy p;

	if (proxy_parse(text, &p, NULL) && strchr(p.basic, '\n') != NULL)
		abort();
	(void)proxy_passes_by(text, "desk.example.pl");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proxy_answer whole = {0}, parts = {0};
	struct err err = {0};
	char *text = malloc(size + 1);
	size_t cut, n, took;

	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	check_url(text);
	cut = size > 0 ? data[size - 1] % size : 0;
	n = proxy_answer_feed(&whole, text, size);
	took = proxy_answer_feed(&parts, text, cut);
	if (took == cut)
		took += proxy_answer_feed(&parts, text + cut, size - cut);
	if (took != n || whole.state != parts.state ||
	    whole.status != parts.status || n > PROXY_ANSWER_HEAD + 1 ||
	    (whole.state == PROXY_ANSWER_MORE && n < size) ||
	    (whole.state == PROXY_ANSWER_OPEN &&
		(whole.status / 100 != 2 || text[n - 1] != '\n')))
		abort();
	if (whole.state >= PROXY_ANSWER_NO) {
		proxy_answer_why(&whole, text, 1, false, &err);
		if (err.text[0] == '\0')
			abort();
	}
	free(text);
	return 0;
}
