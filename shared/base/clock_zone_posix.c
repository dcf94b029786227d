/* The zone of local days: see clock.h. */
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define ZONE_DIR "/usr/share/zoneinfo"
#define ZONE_MAGIC "TZif"

/* What the C library can do without zone data. */
static const struct {
	const char *name;
	const char *rule;
} known[] = {
    {CLOCK_ZONE, "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"Poland", "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"UTC", "UTC0"},
    {"Etc/UTC", "UTC0"},
    {"GMT", "GMT0"},
};

static bool
is_zone_file(const char *path)
{
	char magic[sizeof(ZONE_MAGIC) - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool is;

	if (fd < 0)
		return false;
	is = read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
	    memcmp(magic, ZONE_MAGIC, sizeof(magic)) == 0;
	close(fd);
	return is;
}

static bool
has_data(const char *name)
{
	const char *dir = getenv("TZDIR");
	char *path;
	bool has;

	if (name[0] == '/')
		return is_zone_file(name);
	path = path_join(dir != NULL && dir[0] != '\0' ? dir : ZONE_DIR, name);
	has = is_zone_file(path);
	free(path);
	return has;
}

/* --- rules such as CET-1CEST,M3.5.0,M10.5.0/3 --- */

/* Each returns what is behind the part, or NULL. */
static const char *
rule_name(const char *s)
{
	size_t len = 0;

	if (*s == '<') {
		len = strcspn(s, ">");
		return s[len] == '>' && len > 3 ? s + len + 1 : NULL;
	}
	while (isalpha((unsigned char)s[len]))
		len++;
	return len >= 3 ? s + len : NULL;
}

static const char *
rule_number(const char *s, int max)
{
	int n = 0;

	if (!isdigit((unsigned char)*s))
		return NULL;
	while (isdigit((unsigned char)*s) && n <= max)
		n = n * 10 + (*s++ - '0');
	return n <= max ? s : NULL;
}

/* [+-]h[:mm[:ss]] */
static const char *
rule_time(const char *s, int max_hours)
{
	s = rule_number(*s == '+' || *s == '-' ? s + 1 : s, max_hours);
	for (int i = 0; i < 2 && s != NULL && *s == ':'; i++)
		s = rule_number(s + 1, 59);
	return s;
}

/* ,Mm.w.d or ,Jn or ,n, each with /time */
static const char *
rule_date(const char *s)
{
	if (*s++ != ',')
		return NULL;
	if (*s == 'M') {
		s = rule_number(s + 1, 12);
		s = s != NULL && *s == '.' ? rule_number(s + 1, 5) : NULL;
		s = s != NULL && *s == '.' ? rule_number(s + 1, 6) : NULL;
	} else {
		s = rule_number(*s == 'J' ? s + 1 : s, 365);
	}
	return s != NULL && *s == '/' ? rule_time(s + 1, 167) : s;
}

/* Summer time without its dates would be that of another continent. */
static bool
is_rule(const char *s)
{
	s = rule_name(s);
	if (s != NULL)
		s = rule_time(s, 24);
	if (s == NULL || *s == '\0')
		return s != NULL;
	s = rule_name(s);
	if (s != NULL && *s != ',')
		s = rule_time(s, 24);
	if (s != NULL)
		s = rule_date(s);
	if (s != NULL)
		s = rule_date(s);
	return s != NULL && *s == '\0';
}

static void
use(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

/* The rule that stands for a name, where its data is missing. */
static const char *
known_rule(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_eq(known[i].name, name))
			return known[i].rule;
	return NULL;
}

static const char *
find_zone(const char *name)
{
	if (has_data(name) || is_rule(name))
		return name;
	return known_rule(name);
}

bool
clock_zone_init(struct err *err)
{
	const char *given = getenv("TZ");
	char name[256];
	bool fits;

	if (given != NULL && given[0] == ':')
		given++;
	if (given == NULL || given[0] == '\0')
		given = CLOCK_ZONE;
	fits = str_copy(name, sizeof(name), given);
	if (fits && find_zone(name) != NULL) {
		use(find_zone(name));
		return true;
	}
	use(find_zone(CLOCK_ZONE));
	return err_set(err,
	    _("TZ=%s is no time zone of this machine (is tzdata installed?), "
	      "so days on bills would be wrong; unset TZ for %s"),
	    UTF8_CLEAN(256, name, 0), CLOCK_ZONE);
}
