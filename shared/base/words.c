#include "shared/base/words.h"

#include "shared/base/i18n.h"
#include "shared/base/str.h"

int
words_find(const struct words *w, const char *word)
{
	for (int base = 0; w != NULL; base += w->n, w = w->also)
		for (int i = 0; i < w->n; i++)
			if (str_eq(w->word[i], word))
				return base + i;
	return -1;
}

/* The list that has that number, which becomes one of its own; or NULL. */
static const struct words *
list_of(const struct words *w, int *number)
{
	if (*number < 0)
		return NULL;
	while (w != NULL && *number >= w->n) {
		*number -= w->n;
		w = w->also;
	}
	return w;
}

const char *
words_at(const struct words *w, int number)
{
	w = list_of(w, &number);
	return w != NULL ? w->word[number] : NULL;
}

const char *
words_text(const struct words *w, int number)
{
	w = list_of(w, &number);
	return w != NULL ? _(w->text[number]) : NULL;
}
