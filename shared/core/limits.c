#include "shared/core/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/conf.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define LIMITS_ROW(field, def, unit, min, max, help) \
	{#field, def, unit, min, max, help, offsetof(struct limits, field)},

static const struct limit_row rows[] = {LIMITS_TABLE(LIMITS_ROW)};

static int64_t *
value_of(struct limits *limits, const struct limit_row *row)
{
	return (int64_t *)(void *)((char *)limits + row->offset);
}

/* The key of a row in a file: '-' where C needs '_'. */
static void
key_of(char *dst, size_t size, const struct limit_row *row)
{
	str_copy(dst, size, row->field);
	for (char *s = dst; *s != '\0'; s++) {
		if (*s == '_')
			*s = '-';
	}
}

bool
limit_is_fixed(const struct limit_row *row)
{
	return row->min == row->max;
}

void
limits_default(struct limits *limits)
{
	memset(limits, 0, sizeof(*limits));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		*value_of(limits, &rows[i]) = rows[i].def;
}

const struct limit_row *
limits_rows(size_t *n)
{
	*n = ARRAY_LEN(rows);
	return rows;
}

bool
limits_set(
    struct limits *limits, const char *key, const char *value, struct err *err)
{
	char name[32];
	long v;

	if (str_eq(key, "loopback-exempt"))
		return conf_bool(value, &limits->loopback_exempt, err);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct limit_row *row = &rows[i];
		bool ok;

		key_of(name, sizeof(name), row);
		if (!str_eq(name, key))
			continue;
		if (limit_is_fixed(row))
			return err_set(err,
			    _("limit %s is fixed at %lld: it cannot be set"),
			    key, (long long)row->def);
		ok = str_eq(row->unit, "s")
		    ? conf_seconds(
			  value, (long)row->min, (long)row->max, &v, err)
		    : conf_int(value, (long)row->min, (long)row->max, &v, err);
		if (!ok)
			return err_wrap(err, "%s", key);
		*value_of(limits, row) = v;
		return true;
	}
	return err_set(err, _("unknown limit \"%s\""), key);
}

static bool
ordered(
    const char *a, int64_t low, const char *b, int64_t high, struct err *err)
{
	return low < high ||
	    err_set(err, _("limit %s must be less than %s"), a, b);
}

bool
limits_check(const struct limits *l, struct err *err)
{
	return ordered("ping-s", l->ping_s, "dead-s", l->dead_s, err) &&
	    ordered("kex-s", l->kex_s - 1, "login-s", l->login_s, err) &&
	    ordered("unauth-start", l->unauth_start - 1, "unauth-max",
		l->unauth_max, err) &&
	    ordered("out-pause-bytes", l->out_pause_bytes, "out-close-bytes",
		l->out_close_bytes, err) &&
	    ordered("idle-ask-s", l->idle_ask_s, "idle-pause-s",
		l->idle_pause_s, err) &&
	    ordered("idle-pause-s", l->idle_pause_s, "idle-end-s",
		l->idle_end_s, err);
}

void
limits_print(const struct limits *limits, struct buf *out)
{
	struct limits copy = *limits;
	char name[32];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct limit_row *row = &rows[i];

		key_of(name, sizeof(name), row);
		if (limit_is_fixed(row)) {
			buf_printf(out, "# %s (%s, %s)\n# %s = %" PRId64 "\n",
			    _(row->help), _(row->unit), _("fixed"), name,
			    row->def);
			continue;
		}
		buf_printf(out,
		    "# %s (%s, %" PRId64 "..%" PRId64 ", %s %" PRId64
		    ")\n%s = %" PRId64 "\n",
		    _(row->help), _(row->unit), row->min, row->max,
		    _("default"), row->def, name, *value_of(&copy, row));
	}
	buf_printf(out, "# %s\nloopback-exempt = %s\n",
	    _("per-address limits do not bind loopback"),
	    limits->loopback_exempt ? "yes" : "no");
}
