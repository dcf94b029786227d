#include "shared/base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/os.h"
#include "shared/base/str.h"

static int64_t slept_ms, set_s; /* for tests */

int64_t
clock_ms(void)
{
	return os_boot_ms() + slept_ms;
}

void
clock_sleep_for(int64_t ms)
{
	slept_ms += ms;
}

int64_t
clock_utc_s(void)
{
	return (int64_t)time(NULL) + set_s;
}

int64_t
clock_utc_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ((int64_t)ts.tv_sec + set_s) * 1000 + ts.tv_nsec / 1000000;
}

void
clock_set_by(int64_t s)
{
	set_s += s;
}

char *
clock_local(char *dst, size_t size, const char *fmt, int64_t utc_s)
{
	time_t t = (time_t)utc_s;
	struct tm tm;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (localtime_r(&t, &tm) == NULL || strftime(dst, size, fmt, &tm) == 0)
		snprintf(dst, size, "?");
#pragma GCC diagnostic pop
	return dst;
}

/* Would that moment read the same? */
static bool
reads_as(const char *text, int64_t utc_s)
{
	char other[40];

	clock_local(other, sizeof(other), "%Y-%m-%d %H:%M:%S", utc_s);
	return str_eq(text, other);
}

char *
clock_local_sure(char *dst, size_t size, int64_t utc_s)
{
	clock_local(dst, size, "%Y-%m-%d %H:%M:%S", utc_s);
	if (reads_as(dst, utc_s - 3600) || reads_as(dst, utc_s + 3600))
		clock_local(dst, size, "%Y-%m-%d %H:%M:%S %z", utc_s);
	return dst;
}

char *
clock_end(char *dst, size_t size, int64_t from_s, int64_t to_s)
{
	const char *fmt = "%H:%M:%S";
	char from[40], to[40];

	clock_local(from, sizeof(from), "%Y-%m-%d %Z", from_s);
	clock_local(to, sizeof(to), "%Y-%m-%d %Z", to_s);
	if (to_s == 0)
		fmt = "...";
	else if (!str_eq(from, to))
		fmt = "%Y-%m-%d %H:%M:%S %Z";
	return clock_local(dst, size, fmt, to_s);
}

