#include "shared/core/grant.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"

WORDS_LIST(grant_words, "right", GRANT_WORDS);

#define AND_NAME(id, name, ...) +sizeof(name)

_Static_assert(GRANT_WORDS(AND_NAME) <= GRANT_LIST_SIZE, "all fit in a list");

#define ROW(id, name, title, ...) [id] = {__VA_ARGS__},

static const struct row {
	unsigned needs;
	const char *meaning;
	const char *word;
	const char *may;
	const char *may_brief;
} rows[] = {GRANT_WORDS(ROW)};

#define KEYED(id, ...) {id, __VA_ARGS__},

static const struct grant_keys keyed[] = {GRANT_KEYS(KEYED)};

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

/* Of the strongest of them. */
static const struct row *
row_of(unsigned mask)
{
	static const struct row none = {
	    0, "", N_("NONE"), N_("sees nothing"), N_("sees nothing")};

	for (int i = GRANT_COUNT - 1; i >= 0; i--)
		if ((mask & 1u << i) != 0)
			return &rows[i];
	return &none;
}

const char *
grant_meaning(unsigned mask)
{
	const char *text = row_of(mask)->meaning;

	return text[0] != '\0' ? _(text) : "";
}

const char *
grant_word(unsigned mask)
{
	return _(row_of(mask)->word);
}

const char *
grant_may(unsigned mask, bool brief)
{
	const struct row *row = row_of(mask);

	return _(brief ? row->may_brief : row->may);
}

const struct grant_keys *
grant_keys(unsigned right)
{
	for (size_t i = 0; i < ARRAY_LEN(keyed); i++)
		if (keyed[i].right == right)
			return &keyed[i];
	return NULL;
}

const struct grant_keys *
grant_asked_by(uint32_t letter)
{
	for (size_t i = 0; i < ARRAY_LEN(keyed); i++)
		if ((uint32_t)keyed[i].ask == letter)
			return &keyed[i];
	return NULL;
}

const struct grant_keys *
grant_taken_by(int f, uint32_t letter)
{
	for (size_t i = 0; i < ARRAY_LEN(keyed); i++)
		if ((uint32_t)keyed[i].take == letter ||
		    (f > 0 && keyed[i].take_f == f))
			return &keyed[i];
	return NULL;
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
	for (int i = 0; i < GRANT_COUNT; i++)
		if ((right & 1u << i) != 0)
			g->held |= 1u << i | rows[i].needs;
	g->asked &= ~g->held;
}

unsigned
grants_take(struct grants *g, unsigned right)
{
	unsigned gone;

	for (int i = 0; i < GRANT_COUNT; i++)
		if ((right & rows[i].needs) != 0)
			right |= 1u << i;
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
