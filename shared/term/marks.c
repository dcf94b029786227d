#include "shared/term/marks.h"

#include "shared/base/mem.h"

/* Where the entry of a mark may stand: so much a hostile one costs. */
#define PLACES 16

/* cp 0 = free. There is none before it is needed: Windows' linker would write
 * its zeros into the program. */
static struct entry {
	uint16_t before[CELL_MARKS];
	uint32_t cp : 21;
	uint32_t bytes : 5; /* of all of them */
} * table;

_Static_assert(MARKS_ENTRIES == UINT16_MAX + 1, "any mark[1] is an entry");

static unsigned
bytes_of(uint32_t cp)
{
	return 1 + (cp >= 0x80) + (cp >= 0x800) + (cp >= 0x10000);
}

static bool
is_chain(const uint16_t mark[CELL_MARKS])
{
	return mark[0] == MARKS_CHAIN;
}

static unsigned
mark_bytes(const uint16_t mark[CELL_MARKS])
{
	unsigned n = 0;

	if (is_chain(mark))
		return table[mark[1]].bytes;
	for (int i = 0; i < CELL_MARKS && mark[i] != 0; i++)
		n += bytes_of(mark[i]);
	return n;
}

/* The entry of those and that one; -1 = there is no room for it. */
static int
entry_of(const uint16_t before[CELL_MARKS], uint32_t cp)
{
	uint32_t at = (before[0] * 0x9e3779b1u ^ before[1] * 0x85ebca6bu ^ cp) *
	    0xc2b2ae35u;

	if (table == NULL)
		table = mem_array(MARKS_ENTRIES, sizeof(*table));
	at >>= 16;
	for (int i = 0; i < PLACES; i++, at = (at + 1) % MARKS_ENTRIES) {
		struct entry *e = &table[at];

		if (e->cp == 0) {
			memcpy(e->before, before, sizeof(e->before));
			e->bytes = (mark_bytes(before) + bytes_of(cp)) & 0x1f;
			e->cp = cp & 0x1fffff;
		}
		if (e->cp == cp &&
		    memcmp(e->before, before, sizeof(e->before)) == 0)
			return (int)at;
	}
	return -1;
}

void
marks_add(struct cell *c, uint32_t cp)
{
	int i = is_chain(c->mark) ? CELL_MARKS : 0;

	if (bytes_of(c->cp) + mark_bytes(c->mark) + bytes_of(cp) > MARKS_BYTES)
		return;
	while (i < CELL_MARKS && c->mark[i] != 0)
		i++;
	if (i < CELL_MARKS && cp < MARKS_CHAIN) {
		c->mark[i] = (uint16_t)cp;
		return;
	}
	i = entry_of(c->mark, cp);
	if (i < 0)
		return;
	c->mark[0] = MARKS_CHAIN;
	c->mark[1] = (uint16_t)i;
}

int
marks_of(const struct cell *c, uint32_t mark[MARKS_MAX])
{
	const uint16_t *m = c->mark;
	int n = 0;

	for (; is_chain(m); m = table[m[1]].before)
		n++;
	for (int i = 0; i < CELL_MARKS && m[i] != 0; i++, n++)
		mark[i] = m[i];
	m = c->mark;
	for (int i = n; is_chain(m); m = table[m[1]].before)
		mark[--i] = table[m[1]].cp;
	return n;
}

int
marks_text(const struct cell *c, char out[MARKS_TEXT])
{
	uint32_t mark[MARKS_MAX];
	int n = utf8_encode(out, c->cp), marks = marks_of(c, mark);

	for (int i = 0; i < marks; i++)
		n += utf8_encode(out + n, mark[i]);
	return n;
}

bool
marks_have_picture(const struct cell *c)
{
	uint32_t mark[MARKS_MAX];

	for (int n = marks_of(c, mark); n > 0; n--)
		if (mark[n - 1] == MARKS_PICTURE)
			return true;
	return false;
}
