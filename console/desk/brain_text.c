#include "console/desk/brain_text.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"

void
brain_text_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes)
{
	char *clean = mem_alloc(max_bytes + 1);

	msg_put_str(m, field, utf8_clean(clean, max_bytes + 1, text, 0));
	free(clean);
}
