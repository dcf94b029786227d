#include "shared/core/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "shared/base/mem.h"
#include "shared/base/skeleton.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

/* Whole characters, blanks folded and trimmed, what cannot be seen left out. */
static void
add_words(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	bool blank = false, begun = false;

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		int n = utf8_decode(text + i, len - i, &cp);

		if (n <= 0)
			break;
		if (utf8_is_space(cp)) {
			blank = begun;
		} else if (utf8_is_plain(cp) && (n > 1 || cp != UTF8_BAD)) {
			if (blank)
				buf_addc(out, ' ');
			buf_add(out, text + i, (size_t)n);
			blank = false;
			begun = true;
		}
		i += (size_t)n;
	}
}

/* NULL for what is no text. free() it. */
static char *
map(const char *text, int how, utf8proc_custom_func each)
{
	utf8proc_uint8_t *out = NULL;

	if (utf8proc_map_custom((const utf8proc_uint8_t *)text, 0, &out,
		(utf8proc_option_t)(how | UTF8PROC_NULLTERM | UTF8PROC_STABLE |
		    UTF8PROC_IGNORE),
		each, NULL) < 0)
		return NULL;
	return (char *)out;
}

/* Capitals of other scripts are the same as Latin ones, small letters less so.
 */
static utf8proc_int32_t
as_latin(utf8proc_int32_t cp, void *ctx)
{
	char like = skeleton_latin((uint32_t)utf8proc_toupper(cp));

	if (like == '\0')
		like = skeleton_latin((uint32_t)cp);
	return like != '\0' ? like : cp;
}

/* Whether it has letters of Greek, Cyrillic or their neighbours. */
static bool
has_other_script(const char *s)
{
	for (; *s != '\0'; s++)
		if ((uint8_t)*s >= 0xcd && (uint8_t)*s <= 0xd4)
			return true;
	return false;
}

/* The same, with letters of other scripts for which there are Latin ones as
 * those, whatever stands above them. Takes ownership; NULL is NULL. */
static char *
map_scripts(char *text)
{
	char *apart = NULL, *out = NULL;

	if (text == NULL || !has_other_script(text))
		return text;
	apart = map(text, UTF8PROC_DECOMPOSE, NULL);
	if (apart != NULL)
		out = map(apart, UTF8PROC_COMPOSE, as_latin);
	free(apart);
	free(text);
	return out;
}

static bool
is_ascii(const char *s)
{
	while (*s > 0)
		s++;
	return *s == '\0';
}

void
fold_canon(struct buf *out, const char *text)
{
	char *mapped = is_ascii(text) ? NULL
				      : map(text, UTF8PROC_COMPOSE, NULL);

	add_words(out, mapped != NULL ? mapped : text);
	free(mapped);
}

void
fold_text(struct buf *out, const char *text)
{
	char *mapped = NULL;
	size_t from = out->len;

	if (!is_ascii(text))
		mapped = map_scripts(map(text,
		    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE,
		    NULL));
	add_words(out, mapped != NULL ? mapped : text);
	free(mapped);
	for (uint8_t *s = buf_data(out) + from; from < out->len; from++, s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (uint8_t)(*s - 'A' + 'a');
}

bool
fold_same(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	fold_text(&x, a);
	fold_text(&y, b);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

void
fold_look(struct buf *out, const char *text)
{
	struct buf folded = BUF_INIT;
	char *look;

	fold_text(&folded, text);
	look = mem_alloc(folded.len + 1);
	buf_adds(out, skeleton(look, folded.len + 1, buf_str(&folded)));
	free(look);
	buf_fini(&folded);
}

/* Letters of their own in Polish: behind the one that they are made of. */
static const struct {
	uint32_t cp;
	char behind;
	uint32_t rank;
} letters[] = {
    {0x105, 'a', 1},
    {0x107, 'c', 1},
    {0x119, 'e', 1},
    {0x142, 'l', 1},
    {0x144, 'n', 1},
    {0xf3, 'o', 1},
    {0x15b, 's', 1},
    {0x17a, 'z', 1},
    {0x17c, 'z', 2},
};

static uint32_t
weight(uint32_t cp)
{
	utf8proc_int32_t parts[8];

	if (cp < 0x80)
		return (cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp) << 8;
	cp = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if (letters[i].cp == cp)
			return ((uint32_t)letters[i].behind << 8) |
			    letters[i].rank;
	/* with other accents: as without them */
	if (utf8proc_decompose_char((utf8proc_int32_t)cp, parts,
		(int)ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, NULL) > 0)
		cp = (uint32_t)parts[0];
	return cp << 8;
}

/* The weight of the character at *s, which is left behind; 0 at the end. */
static uint32_t
next_weight(const char **s, size_t *len)
{
	uint32_t cp;
	int n = *len > 0 ? utf8_decode(*s, *len, &cp) : 0;

	if (n <= 0)
		return 0;
	*s += n;
	*len -= (size_t)n;
	return weight(cp) + 1;
}

int
fold_compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
	const char *p = a, *q = b;
	size_t p_len = a_len, q_len = b_len;
	uint32_t x, y;
	int d;

	do {
		x = next_weight(&p, &p_len);
		y = next_weight(&q, &q_len);
	} while (x == y && x != 0);
	if (x != y)
		return x < y ? -1 : 1;
	d = memcmp(a, b, MIN_OF(a_len, b_len));
	if (d == 0 && a_len != b_len)
		d = a_len < b_len ? -1 : 1;
	return d;
}
