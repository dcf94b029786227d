#include "shared/term/filter.h"

#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/term/grid.h"

enum state {
	GROUND,
	ESC,
	ESC_INTER,
	ESC_SKIP, /* too many intermediates */
	CSI_START,
	CSI_PARAM,
	CSI_INTER,
	CSI_SKIP,
	TITLE, /* OSC, ESC k: ends at the line's end, too */
	STRING, /* DCS, APC, PM, SOS */
	STRING_ESC /* ESC inside one of the two above */
};

#define MAX_SEPS (FILTER_PARAMS - 1)
#define MAX_DIGITS 4
#define MAX_NUMBER 9999

void
filter_init(struct filter *f, const struct filter_sink *sink)
{
	memset(f, 0, sizeof(*f));
	f->sink = *sink;
	filter_size(f, GRID_COLS_MAX, GRID_ROWS_MAX);
}

void
filter_size(struct filter *f, int cols, int rows)
{
	f->cols = cols;
	f->rows = rows;
}

void
filter_reset(struct filter *f)
{
	struct filter_sink sink = f->sink;
	int cols = f->cols, rows = f->rows;

	filter_init(f, &sink);
	filter_size(f, cols, rows);
}

static void
emit(struct filter *f, enum filter_kind kind, const char *bytes, size_t len)
{
	bool seq = kind == FILTER_ESC || kind == FILTER_CSI;

	if (len > 0)
		f->sink.piece(
		    f->sink.ctx, kind, bytes, len, seq ? &f->seq : NULL);
}

/* --- sequences --- */

static void
seq_begin(struct filter *f)
{
	memset(&f->seq, 0, sizeof(f->seq));
	f->seq_buf[0] = '\033';
	f->seq_len = 1;
	f->digits = 0;
	f->seps = 0;
	f->state = ESC;
}

static void
seq_add(struct filter *f, uint8_t c)
{
	if (f->seq_len < sizeof(f->seq_buf))
		f->seq_buf[f->seq_len++] = (char)c;
}

static bool
has_param(const struct filter_seq *s, int value)
{
	for (int i = 0; i < s->nparams; i++) {
		if (s->param[i] == value)
			return true;
	}
	return false;
}

static bool
esc_allowed(const struct filter_seq *s)
{
	switch (s->inter) {
	case 0:
		return strchr("78=>cDEHMno", s->final) != NULL;
	case '(':
	case ')':
	case '*':
	case '+':
		/* others mean nothing to libvterm, and [ ] P begin a CSI, an
		 * OSC or a DCS there */
		return strchr("0AB", s->final) != NULL;
	default:
		return false;
	}
}

static bool
csi_allowed(const struct filter_seq *s)
{
	if (s->inter != 0) {
		if (s->inter == ' ')
			return s->lead == 0 && s->final == 'q';
		if (s->inter == '!')
			return s->lead == 0 && s->final == 'p';
		return s->inter == '$' && s->lead == '?' && s->final == 'p';
	}
	switch (s->lead) {
	case 0:
		/* with parameters s sets margins, u is a key report */
		if (s->final == 's' || s->final == 'u')
			return s->nparams == 0;
		return strchr("@ABCDEFGHIJKLMPSTXZ`acdefghjklmnr", s->final) !=
		    NULL;
	case '?':
		if (s->final == 'h' || s->final == 'l')
			return !has_param(s, 69); /* left/right margins */
		return strchr("JKn", s->final) != NULL;
	case '>':
		return s->final == 'c';
	default:
		return false;
	}
}

/* How often at most that sequence may do what it does. */
static int
count_max(const struct filter *f)
{
	const struct filter_seq *s = &f->seq;

	if (s->lead != 0 || s->inter != 0)
		return MAX_NUMBER;
	if (strchr("STLM", s->final) != NULL)
		return f->rows;
	return strchr("@PX", s->final) != NULL ? f->cols : MAX_NUMBER;
}

static void
clamp_count(struct filter *f)
{
	struct filter_seq *s = &f->seq;
	int max;

	if (s->nparams == 0 || s->param[0] <= MIN_OF(f->rows, f->cols))
		return;
	max = count_max(f);
	if (s->param[0] <= max)
		return;
	s->nparams = 1;
	s->param[0] = (int16_t)max;
	f->seq_len = 2 + str_digits(f->seq_buf + 2, (uint64_t)max);
	seq_add(f, (uint8_t)s->final);
}

static void
seq_end(struct filter *f, enum filter_kind kind, uint8_t final)
{
	struct filter_seq *s = &f->seq;

	f->state = GROUND;
	s->final = (char) final;
	seq_add(f, final);
	if (!(kind == FILTER_CSI ? csi_allowed(s) : esc_allowed(s))) {
		f->drops++;
		return;
	}
	if (kind == FILTER_CSI)
		clamp_count(f);
	emit(f, kind, f->seq_buf, f->seq_len);
}

