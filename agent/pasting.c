#include "agent/pasting.h"

#include <string.h>

#define MARK_LEN 6
static const char begin_mark[] = "\033[200~", end_mark[] = "\033[201~";

static bool
is_mark(uint64_t last, const char *mark)
{
	uint64_t want = 0;

	for (int i = 0; i < MARK_LEN; i++)
		want = want << 8 | (uint8_t)mark[i];
	return (last & 0xffffffffffff) == want;
}

static size_t
put_end(struct pasting *p, char *marks)
{
	memcpy(marks, end_mark, MARK_LEN);
	p->sent += MARK_LEN;
	p->end_at = p->sent;
	p->in = PASTING_NOBODY;
	return MARK_LEN;
}

size_t
pasting_turn(struct pasting *p, enum pasting_who who, char marks[PASTING_MARKS])
{
	enum pasting_who want = p->by[who].open ? who : PASTING_NOBODY;
	size_t len = 0;

	if (p->in == want)
		return 0;
	if (p->in != PASTING_NOBODY)
		len = put_end(p, marks);
	if (want != PASTING_NOBODY) {
		memcpy(marks + len, begin_mark, MARK_LEN);
		len += MARK_LEN;
		p->sent += MARK_LEN;
		p->begin_at = p->sent;
		p->in = want;
	}
	return len;
}

/* Returns where the last mark in them ends, of the beginning of a paste or of
 * its end; 0 = there is none. */
static size_t
follow(struct pasting *p, enum pasting_who who, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	size_t at = 0;

	for (size_t i = 0; i < len; i++) {
		uint64_t last = p->by[who].last << 8 | b[i];
		bool begins = is_mark(last, begin_mark);

		p->by[who].last = last;
		if (!begins && !is_mark(last, end_mark))
			continue;
		p->by[who].open = begins;
		at = i + 1;
	}
	return at;
}

size_t
pasting_skip(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len)
{
	if (!p->by[who].open || p->in == who || len < MARK_LEN ||
	    memcmp(bytes, end_mark, MARK_LEN) != 0)
		return 0;
	(void)follow(p, who, bytes, MARK_LEN);
	return MARK_LEN;
}

void
pasting_sent(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len)
{
	bool was = p->by[who].open;
	size_t at = follow(p, who, bytes, len);

	if (at > 0 && p->by[who].open)
		p->begin_at = p->sent + at;
	else if (at > 0) {
		/* a whole paste may be in them */
		p->begin_at = was ? p->begin_at : p->sent + 1;
		p->end_at = p->sent + at;
	}
	p->in = p->by[who].open ? who : PASTING_NOBODY;
	p->sent += len;
}

void
pasting_lost(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len)
{
	(void)follow(p, who, bytes, len);
}

size_t
pasting_dropped(struct pasting *p, size_t unread, char marks[PASTING_MARKS])
{
	uint64_t read = p->sent - (unread < p->sent ? unread : p->sent);
	bool begun = p->begin_at > 0 && p->begin_at <= read;
	bool ended = p->end_at > 0 && p->end_at <= read;
	bool inside = begun ? !ended || p->end_at < p->begin_at
			    : p->end_at > read && p->end_at < p->begin_at;

	p->sent = read;
	p->begin_at = begun ? p->begin_at : 0;
	p->end_at = ended ? p->end_at : 0;
	p->in = PASTING_NOBODY;
	return inside ? put_end(p, marks) : 0;
}

size_t
pasting_left(struct pasting *p, enum pasting_who who, char marks[PASTING_MARKS])
{
	memset(&p->by[who], 0, sizeof(p->by[who]));
	return p->in == who ? put_end(p, marks) : 0;
}

void
pasting_anew(struct pasting *p)
{
	p->in = PASTING_NOBODY;
	p->sent = p->begin_at = p->end_at = 0;
}
