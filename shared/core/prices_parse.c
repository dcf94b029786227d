/* prices.conf: see prices.h. */
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/conf.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"

enum key {
	KEY_KIND,
	KEY_PRODUCTS,
	KEY_NET,
	KEY_MINIMUM,
	KEY_QUANTUM,
	KEY_VAT,
	KEY_QUOTED_FIRST,
	KEY_VALID_FROM,
	KEYS
};

static const char *const key_names[KEYS] = {"kind", "products", "net",
    "minimum", "quantum", "vat", "quoted-first", "valid-from"};

struct parse {
	struct prices prices;
	unsigned seen[PRICES_MAX]; /* bit per key */
	int header[PRICES_MAX]; /* line of the section */
};

static bool
set_kind(struct price *p, const char *value, struct err *err)
{
	if (price_kind_parse(value, &p->kind))
		return true;
	return err_set(err,
	    _("kind is support, database, programming or "
	      "request, not \"%s\""),
	    value);
}

/* Plain text that prints back into the file as it was. */
static bool
check_name(const char *name, struct err *err)
{
	const char *s = name;
	size_t len = strlen(name);
	uint32_t cp;

	if (len == 0)
		return err_set(err, _("a name is empty"));
	while (len > 0) {
		int n = utf8_decode(s, len, &cp);

		if (n <= 0 || !utf8_is_plain(cp) ||
		    (cp < 0x80 && strchr("\"[]", (int)cp) != NULL))
			return err_set(err,
			    _("a name must not hold controls or any of "
			      "\" [ ]"));
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
set_products(struct price *p, const char *value, struct err *err)
{
	char one[PRICE_PRODUCT_SIZE], all[PRICE_PRODUCTS_SIZE] = "";
	const char *s = value;
	size_t used = 0;

	for (;;) {
		size_t len, end;
		int n;

		s += strspn(s, " \t");
		end = len = strcspn(s, ",");
		while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
			len--;
		if (len >= sizeof(one))
			return err_set(err, _("name of a product is too long"));
		memcpy(one, s, len);
		one[len] = '\0';
		if (!check_name(one, err))
			return false;
		n = snprintf(all + used, sizeof(all) - used, "%s%s",
		    used > 0 ? ", " : "", one);
		if ((size_t)n >= sizeof(all) - used)
			return err_set(err, _("too many products on one line"));
		used += (size_t)n;
		if (s[end] == '\0')
			break;
		s += end + 1;
	}
	return str_copy(p->products, sizeof(p->products), all);
}

static bool
set_net(struct price *p, const char *value, struct err *err)
{
	if (!money_parse(value, &p->net_gr, err))
		return false;
	if (p->net_gr > PRICE_MAX_GR)
		return err_set(
		    err, _("at most 100 000,00 per hour, not \"%s\""), value);
	return true;
}

static bool
set_seconds(int64_t *out, const char *value, long min, struct err *err)
{
	long s;

	if (!conf_seconds(value, min, PRICE_UNIT_MAX_S, &s, err))
		return false;
	*out = s;
	return true;
}

static bool
set_vat(struct price *p, const char *value, struct err *err)
{
	int64_t bp;

	/* percent with two places is basis points, as złoty are grosze */
	if (!money_parse(value, &bp, NULL) || bp > MONEY_VAT_MAX_BP)
		return err_set(err,
		    _("VAT is a percentage from 0 to 100 such as 23, "
		      "not \"%s\""),
		    value);
	p->vat_bp = (int)bp;
	return true;
}

static bool
leap(int64_t y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static bool
date_ok(const char *s)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	char part[3][5] = {"", "", ""};
	int64_t y, m, d;

	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return false;
	memcpy(part[0], s, 4);
	memcpy(part[1], s + 5, 2);
	memcpy(part[2], s + 8, 2);
	if (!str_int(part[0], 1990, 2999, &y) || !str_int(part[1], 1, 12, &m))
		return false;
	return str_int(part[2], 1, days[m - 1] + (m == 2 && leap(y)), &d);
}

static bool
set_valid_from(struct price *p, const char *value, struct err *err)
{
	if (!date_ok(value))
		return err_set(
		    err, _("\"%s\" is not a date such as 2026-01-31"), value);
	return str_copy(p->valid_from, sizeof(p->valid_from), value);
}

static bool
set_key(struct price *p, enum key key, const char *value, struct err *err)
{
	switch (key) {
	case KEY_KIND:
		return set_kind(p, value, err);
	case KEY_PRODUCTS:
		return set_products(p, value, err);
	case KEY_NET:
		return set_net(p, value, err);
	case KEY_MINIMUM:
		return set_seconds(&p->minimum_s, value, 0, err);
	case KEY_QUANTUM:
		return set_seconds(&p->quantum_s, value, 1, err);
	case KEY_VAT:
		return set_vat(p, value, err);
	case KEY_QUOTED_FIRST:
		return conf_bool(value, &p->quoted_first, err);
	default:
		return set_valid_from(p, value, err);
	}
}

static int
find_name(const struct prices *all, const char *name)
{
	for (int i = 0; i < all->n; i++) {
		if (str_eq(all->line[i].name, name))
			return i;
	}
	return -1;
}

/* The line of the section that is being read; a new one where it begins. */
static int
line_for(struct parse *ps, const char *name, struct err *err)
{
	struct prices *all = &ps->prices;
	struct price *p = &all->line[all->n];
	int i = find_name(all, name);

	if (i >= 0)
		return i;
	if (all->n == PRICES_MAX) {
		err_set(err, _("more than %d price lines"), PRICES_MAX);
		return -1;
	}
	if (!check_name(name, err))
		return -1;
	if (!str_copy(p->name, sizeof(p->name), name)) {
		err_set(err, _("name of the price line is too long"));
		return -1;
	}
	p->minimum_s = p->quantum_s = 3600;
	p->vat_bp = 2300;
	return all->n++;
}

static bool
on_key(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err)
{
	struct parse *ps = ctx;
	int line, k;

	if (!str_eq(section, "price") || name[0] == '\0')
		return err_set(err,
		    _("expected a section such as "
		      "[price \"support A\"]"));
	for (k = 0; k < KEYS && !str_eq(key_names[k], key); k++)
		;
	if (k == KEYS)
		return err_set(err, _("unknown key \"%s\""), key);
	line = line_for(ps, name, err);
	if (line < 0)
		return false;
	if ((ps->seen[line] & (1u << k)) != 0)
		return err_set(err, _("\"%s\" is given twice"), key);
	ps->seen[line] |= 1u << k;
	return set_key(&ps->prices.line[line], (enum key)k, value, err);
}

/* The next header [price "..."] at or after *pos: its name and line number.
 * *pos and *line move behind it; false at the end of the text. */
static bool
next_header(const char **pos, int *line, char name[PRICE_NAME_SIZE], int *at)
{
	while (**pos != '\0') {
		const char *s = *pos + strspn(*pos, " \t");
		const char *end = *pos + strcspn(*pos, "\n");
		const char *open = memchr(s, '"', (size_t)(end - s));
		size_t len = open != NULL ? strcspn(open + 1, "\"\n") : 0;

		*at = (*line)++;
		*pos = *end == '\0' ? end : end + 1;
		if (*s != '[' || open == NULL || len >= PRICE_NAME_SIZE)
			continue;
		memcpy(name, open + 1, len);
		name[len] = '\0';
		return true;
	}
	return false;
}

/* Notes where each section begins; a section may be there once, not empty. */
static bool
find_headers(
    struct parse *ps, const char *text, const char *place, struct err *err)
{
	char name[PRICE_NAME_SIZE];
	const char *pos = text;
	int line = 1, at, i;

	while (next_header(&pos, &line, name, &at)) {
		i = find_name(&ps->prices, name);
		if (i < 0)
			return err_set(err, _("%s:%d: [price \"%s\"] is empty"),
			    place, at, name);
		if (ps->header[i] != 0)
			return err_set(err,
			    _("%s:%d: [price \"%s\"] stands here twice"), place,
			    at, name);
		ps->header[i] = at;
	}
	return true;
}

static bool
check_line(const struct parse *ps, int i, struct err *err)
{
	const struct price *p = &ps->prices.line[i];

	if ((ps->seen[i] & (1u << KEY_KIND)) == 0)
		return err_set(err, _("[price \"%s\"] has no kind"), p->name);
	if (p->kind == PRICE_REQUEST && p->net_gr != 0)
		return err_set(err, _("a line on request has no net price"));
	if (p->kind != PRICE_REQUEST && p->net_gr == 0)
		return err_set(
		    err, _("[price \"%s\"] has no net price"), p->name);
	return true;
}

/* They would be for the same work from the same day. */
static bool
compete(const struct price *a, const struct price *b)
{
	return a->kind == b->kind && str_eq(a->valid_from, b->valid_from);
}

/* Two lines of one kind and day must not both claim a product (or "any"). */
static bool
check_products(const struct prices *all, int i, struct err *err)
{
	const struct price *p = &all->line[i];
	char one[PRICE_PRODUCT_SIZE], other[PRICE_PRODUCT_SIZE];

	for (int j = 0; j < i; j++) {
		if (compete(&all->line[j], p) && p->products[0] == '\0' &&
		    all->line[j].products[0] == '\0')
			return err_set(err,
			    _("\"%s\" and \"%s\" are both for "
			      "any product"),
			    all->line[j].name, p->name);
	}
	for (int k = 0; price_product(p, k, one); k++) {
		for (int l = 0; l < k; l++) {
			if (price_product(p, l, other) && str_eq(one, other))
				return err_set(err,
				    _("product \"%s\" is named twice"), one);
		}
		for (int j = 0; j < i; j++) {
			if (compete(&all->line[j], p) &&
			    price_has_product(&all->line[j], one))
				return err_set(err,
				    _("product \"%s\" is on "
				      "\"%s\" already"),
				    one, all->line[j].name);
		}
	}
	return true;
}

bool
prices_parse(
    struct prices *prices, const char *text, const char *place, struct err *err)
{
	struct parse ps;

	memset(&ps, 0, sizeof(ps));
	if (!conf_parse(text, place, on_key, &ps, err))
		return false;
	if (ps.prices.n == 0)
		return err_set(
		    err, _("%s:1: there is no price line in it"), place);
	if (!find_headers(&ps, text, place, err))
		return false;
	for (int i = 0; i < ps.prices.n; i++) {
		if (!check_line(&ps, i, err) ||
		    !check_products(&ps.prices, i, err))
			return err_wrap(err, "%s:%d", place, ps.header[i]);
	}
	*prices = ps.prices;
	return true;
}

bool
prices_read(struct prices *prices, const char *path, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok = conf_text(path, &text, err) &&
	    prices_parse(prices, buf_str(&text), path, err);

	buf_fini(&text);
	return ok;
}