/* What is skipped does not get through, whatever ends it. */
static void
skip(struct filter *f, enum state state)
{
	f->drops++;
	f->state = (int)state;
}

static void
esc_byte(struct filter *f, uint8_t c)
{
	if (c >= 0x20 && c <= 0x2f) {
		f->seq.inter = (char)c;
		seq_add(f, c);
		f->state = ESC_INTER;
	} else if (c == '[') {
		seq_add(f, c);
		f->state = CSI_START;
	} else if (c == ']' || c == 'k') {
		f->titled = c == ']';
		f->title_len = 0;
		skip(f, TITLE);
	} else if (c == 'P' || c == 'X' || c == '^' || c == '_') {
		f->titled = false;
		skip(f, STRING);
	} else {
		seq_end(f, FILTER_ESC, c);
	}
}

static void
csi_digit(struct filter *f, uint8_t c)
{
	struct filter_seq *s = &f->seq;
	int16_t *p;

	if (s->nparams == 0) {
		s->nparams = 1;
		s->param[0] = -1;
	}
	p = &s->param[s->nparams - 1];
	if (f->digits == MAX_DIGITS) {
		*p = MAX_NUMBER;
		memcpy(
		    f->seq_buf + f->seq_len - MAX_DIGITS, "9999", MAX_DIGITS);
		return;
	}
	if (*p == 0)
		f->seq_len--; /* a leading zero */
	else
		f->digits++;
	*p = (int16_t)(MAX_OF(*p, 0) * 10 + (c - '0'));
	seq_add(f, c);
}

static void
csi_separator(struct filter *f, uint8_t c)
{
	struct filter_seq *s = &f->seq;

	if (++f->seps > MAX_SEPS) {
		skip(f, CSI_SKIP);
		return;
	}
	if (s->nparams == 0)
		s->param[s->nparams++] = -1;
	if (c == ':')
		s->colons |= (uint16_t)(1u << s->nparams);
	s->param[s->nparams++] = -1;
	f->digits = 0;
	seq_add(f, c);
}

static void
csi_byte(struct filter *f, uint8_t c)
{
	if (c >= 0x40) {
		seq_end(f, FILTER_CSI, c);
	} else if (f->state == CSI_INTER) {
		skip(f, CSI_SKIP);
	} else if (c >= '0' && c <= '9') {
		f->state = CSI_PARAM;
		csi_digit(f, c);
	} else if (c == ';' || c == ':') {
		f->state = CSI_PARAM;
		csi_separator(f, c);
	} else if (c >= 0x3c) {
		if (f->state != CSI_START) {
			skip(f, CSI_SKIP);
			return;
		}
		f->seq.lead = (char)c;
		seq_add(f, c);
		f->state = CSI_PARAM;
	} else {
		f->seq.inter = (char)c;
		seq_add(f, c);
		f->state = CSI_INTER;
	}
}

/* 0x20..0x7e inside ESC or CSI */
static void
seq_byte(struct filter *f, uint8_t c)
{
	switch (f->state) {
	case ESC:
		esc_byte(f, c);
		break;
	case ESC_INTER:
		if (c <= 0x2f)
			skip(f, ESC_SKIP);
		else
			seq_end(f, FILTER_ESC, c);
		break;
	case ESC_SKIP:
		if (c > 0x2f)
			f->state = GROUND;
		break;
	case CSI_SKIP:
		if (c >= 0x40)
			f->state = GROUND;
		break;
	default:
		csi_byte(f, c);
		break;
	}
}

/* --- strings --- */

/* It has ended as it should. */
static void
title_end(struct filter *f)
{
	const char *t = f->title;

	if (f->titled && f->sink.title != NULL && f->title_len >= 2 &&
	    (t[0] == '0' || t[0] == '2') && t[1] == ';')
		f->sink.title(f->sink.ctx, t + 2, f->title_len - 2);
	f->titled = false;
}

static void
string_byte(struct filter *f, uint8_t c)
{
	if (f->state == TITLE && c == 0x07)
		title_end(f);
	if (c == 0x1b)
		f->state = STRING_ESC;
	else if (c == 0x18 || c == 0x1a)
		f->state = GROUND;
	else if (f->state == TITLE && (c == 0x07 || c == '\n' || c == '\r'))
		f->state = GROUND; /* after \n, \r: its end was lost */
	else if (f->titled && f->title_len < sizeof(f->title))
		f->title[f->title_len++] = (char)c;
}

/* After ESC inside a string; false: the byte begins something else. */
static bool
string_esc_byte(struct filter *f, uint8_t c)
{
	f->state = GROUND;
	if (c == '\\') {
		title_end(f);
		return true;
	}
	seq_begin(f);
	return false;
}

/* --- text --- */

