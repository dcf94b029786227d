/* The sanitizer: whatever comes in, what comes out is safe to show. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_safe(const char *s)
{
	size_t len = strlen(s);
	int marks = 0;

	if (!utf8_valid(s, len))
		abort();
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		int n = utf8_decode(s + i, len - i, &cp);

		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
		    utf8_clean_char(cp) != cp)
			abort();
		marks = utf8_width(cp) == 0 ? marks + 1 : 0;
		if (marks > UTF8_MARKS)
			abort();
		i += (size_t)n;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready;
	char *src, *dst, again[600];
	int cols;
	size_t room;

	if (!ready++)
		setlocale(LC_ALL, "C.UTF-8");
	if (size < 2)
		return 0;
	cols = data[0] % 90;
	room = 1 + data[1] * 2u;
	src = malloc(size - 1);
	dst = malloc(room);
	if (src == NULL || dst == NULL)
		abort();
	memcpy(src, data + 2, size - 2);
	src[size - 2] = '\0';
	utf8_clean(dst, room, src, cols);
	check_safe(dst);
	if (cols > 0 && utf8_cols(dst) > cols)
		abort();
	if (src[0] != '\0' && room > 1 && dst[0] == '\0')
		abort();
	if (strcmp(utf8_clean(again, sizeof(again), dst, 0), dst) != 0)
		abort();
	free(src);
	free(dst);
	return 0;
}
