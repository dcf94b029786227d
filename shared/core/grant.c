#include "shared/core/grant.h"

#include <string.h>

#include "shared/base/i18n.h"

/* What is worth nothing, or dangerous, to one who cannot see the screen. */
#define NEED_VIEW GRANT_TYPE

WORDS_LIST(grant_words, "right", GRANT_WORDS);

/* -1: not one right. */
static int
bit_of(unsigned right)
{
	for (int i = 0; i < GRANT_COUNT; i++)
		if (right == 1u << i)
			return i;
	return -1;
}

const char *
grant_name(unsigned right)
{
	return words_at(&grant_words, bit_of(right));
}

const char *
grant_title(unsigned right)
{
	return words_text(&grant_words, bit_of(right));
}

bool
grant_parse(const char *name, unsigned *right)
{
	int i = words_find(&grant_words, name);

	if (i >= 0)
		*right = 1u << i;
	return i >= 0;
}

bool
grant_parse_list(const char *list, unsigned *mask, struct err *err)
{
	unsigned sum = 0, right = 0;

	for (const char *s = list + strspn(list, " ,"); *s != '\0';) {
		size_t len = strcspn(s, " ,");
		char name[16];

		if (len >= sizeof(name))
			return err_set(err, _("unknown right \"%s\""), s);
		memcpy(name, s, len);
		name[len] = '\0';
		if (!grant_parse(name, &right))
			return err_set(err, _("unknown right \"%s\""), name);
		if ((sum & right) != 0)
			return err_set(
			    err, _("right \"%s\" is named twice"), name);
		sum |= right;
		s += len;
		s += strspn(s, " ,");
	}
	*mask = sum;
	return true;
}

char *
grant_print(char dst[GRANT_LIST_SIZE], unsigned mask)
{
	size_t used = 0;

	dst[0] = '\0';
	for (int i = 0; i < GRANT_COUNT; i++) {
		const char *name = words_at(&grant_words, i);

		if ((mask & 1u << i) == 0)
			continue;
		if (used > 0)
			dst[used++] = ' ';
		memcpy(dst + used, name, strlen(name) + 1);
		used += strlen(name);
	}
	return dst;
}

const char *
grant_word(unsigned mask)
{
	if ((mask & GRANT_TYPE) != 0)
		return _("TYPE");
	if ((mask & GRANT_VIEW) != 0)
		return _("VIEW");
	return _("NONE");
}

bool
grants_ask(struct grants *g, unsigned right, int64_t now_ms, struct err *err)
{
	int bit = bit_of(right);

	if (bit < 0)
		return err_set(err, _("ask for one right at a time"));
	if ((g->held & right) != 0)
		return err_set(err, _("this right is given already"));
	if (g->asked != 0 && g->asked != right)
		return err_set(err,
		    _("the client has not answered to \"%s\" "
		      "yet"),
		    grant_title(g->asked));
	if (g->no[bit].times >= GRANT_REFUSALS ||
	    (g->no[bit].times > 0 &&
		now_ms - g->no[bit].last_ms < GRANT_AGAIN_MS))
		return err_set(err, _("the client said no to that"));
	g->asked = right;
	return true;
}

bool
grants_answer(struct grants *g, unsigned right, bool yes, int64_t now_ms)
{
	int bit = bit_of(right);

	if (bit < 0 || g->asked != right)
		return false;
	g->asked = 0;
	if (yes) {
		grants_give(g, right);
	} else {
		g->no[bit].times++;
		g->no[bit].last_ms = now_ms;
	}
	return true;
}

void
grants_give(struct grants *g, unsigned right)
{
	g->held |= right & GRANT_ALL;
	if ((right & NEED_VIEW) != 0)
		g->held |= GRANT_VIEW;
	g->asked &= ~g->held;
}

unsigned
grants_take(struct grants *g, unsigned right)
{
	unsigned gone;

	if ((right & GRANT_VIEW) != 0)
		right |= NEED_VIEW;
	gone = g->held & right;
	g->held &= ~right;
	g->asked &= ~right;
	return gone;
}

void
grants_clear(struct grants *g)
{
	*g = (struct grants){0};
}

bool
grants_hold(const struct grants *g, unsigned right)
{
	return right != 0 && (g->held & right) == right;
}

size_t
grants_gate(const struct grants *g, unsigned right, size_t len)
{
	return grants_hold(g, right) ? len : 0;
}