/* Length of the run of 0x20..0x7e at p. */
static size_t
ascii_run(const uint8_t *p, size_t len)
{
	const uint64_t ones = 0x0101010101010101u;
	size_t n = 0;

	while (n + 8 <= len) {
		uint64_t w;

		memcpy(&w, p + n, 8);
		if (((w - ones * 0x20) | (w + ones) | w) & ones * 0x80)
			break;
		n += 8;
	}
	while (n < len && p[n] >= 0x20 && p[n] < 0x7f)
		n++;
	return n;
}

/* Collects characters so that they leave in few pieces. */
struct text {
	char bytes[512];
	size_t len;
};

static void
text_add(struct filter *f, struct text *t, uint32_t cp)
{
	if (cp < 0xa0) {
		f->drops++; /* C1 */
		return;
	}
	if (t->len + UTF8_MAX > sizeof(t->bytes)) {
		emit(f, FILTER_UTF8, t->bytes, t->len);
		t->len = 0;
	}
	t->len += (size_t)utf8_encode(t->bytes + t->len, cp);
}

/* Ends a character that was cut and does not go on. */
static void
cut_drop(struct filter *f)
{
	struct text t = {.len = 0};

	for (size_t i = 0; i < f->cut_len; i++)
		text_add(f, &t, UTF8_BAD);
	f->cut_len = 0;
	emit(f, FILTER_UTF8, t.bytes, t.len);
}

/* One more byte of a character that was cut. */
static void
cut_byte(struct filter *f, uint8_t c)
{
	struct text t = {.len = 0};
	uint32_t cp;
	int n;

	f->cut[f->cut_len++] = (char)c;
	n = utf8_decode(f->cut, f->cut_len, &cp);
	if (n == 0)
		return;
	if ((size_t)n < f->cut_len) {
		cut_drop(f);
		return;
	}
	f->cut_len = 0;
	text_add(f, &t, cp);
	emit(f, FILTER_UTF8, t.bytes, t.len);
}

/* A run of bytes >= 0x80; returns how many were used. */
static size_t
high_run(struct filter *f, const uint8_t *p, size_t len)
{
	struct text t = {.len = 0};
	size_t used = 0;
	uint32_t cp;

	while (used < len && p[used] >= 0x80) {
		int n = utf8_decode(p + used, len - used, &cp);

		if (n == 0) {
			f->cut_len = len - used;
			memcpy(f->cut, p + used, f->cut_len);
			used = len;
			break;
		}
		text_add(f, &t, cp);
		used += (size_t)n;
	}
	emit(f, FILTER_UTF8, t.bytes, t.len);
	return used;
}

/* A flood of line feeds is one piece. */
static size_t
same_run(const uint8_t *p, size_t len)
{
	size_t n = 1;

	while (n < MIN_OF(len, (size_t)FILTER_PIECE) && p[n] == p[0])
		n++;
	return n;
}

static size_t
ground_run(struct filter *f, const uint8_t *p, size_t len)
{
	size_t n;

	if (p[0] >= 0x80)
		return high_run(f, p, len);
	if (p[0] >= 0x20 && p[0] < 0x7f) {
		n = ascii_run(p, MIN_OF(len, (size_t)FILTER_PIECE));
		emit(f, FILTER_ASCII, (const char *)p, n);
		return n;
	}
	if (p[0] >= 0x07 && p[0] <= 0x0f) {
		n = same_run(p, len);
		emit(f, FILTER_CTRL, (const char *)p, n);
		return n;
	}
	if (p[0] == 0x1b)
		seq_begin(f);
	else
		f->drops++;
	return 1;
}

/* Inside a sequence or string; returns the bytes used, 0 or 1. */
static size_t
inside_byte(struct filter *f, uint8_t c)
{
	if (f->state == STRING_ESC)
		return string_esc_byte(f, c);
	if (f->state >= TITLE) {
		string_byte(f, c);
		return 1;
	}
	if (c >= 0x80) {
		skip(f, GROUND);
		return 0;
	}
	if (c >= 0x20 && c < 0x7f) {
		seq_byte(f, c);
		return 1;
	}
	if (c >= 0x07 && c <= 0x0f) {
		emit(f, FILTER_CTRL, (const char *)&c, 1);
		return 1;
	}
	f->drops++;
	if (c == 0x1b)
		seq_begin(f);
	else if (c == 0x18 || c == 0x1a)
		f->state = GROUND;
	return 1;
}

bool
filter_all_passed(const struct filter *f)
{
	return f->drops == 0 && f->state == GROUND && f->cut_len == 0;
}

void
filter_write(struct filter *f, const void *data, size_t len)
{
	const uint8_t *p = data;
	const uint8_t *end;

	if (len == 0)
		return;
	end = p + len;
	while (p < end) {
		if (f->cut_len > 0) {
			if ((*p & 0xc0) == 0x80)
				cut_byte(f, *p++);
			else
				cut_drop(f);
		} else if (f->state == GROUND) {
			p += ground_run(f, p, (size_t)(end - p));
		} else {
			p += inside_byte(f, *p);
		}
	}
}
