#include "shared/core/prices.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/money.h"

WORDS_LIST(price_kinds, "kind of work", PRICE_KIND_WORDS);

const char *
price_kind_name(enum price_kind kind)
{
	const char *name = words_at(&price_kinds, (int)kind);

	return name != NULL ? name : "?";
}

const char *
price_kind_title(enum price_kind kind)
{
	const char *title = words_text(&price_kinds, (int)kind);

	return title != NULL ? title : "?";
}

bool
price_kind_parse(const char *name, enum price_kind *kind)
{
	int i = words_find(&price_kinds, name);

	if (i >= 0)
		*kind = (enum price_kind)i;
	return i >= 0;
}

bool
price_product(
    const struct price *price, int i, char product[PRICE_PRODUCT_SIZE])
{
	const char *start;
	size_t len;

	if (!str_list_at(price->products, i, &start, &len))
		return false;
	snprintf(product, PRICE_PRODUCT_SIZE, "%.*s", (int)len, start);
	return true;
}

bool
price_equal(const struct price *a, const struct price *b)
{
	return str_eq(a->name, b->name) && a->kind == b->kind &&
	    a->net_gr == b->net_gr && a->minimum_s == b->minimum_s &&
	    a->quantum_s == b->quantum_s && a->vat_bp == b->vat_bp;
}

bool
price_has_product(const struct price *price, const char *product)
{
	char one[PRICE_PRODUCT_SIZE];

	for (int i = 0; price_product(price, i, one); i++) {
		if (str_eq(one, product))
			return true;
	}
	return false;
}

bool
price_needs_quote(const struct price *price)
{
	return price->quoted_first || price->kind == PRICE_REQUEST;
}

int64_t
price_billed_s(const struct price *price, int64_t worked_s)
{
	int64_t over, quantum = price->quantum_s > 0 ? price->quantum_s : 1;

	if (worked_s <= 0)
		return 0;
	if (worked_s <= price->minimum_s)
		return price->minimum_s;
	over = worked_s - price->minimum_s;
	return worked_s + (quantum - over % quantum) % quantum;
}

void
prices_default(struct prices *prices)
{
	static const struct price list[] = {
	    {"support A", "Subiekt, Gestor", "", PRICE_SUPPORT, 20000, 3600,
		3600, 2300, false},
	    {"support B", "Rachmistrz, Rewizor, Gratyfikant", "", PRICE_SUPPORT,
		25000, 3600, 3600, 2300, false},
	    {"database", "", "", PRICE_DATABASE, 40000, 0, 60, 2300, false},
	    {"programming", "", "", PRICE_PROGRAMMING, 25000, 0, 60, 2300,
		true},
	    {"on request", "Navireo", "", PRICE_REQUEST, 0, 0, 60, 2300, true},
	};

	memset(prices, 0, sizeof(*prices));
	prices->n = ARRAY_LEN(list);
	memcpy(prices->line, list, sizeof(list));
}

/* NULL = for any. */
static bool
is_for(const struct price *p, const char *product)
{
	return product != NULL ? price_has_product(p, product)
			       : p->products[0] == '\0';
}

static bool
same_kind(enum price_kind a, enum price_kind b)
{
	if (a == PRICE_REQUEST)
		a = PRICE_SUPPORT;
	return a == (b == PRICE_REQUEST ? PRICE_SUPPORT : b);
}

/* Is there a newer line in force for the product, NULL for any? */
static bool
outdone(const struct prices *all, int i, const char *product, const char *day)
{
	const struct price *p = &all->line[i];

	for (int j = 0; j < all->n; j++) {
		const struct price *o = &all->line[j];

		if (same_kind(o->kind, p->kind) &&
		    strcmp(o->valid_from, day) <= 0 &&
		    strcmp(o->valid_from, p->valid_from) > 0 &&
		    is_for(o, product))
			return true;
	}
	return false;
}

