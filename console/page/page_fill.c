#include "console/page/page_fill.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"

void
page_fill_text(struct buf *out, const char *text)
{
	size_t size = UTF8_MAX * strlen(text) + 1;
	char *clean = mem_alloc(size);

	utf8_clean(clean, size, text, 0);
	for (const char *s = clean; *s != '\0'; s++) {
		switch (*s) {
		case '&':
			buf_adds(out, "&amp;");
			break;
		case '<':
			buf_adds(out, "&lt;");
			break;
		case '>':
			buf_adds(out, "&gt;");
			break;
		case '"':
			buf_adds(out, "&quot;");
			break;
		case '\'':
			buf_adds(out, "&#39;");
			break;
		default:
			buf_addc(out, *s);
		}
	}
	free(clean);
}

static const struct page_word *
find(const struct page_word *words, const char *name, size_t len)
{
	for (; words->name != NULL; words++)
		if (strlen(words->name) == len &&
		    memcmp(words->name, name, len) == 0)
			return words;
	abort();
}

/* Behind the next {/}. */
static const char *
behind(const char *s)
{
	const char *end = strstr(s, "{/}");

	return end != NULL ? end + strlen("{/}") : s + strlen(s);
}

/* What is in the braces at s, with which they end at end; where to go on. */
static const char *
put(struct buf *out, const char *s, const char *end,
    const struct page_word *words)
{
	bool asks = *s == '?' || *s == '!';
	const struct page_word *w;

	if (*s == '/')
		return end + 1;
	w = find(words, s + asks, (size_t)(end - s) - asks);
	if (asks)
		return (w->text[0] != '\0') == (*s == '?') ? end + 1
							   : behind(end);
	if (w->html)
		buf_adds(out, w->text);
	else
		page_fill_text(out, w->text);
	return end + 1;
}

void
page_fill(struct buf *out, const char *template, const struct page_word *words)
{
	const char *s = template;

	while (*s != '\0') {
		size_t len = strcspn(s, "{~");
		const char *end;

		buf_add(out, s, len);
		s += len;
		if (*s == '\0')
			break;
		if (*s == '~') {
			buf_adds(out, "\u00a0");
			s++;
			continue;
		}
		end = strchr(s, '}');
		if (end == NULL)
			abort();
		s = put(out, s + 1, end, words);
	}
}
