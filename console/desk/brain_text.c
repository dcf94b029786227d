#include "console/desk/brain_text.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"

char *
brain_text_clean(const char *text, size_t max_bytes)
{
	char *out = mem_alloc(max_bytes + 1);

	return utf8_clean(out, max_bytes + 1, text, 0);
}

void
brain_text_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes)
{
	char *clean = brain_text_clean(text, max_bytes);

	msg_put_str(m, field, clean);
	free(clean);
}
