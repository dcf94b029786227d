#include "shared/sys/terminal.h"

#include <stddef.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

bool
terminal_has_titles(const char *term)
{
	static const char *const names[] = {
	    "xterm", "screen", "tmux", "rxvt", "foot", "alacritty", "st"};

	for (size_t i = 0; term != NULL && i < ARRAY_LEN(names); i++)
		if (str_starts(term, names[i]))
			return true;
	return false;
}

bool
terminal_has_shapes(const char *term)
{
	return term == NULL || !str_starts(term, "linux");
}
