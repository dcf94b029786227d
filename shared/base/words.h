/*
 * Closed lists of words: what the values of an enum are called in messages,
 * journals and files. A list is one X-macro beside its owner, which makes the
 * enum and the words, so that they cannot fall apart:
 *
 *	#define PAUSE_WORDS(X)                                 \
 *		X(PAUSE_TECH, "technician", N_("paused by ...")) \
 *		X(PAUSE_LINK, "link", N_("the link is lost"))
 *	enum pause { PAUSE_WORDS(WORDS_ENUM) PAUSES };
 *	extern const struct words pause_words;
 *
 * and in one .c WORDS_LIST(pause_words, "pause", PAUSE_WORDS). The third column
 * is what is shown to people, where they see it, and stands in the manual. Any
 * further ones are the owner's.
 */
#pragma once

#include <stddef.h>

struct words {
	const char *name; /* of the list */
	const char *const *word; /* by number */
	const char *const *text;
	int n;
	/* Its words are good, too; their numbers go on from n. */
	const struct words *also;
};

#define WORDS_ENUM(id, word, ...) id,
#define WORDS_WORD(id, word, ...) [id] = (word),
#define WORDS_TEXT(id, word, ...) [id] = (WORDS_FIRST(__VA_ARGS__, )),
#define WORDS_FIRST(text, ...) text
#define WORDS_LIST_ALSO(var, list_name, LIST, more)                  \
	static const char *const var##_word[] = {LIST(WORDS_WORD)};  \
	static const char *const var##_text[] = {LIST(WORDS_TEXT)};  \
	const struct words var = {list_name, var##_word, var##_text, \
	    (int)(sizeof(var##_word) / sizeof(var##_word[0])), more}
#define WORDS_LIST(var, name, LIST) WORDS_LIST_ALSO(var, name, LIST, NULL)

/* -1: it is none of them. */
int words_find(const struct words *w, const char *word);
/* NULL out of range, or where the number has no word. */
const char *words_at(const struct words *w, int number);
/* What it means, in the user's language; NULL out of range. */
const char *words_text(const struct words *w, int number);
