#include "shared/core/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of one blank at s: plain, no-break (U+00A0) or narrow (U+202F). */
static size_t
blank_len(const char *s)
{
	if (*s == ' ')
		return 1;
	if (strncmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	if (strncmp(s, "\xe2\x80\xaf", 3) == 0)
		return 3;
	return 0;
}

static bool
add_digit(int64_t *v, char c)
{
	*v = *v * 10 + (c - '0');
	return *v <= MONEY_MAX_GR; /* far from overflow */
}

/* The whole złoty: plain digits, or groups of three behind the first. NULL on
 * failure, else where it ended. */
static const char *
parse_whole(const char *s, int64_t *zl)
{
	bool grouped = false;

	for (;;) {
		int run = 0;
		size_t blank;

		for (; is_digit(*s); s++, run++) {
			if (!add_digit(zl, *s))
				return NULL;
		}
		blank = blank_len(s);
		if (run == 0 || (grouped && run != 3))
			return NULL;
		if (blank == 0 || !is_digit(s[blank]))
			return s;
		if (run > 3)
			return NULL;
		grouped = true;
		s += blank;
	}
}

bool
money_parse(const char *text, int64_t *gr, struct err *err)
{
	const char *s;
	int64_t v = 0;

	s = parse_whole(text, &v);
	v *= 100;
	if (s != NULL && (*s == ',' || *s == '.')) {
		if (!is_digit(s[1]) || !is_digit(s[2]))
			s = NULL;
		else {
			v += (s[1] - '0') * 10 + (s[2] - '0');
			s += 3;
		}
	}
	if (s != NULL && blank_len(s) > 0 && str_eq(s + blank_len(s), "zł"))
		s = "";
	if (s == NULL || *s != '\0' || v > MONEY_MAX_GR)
		return err_set(err,
		    _("\"%s\" is not an amount such as 1 230,00 (at most "
		      "1 000 000 000,00, not negative)"),
		    text);
	*gr = v;
	return true;
}

static void
split(int64_t gr, const char **sign, uint64_t *zl, unsigned *rest)
{
	uint64_t v = gr < 0 ? -(uint64_t)gr : (uint64_t)gr;

	*sign = gr < 0 ? "-" : "";
	*zl = v / 100;
	*rest = (unsigned)(v % 100);
}

char *
money_format_bare(char *dst, size_t size, int64_t gr)
{
	char digits[24], grouped[40];
	const char *sign;
	unsigned rest;
	uint64_t zl;
	int len, n = 0;

	split(gr, &sign, &zl, &rest);
	len = snprintf(digits, sizeof(digits), "%" PRIu64, zl);
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			grouped[n++] = ' ';
		grouped[n++] = digits[i];
	}
	grouped[n] = '\0';
	snprintf(dst, size, "%s%s,%02u", sign, grouped, rest);
	return dst;
}

char *
money_format(char *dst, size_t size, int64_t gr)
{
	char bare[MONEY_TEXT_SIZE];

	snprintf(dst, size, "%s zł", money_format_bare(bare, sizeof(bare), gr));
	return dst;
}

char *
money_format_plain(char *dst, size_t size, int64_t gr)
{
	const char *sign;
	unsigned rest;
	uint64_t zl;

	split(gr, &sign, &zl, &rest);
	snprintf(dst, size, "%s%" PRIu64 ".%02u", sign, zl, rest);
	return dst;
}

int64_t
money_vat(int64_t net_gr, int vat_bp)
{
	int64_t q = net_gr / 10000, r = net_gr % 10000;
	int64_t half = net_gr < 0 ? -5000 : 5000;

	/* in two parts, so that nothing overflows */
	return q * vat_bp + (r * vat_bp + half) / 10000;
}

int64_t
money_for_time(int64_t per_hour_gr, int64_t seconds)
{
	int64_t hours = seconds / 3600, rest = seconds % 3600, whole, part;

	if (__builtin_mul_overflow(per_hour_gr, hours, &whole) ||
	    __builtin_mul_overflow(per_hour_gr, rest, &part) ||
	    __builtin_add_overflow(part, 1800, &part) ||
	    __builtin_add_overflow(whole, part / 3600, &whole))
		return INT64_MAX;
	return whole;
}

int64_t
money_time_paid(int64_t per_hour_gr, int64_t seconds, int64_t net_gr)
{
	int64_t rest;

	if (money_for_time(per_hour_gr, seconds) <= net_gr)
		return seconds;
	if (net_gr <= 0)
		return 0;
	rest = net_gr % per_hour_gr * 3600 + 1799; /* which rounds down */
	return net_gr / per_hour_gr * 3600 + rest / per_hour_gr;
}

bool
money_sum_add(struct money_sum *sum, int vat_bp, int64_t net_gr)
{
	struct money_rate *r = sum->rate;
	int i;

	for (i = 0; i < sum->n && r[i].vat_bp != vat_bp; i++)
		;
	if (i == MONEY_RATES)
		return false;
	if (i == sum->n) {
		r[i] = (struct money_rate){.vat_bp = vat_bp};
		sum->n++;
	}
	return !__builtin_add_overflow(r[i].net_gr, net_gr, &r[i].net_gr);
}

int64_t
money_sum_net(const struct money_sum *sum)
{
	int64_t net = 0;

	for (int i = 0; i < sum->n; i++)
		net += sum->rate[i].net_gr;
	return net;
}

int64_t
money_sum_vat(const struct money_sum *sum)
{
	int64_t vat = 0;

	for (int i = 0; i < sum->n; i++)
		vat += money_vat(sum->rate[i].net_gr, sum->rate[i].vat_bp);
	return vat;
}

int64_t
money_sum_gross(const struct money_sum *sum)
{
	return money_sum_net(sum) + money_sum_vat(sum);
}
