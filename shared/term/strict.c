#include "shared/term/strict.h"

#include <string.h>

static bool
esc_allowed(const struct filter_seq *s)
{
	if (s->inter == '(')
		return s->final == 'B';
	return s->inter == 0 && strchr("M=>", s->final) != NULL;
}

static bool
mode_allowed(int mode, bool on)
{
	static const int modes[] = {1, 25, 1000, 1002, 1003, 1006, 2004};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (mode == modes[i])
			return true;
	return mode == 6 && !on; /* origin is switched off only */
}

static bool
csi_allowed(const struct filter_seq *s)
{
	int n = s->nparams;

	if (s->inter != 0)
		return s->inter == ' ' && s->final == 'q';
	if (s->lead == '?')
		return n == 1 && strchr("hl", s->final) != NULL &&
		    mode_allowed(s->param[0], s->final == 'h');
	if (s->lead != 0)
		return false;
	switch (s->final) {
	case 'm':
		return true;
	case 'C':
	case 'X':
		return n <= 1;
	case 'H':
		return n <= 2;
	case 'K':
		return n == 0;
	case 'J':
		return n == 1 && s->param[0] == 2;
	case 'r':
		return n == 0 || n == 2;
	case 'l':
		return n == 1 && s->param[0] == 4;
	default:
		return false;
	}
}

bool
strict_allows(enum filter_kind kind, char first, const struct filter_seq *seq)
{
	switch (kind) {
	case FILTER_CTRL:
		return strchr("\r\n\b\a\017", first) != NULL;
	case FILTER_ESC:
		return esc_allowed(seq);
	case FILTER_CSI:
		return csi_allowed(seq);
	default:
		return true;
	}
}
