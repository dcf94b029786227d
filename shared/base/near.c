#include "shared/base/near.h"

#include <getopt.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

#define NEAR_MOST 2 /* letters */
#define NEAR_WORD 40

/* How many letters must be added, dropped, changed or swapped with the next;
 * more than left is not looked for. */
static int
distance(const char *a, const char *b, int left)
{
	int d;

	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	if ((*a == '\0' && *b == '\0') || left == 0)
		return *a == *b ? 0 : 1;
	d = *a == '\0' ? left : distance(a + 1, b, left - 1);
	if (*b != '\0')
		d = MIN_OF(d, distance(a, b + 1, left - 1));
	if (*a != '\0' && *b != '\0') {
		d = MIN_OF(d, distance(a + 1, b + 1, left - 1));
		if (a[1] == *b && a[0] == b[1])
			d = MIN_OF(d, distance(a + 2, b + 2, left - 1));
	}
	return 1 + d;
}

void
near_begin(struct near *n, const char *word)
{
	*n = (struct near){.word = word, .distance = NEAR_MOST + 1};
}

void
near_try(struct near *n, const char *name)
{
	int d = distance(n->word, name, NEAR_MOST);

	if (d >= n->distance)
		return;
	n->distance = d;
	n->found = name;
}

const char *
near_option(const char *word, const struct option *table)
{
	char name[NEAR_WORD];
	struct near n;

	if (!str_starts(word, "--"))
		return NULL;
	str_copy(name, sizeof(name), word + 2);
	name[strcspn(name, "=")] = '\0';
	near_begin(&n, name);
	for (; table->name != NULL; table++)
		near_try(&n, table->name);
	return n.found;
}