/* Line i with the products that are left to it; false when none is. */
static bool
left_over(const struct prices *all, int i, const char *day, struct price *out)
{
	const struct price *p = &all->line[i];
	char one[PRICE_PRODUCT_SIZE];
	size_t used = 0;

	if (strcmp(p->valid_from, day) > 0)
		return false;
	*out = *p;
	if (p->products[0] == '\0')
		return !outdone(all, i, NULL, day);
	out->products[0] = '\0';
	for (int k = 0; price_product(p, k, one); k++)
		if (!outdone(all, i, one, day))
			used += (size_t)snprintf(out->products + used,
			    sizeof(out->products) - used, "%s%s",
			    used > 0 ? ", " : "", one);
	return used > 0;
}

void
prices_on(const struct prices *all, const char *day, struct prices *out)
{
	struct prices left = {0};

	for (int i = 0; i < all->n; i++)
		if (left_over(all, i, day, &left.line[left.n]))
			left.n++;
	memset(&left.line[left.n], 0,
	    (size_t)(PRICES_MAX - left.n) * sizeof(left.line[0]));
	*out = left;
}

static int
find(const struct prices *prices, const char *product, enum price_kind kind)
{
	for (int i = 0; i < prices->n; i++) {
		if (prices->line[i].kind == kind &&
		    is_for(&prices->line[i], product))
			return i;
	}
	return -1;
}

int
prices_find(
    const struct prices *prices, const char *product, enum price_kind kind)
{
	int i = find(prices, product, kind);

	if (i < 0 && kind == PRICE_SUPPORT)
		i = find(prices, product, PRICE_REQUEST);
	if (i < 0)
		i = find(prices, NULL, kind);
	if (i < 0 && kind == PRICE_SUPPORT)
		i = find(prices, NULL, PRICE_REQUEST);
	return i;
}

/* Is product named by a line before (line, place)? */
static bool
named_before(
    const struct prices *prices, int line, int place, const char *product)
{
	char one[PRICE_PRODUCT_SIZE];

	for (int i = 0; i <= line; i++) {
		const struct price *p = &prices->line[i];

		for (int k = 0; price_product(p, k, one); k++) {
			if (i == line && k >= place)
				return false;
			if (str_eq(one, product))
				return true;
		}
	}
	return false;
}

bool
prices_product(
    const struct prices *prices, int i, char product[PRICE_PRODUCT_SIZE])
{
	for (int l = 0; l < prices->n; l++) {
		for (int k = 0; price_product(&prices->line[l], k, product);
		     k++) {
			if (named_before(prices, l, k, product))
				continue;
			if (i-- == 0)
				return true;
		}
	}
	return false;
}

bool
prices_has_product(const struct prices *prices, const char *product)
{
	for (int i = 0; i < prices->n; i++) {
		if (price_has_product(&prices->line[i], product))
			return true;
	}
	return false;
}

static void
print_seconds(struct buf *out, const char *key, int64_t s)
{
	if (s > 0 && s % 3600 == 0)
		buf_printf(out, "%s = %" PRId64 "h\n", key, s / 3600);
	else if (s > 0 && s % 60 == 0)
		buf_printf(out, "%s = %" PRId64 "m\n", key, s / 60);
	else
		buf_printf(out, "%s = %" PRId64 "s\n", key, s);
}

static void
print_line(const struct price *p, struct buf *out)
{
	buf_printf(out, "[price \"%s\"]\nkind = %s\n", p->name,
	    price_kind_name(p->kind));
	if (p->products[0] != '\0')
		buf_printf(out, "products = %s\n", p->products);
	if (p->kind != PRICE_REQUEST)
		buf_printf(out, "net = %s\n", MONEY_PLAIN(p->net_gr));
	print_seconds(out, "minimum", p->minimum_s);
	print_seconds(out, "quantum", p->quantum_s);
	buf_printf(out, "vat = %s\n", MONEY_PLAIN(p->vat_bp));
	buf_printf(out, "quoted-first = %s\n", p->quoted_first ? "yes" : "no");
	if (p->valid_from[0] != '\0')
		buf_printf(out, "valid-from = %s\n", p->valid_from);
}

void
prices_print(const struct prices *prices, struct buf *out)
{
	for (int i = 0; i < prices->n; i++) {
		if (i > 0)
			buf_addc(out, '\n');
		print_line(&prices->line[i], out);
	}
}
