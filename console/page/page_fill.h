/*
 * A page from its template: {NAME} is a word, made safe for HTML; what stands
 * between {?NAME} and {/} is there when the word is not empty, between {!NAME}
 * and {/} when it is. These do not nest. ~ is a blank at which no line ends, as
 * behind a Polish word of one letter. What a word holds is never read as
 * template or as HTML, but for words that are HTML themselves.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"

struct page_word {
	const char *name; /* NULL ends a list of them */
	const char *text;
	bool html; /* goes in as it is */
};

/* The text for an element or a quoted attribute: without controls and what is
 * invisible (utf8_clean()), and no character of it means anything in HTML. */
void page_fill_text(struct buf *out, const char *text);
/* Ends the program where the template names a word that is not there. */
void page_fill(
    struct buf *out, const char *template, const struct page_word *words);
