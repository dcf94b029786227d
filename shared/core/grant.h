/*
 * Rights that the user of the agent gives a technician, and the gate that bytes
 * pass. Enforced in the agent only; the console uses the names.
 *
 * A technician asks for one right at a time, the user answers, and takes back
 * whatever he likes at any moment. type needs view: giving it gives view,
 * taking view takes it. Only what the program can do is a right.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* The weakest first. What it needs is given and taken with it; what it means
 * the client reads before his yes. The rest is in bars: the word of the
 * technician's, and what he may in the client's, in more words and in few. */
#define GRANT_WORDS(X)                                                     \
	X(GRANT_VIEW_BIT, "view", N_("see the screen"), 0, "", N_("VIEW"), \
	    N_("may only WATCH"), N_("WATCHES"))                           \
	X(GRANT_TYPE_BIT, "type", N_("type"), GRANT_VIEW,                  \
	    N_("Who types can do all that you can do here."), N_("TYPE"),  \
	    N_("sees and MAY TYPE"), N_("MAY TYPE"))

/* The keys of those that are asked for one by one. Behind the technician's
 * prefix the one that asks, and his help on it; what he is told then, and when
 * he has it. Behind the client's the one that takes it back, Fn or 0 that does
 * it too, and his help: the keys, at least three blanks, what they do. Free are
 * the letters that neither view_visit.c nor view_share.c has. */
#define GRANT_KEYS(X)                                                        \
	X(GRANT_TYPE, 'w', "w v", N_("ask to type; view only"),              \
	    N_("The client is asked to let you type."), N_("You may type."), \
	    's', 2,                                                          \
	    N_("F2  or prefix s   the technician may not type any more"))

enum grant_bit { GRANT_WORDS(WORDS_ENUM) GRANT_COUNT };

extern const struct words grant_words;

enum grant {
	GRANT_VIEW = 1 << GRANT_VIEW_BIT,
	GRANT_TYPE = 1 << GRANT_TYPE_BIT,
	GRANT_ALL = (1 << GRANT_COUNT) - 1
};

#define GRANT_LIST_SIZE 64 /* "view type" */

struct grants {
	unsigned held; /* mask of enum grant */
	unsigned asked; /* one bit or 0 */
	struct {
		int times; /* since grants_clear() */
		int64_t last_ms;
	} no[GRANT_COUNT]; /* to each of them */
};

/* After a no to a right nobody asks for that one again for so long, after so
 * many not at all: a program that asks by itself would hold the user's shell.
 */
#define GRANT_AGAIN_MS 60000
#define GRANT_REFUSALS 3
/* No answer in that time is a no. */
#define GRANT_ANSWER_MS 120000

/* "view", "type"; NULL when not one right. */
const char *grant_name(unsigned right);
/* The same in the user's language. */
const char *grant_title(unsigned right);
/* One name -> one bit. */
bool grant_parse(const char *name, unsigned *right);
/* "view type" or "view,type" -> mask; "" is 0. Unknown or repeated names are
 * refused. */
bool grant_parse_list(const char *list, unsigned *mask, struct err *err);
/* mask -> "view type"; returns dst. */
char *grant_print(char dst[GRANT_LIST_SIZE], unsigned mask);
/* More of it, and of several of the strongest, in the user's language: */
/* what it means, "" where that is plain; */
const char *grant_meaning(unsigned mask);
/* "TYPE", "VIEW" or "NONE"; */
const char *grant_word(unsigned mask);
/* what a technician may who holds it. */
const char *grant_may(unsigned mask, bool brief);

struct grant_keys {
	unsigned right;
	char ask;
	const char *ask_keys, *ask_help, *asked, *has;
	char take;
	int take_f;
	const char *take_help;
};

/* NULL: no key asks for it. */
const struct grant_keys *grant_keys(unsigned right);
/* What that key of the technician asks for; of the client takes back, as a
 * letter, or as Fn (else 0). NULL: nothing. */
const struct grant_keys *grant_asked_by(uint32_t letter);
const struct grant_keys *grant_taken_by(int f, uint32_t letter);

/* By the technician. Refused: not one right, held already, another asked, or a
 * no not long ago. Times are monotonic. */
bool grants_ask(
    struct grants *g, unsigned right, int64_t now_ms, struct err *err);
/* By the user, to what is asked now; false when right is not that. */
bool grants_answer(struct grants *g, unsigned right, bool yes, int64_t now_ms);
/* By the user at any moment, asked for or not. */
void grants_give(struct grants *g, unsigned right);
/* Returns the rights that are gone (right and what hung on it). */
unsigned grants_take(struct grants *g, unsigned right);
/* Panic, end, consent to nothing. */
void grants_clear(struct grants *g);
bool grants_hold(const struct grants *g, unsigned right);
/* How many of len bytes may pass: all or none. */
size_t grants_gate(const struct grants *g, unsigned right, size_t len);
