/*
 * Labelled text fields below each other; Tab, arrows and Enter go from field to
 * field, Enter in the last one is done.
 */
#pragma once

#include <stdbool.h>

#include "shared/ui/edit.h"

#define FORM_FIELDS 8

enum form_result { FORM_IGNORED, FORM_USED, FORM_DONE, FORM_ESCAPED };

struct form_field {
	const char *label; /* the owner's */
	struct edit edit;
	struct rect at; /* of the last drawing */
};

/* Begins as {0}. */
struct form {
	struct form_field field[FORM_FIELDS];
	int fields;
	int active;
	int wrong; /* of which field, until a key changes it: */
	char why[256]; /* "" = nothing is */
};

void form_fini(struct form *f);
/* Returns the field's edit, valid as long as the form. NULL value = empty. */
struct edit *form_add(struct form *f, const char *label, const char *value,
    size_t max_chars, unsigned edit_flags);
const char *form_text(const struct form *f, int field);
/* Ctrl-S is FORM_DONE from any field. */
enum form_result form_key(struct form *f, const struct keys_event *ev);
/* What is wrong with that field stands below it, and the cursor goes there. */
void form_blame(struct form *f, int field, const char *why);
/* A field is as wide as the longest text that it takes, where there is room;
 * too few rows show those around the active one. Returns the rows used.
 * label_cols is the width of the left column, more where a label needs it. */
int form_draw(struct form *f, struct canvas *c, struct rect r, int label_cols);