char *
clock_iso(char *dst, size_t size, int64_t utc_s)
{
	time_t t = (time_t)utc_s;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(dst, size, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(dst, size, "?");
	return dst;
}

/* Digits where fmt has 'd', else the very character. */
static bool
looks_like(const char *s, const char *fmt)
{
	if (strlen(s) != strlen(fmt))
		return false;
	for (; *fmt != '\0'; s++, fmt++)
		if (*fmt == 'd' ? !isdigit((unsigned char)*s) : *s != *fmt)
			return false;
	return true;
}

/* The days from 1970 up to that one: years begin in March here, so that the day
 * of a leap year is their last. */
static int64_t
days_to(const struct tm *tm)
{
	int64_t y = (int64_t)tm->tm_year + 1900 - (tm->tm_mon < 2);
	int64_t m = (tm->tm_mon + 10) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 +
	    tm->tm_mday - 719469;
}

static time_t
utc_of(struct tm *tm)
{
	time_t t = (time_t)(days_to(tm) * 86400 + tm->tm_hour * 3600L +
	    tm->tm_min * 60L + tm->tm_sec);

	(void)gmtime_r(&t, tm);
	return t;
}

/* mktime with a check that nothing was normalised (31 February). */
static bool
exact(struct tm tm, bool utc, int64_t *out)
{
	struct tm made = tm;
	time_t t;

	made.tm_isdst = utc ? 0 : -1;
	t = utc ? utc_of(&made) : mktime(&made);
	if (made.tm_mday != tm.tm_mday || made.tm_mon != tm.tm_mon ||
	    made.tm_year != tm.tm_year || made.tm_sec != tm.tm_sec ||
	    made.tm_min != tm.tm_min || tm.tm_year < 70)
		return false;
	*out = (int64_t)t;
	return true;
}

bool
clock_parse_day(const char *s, int64_t *utc_s)
{
	struct tm tm = {0};

	if (looks_like(s, "dddd-dd-dd")) {
		tm.tm_year = atoi(s) - 1900;
		tm.tm_mon = atoi(s + 5) - 1;
		tm.tm_mday = atoi(s + 8);
		return exact(tm, false, utc_s);
	}
	if (!looks_like(s, "dddd-dd-ddTdd:dd:ddZ"))
		return false;
	tm.tm_year = atoi(s) - 1900;
	tm.tm_mon = atoi(s + 5) - 1;
	tm.tm_mday = atoi(s + 8);
	tm.tm_hour = atoi(s + 11);
	tm.tm_min = atoi(s + 14);
	tm.tm_sec = atoi(s + 17);
	return exact(tm, true, utc_s);
}

int64_t
clock_add_days(int64_t utc_s, int days)
{
	time_t t = (time_t)utc_s;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return utc_s + (int64_t)days * 86400;
	tm.tm_mday += days;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

bool
clock_parse_month(const char *s, int64_t *from_s, int64_t *to_s)
{
	struct tm tm = {.tm_mday = 1};

	if (!looks_like(s, "dddd-dd"))
		return false;
	tm.tm_year = atoi(s) - 1900;
	tm.tm_mon = atoi(s + 5) - 1;
	if (!exact(tm, false, from_s))
		return false;
	tm.tm_year += tm.tm_mon == 11;
	tm.tm_mon = (tm.tm_mon + 1) % 12;
	return exact(tm, false, to_s);
}

#define LENGTH_DIGITS 9 /* of each number */

/* The digits at *s, which is moved behind them. */
static bool
take_digits(const char **s, int64_t *n)
{
	int digits = 0;

	for (*n = 0; isdigit((unsigned char)**s); (*s)++, digits++)
		if (digits < LENGTH_DIGITS)
			*n = *n * 10 + (**s - '0');
	return digits > 0 && digits <= LENGTH_DIGITS;
}

/* "2:05" or "2:05:30", behind its hours. */
static bool
parse_colons(const char *s, int64_t hours, int64_t *seconds)
{
	bool whole = looks_like(s, ":dd:dd");

	if ((!whole && !looks_like(s, ":dd")) || s[1] > '5' ||
	    (whole && s[4] > '5'))
		return false;
	*seconds = hours * 3600 + atoi(s + 1) * 60 + (whole ? atoi(s + 4) : 0);
	return true;
}

/* "1h30m", each unit once and in this order; *n is its first number. */
static bool
parse_units(const char *s, int64_t n, int64_t *seconds)
{
	static const char units[] = "hms";
	static const int each[] = {3600, 60, 1};
	const char *from = units, *unit;

	for (*seconds = 0;;) {
		unit = *s != '\0' ? strchr(from, *s++) : NULL;
		if (unit == NULL)
			return false;
		*seconds += n * each[unit - units];
		from = unit + 1;
		if (*s == '\0')
			return true;
		if (!take_digits(&s, &n))
			return false;
	}
}

bool
clock_parse_length(const char *s, int64_t *seconds)
{
	int64_t n;

	if (!take_digits(&s, &n))
		return false;
	if (*s == '\0')
		*seconds = n;
	else if (*s == ':' ? !parse_colons(s, n, seconds)
			   : !parse_units(s, n, seconds))
		return false;
	return *seconds < 1000000000;
}

char *
clock_span(char *dst, size_t size, int64_t seconds)
{
	long long s = seconds < 0 ? 0 : seconds;

	if (s < 3600)
		snprintf(dst, size, "%lld:%02lld", s / 60, s % 60);
	else
		snprintf(dst, size, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60,
		    s % 60);
	return dst;
}

char *
clock_minutes(char *dst, size_t size, int64_t minutes)
{
	long long m = minutes < 0 ? 0 : minutes;

	if (m < 60)
		snprintf(dst, size, "%lld min", m);
	else
		snprintf(dst, size, "%lld h %02lld min", m / 60, m % 60);
	return dst;
}

char *
clock_hms(char *dst, size_t size, int64_t seconds)
{
	long long s = seconds < 0 ? 0 : seconds;

	snprintf(
	    dst, size, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
	return dst;
}
