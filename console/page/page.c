#include "console/page/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/page/page_fill.h"
#include "console/page/page_qr.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/rate.h"

static const char css[] =
#include "page.css.h"
    ;
static const char polish[] =
#include "page_pl.html.h"
    ;
static const char english[] =
#include "page_en.html.h"
    ;

const char *
page_language(const struct config *config)
{
	const char *lang = config->language[0] != '\0' ? config->language
						       : i18n_lang();

	return str_eq(lang, "pl") ? "pl" : "en";
}

const char *
page_other(const char *lang)
{
	return str_eq(lang, "pl") ? "en" : "pl";
}

void
page_name(char name[PAGE_NAME_SIZE], const char *lang)
{
	snprintf(name, PAGE_NAME_SIZE, "%s.html", lang);
}

void
page_tel(char *dst, size_t size, const char *phone)
{
	size_t n = 0;

	phone += strcspn(phone, "+0123456789");
	for (const char *s = phone; *s != '\0' && n + 1 < size; s++) {
		if ((*s >= '0' && *s <= '9') || (*s == '+' && n == 0))
			dst[n++] = *s;
		else if (strchr(" -().", *s) == NULL)
			break;
	}
	dst[n < 3 ? 0 : n] = '\0';
}

/* --- prices --- */

/* An amount is not broken at the end of a line; a dash for none. */
static void
put_amount(struct buf *out, int64_t gr)
{
	if (gr == 0) {
		buf_adds(out, "–");
		return;
	}
	for (const char *s = MONEY_TEXT(gr); *s != '\0'; s++) {
		if (*s == ' ')
			buf_adds(out, "\u00a0");
		else
			buf_addc(out, *s);
	}
}

/* How an hour is counted, under which conditions. */
static void
put_conditions(struct buf *out, const struct price *p, const char *today)
{
	char unit[100];

	if (p->net_gr > 0) {
		rate_unit(p, unit, sizeof(unit));
		buf_printf(out, "%s, VAT\u00a0%d", unit, p->vat_bp / 100);
		if (p->vat_bp % 100 != 0)
			buf_printf(out, ",%02d", p->vat_bp % 100);
		buf_adds(out, "%");
		if (price_needs_quote(p))
			buf_adds(out, _(", only with an accepted quote"));
	} else {
		buf_adds(out, _("by a quote"));
	}
	if (strcmp(p->valid_from, today) > 0)
		buf_printf(out, _(", from %s"), p->valid_from);
}

static void
put_price(struct buf *out, const struct price *p, const char *today)
{
	buf_adds(out, "<tr><th scope=\"row\"><strong>");
	page_fill_text(out, price_kind_title(p->kind));
	buf_adds(out, "</strong> ");
	page_fill_text(
	    out, p->products[0] != '\0' ? p->products : _("any product"));
	buf_adds(out, "<small>");
	put_conditions(out, p, today);
	buf_adds(out, "</small></th><td>");
	put_amount(out, p->net_gr);
	buf_adds(out, "</td><td>");
	put_amount(out, p->net_gr + money_vat(p->net_gr, p->vat_bp));
	buf_adds(out, "</td></tr>\n");
}

/* What is in force, then what will be. */
static void
put_prices(struct buf *out, const struct prices *all)
{
	const char *today = CLOCK_DAY(clock_utc_s());
	struct prices now;

	prices_on(all, today, &now);
	for (int i = 0; i < now.n; i++)
		put_price(out, &now.line[i], today);
	for (int i = 0; i < all->n; i++)
		if (strcmp(all->line[i].valid_from, today) > 0)
			put_price(out, &all->line[i], today);
}

/* --- files --- */

static void
put_size(struct buf *out, int64_t size)
{
	int64_t tenths = (size * 10 + 500000) / 1000000;

	buf_printf(out, "%" PRId64 "%s%" PRId64 "\u00a0MB", tenths / 10,
	    str_eq(i18n_lang(), "pl") ? "," : ".", tenths % 10);
}

/* Those of one system; name is that of the first, "" when there is none. */
static void
put_files(struct buf *out, const struct page_files *files, bool windows,
    const char **name)
{
	*name = "";
	for (int i = 0; i < files->n; i++) {
		const struct page_file *f = &files->file[i];

		if (f->windows != windows)
			continue;
		if ((*name)[0] == '\0')
			*name = f->name;
		buf_printf(out,
		    "<p><a class=\"get\" href=\"%s\" download=\"%s\">%s</a></p>"
		    "\n<p><code>%s</code>, ",
		    f->name, f->name,
		    windows ? _("Download for Windows")
			    : _("Download for Linux"),
		    f->name);
		put_size(out, f->size);
		buf_printf(out,
		    "</p>\n<p class=\"line\">SHA-256: <code>%s</code></p>\n",
		    f->sum);
	}
}

/* --- the page --- */

/* What is made of HTML, for as long as it is filled in. */
struct made {
	struct buf prices, windows, linux, qr_tel, qr_url;
	const char *windows_name, *linux_name;
	char tel[CONFIG_TEXT_SIZE], other[PAGE_NAME_SIZE];
};

static void
make_qr(struct made *m, const struct page *p)
{
	char *link = str_fmt("tel:%s", m->tel);
	char *label = str_fmt(
	    _("QR code with the phone number %s"), p->config->phone);

	if (m->tel[0] != '\0')
		page_qr(&m->qr_tel, link, label);
	page_qr(&m->qr_url, p->url, _("QR code with the address of this page"));
	free(link);
	free(label);
}

static void
make(struct made *m, const struct page *p, const char *lang, const char *index)
{
	*m = (struct made){0};
	page_tel(m->tel, sizeof(m->tel), p->config->phone);
	if (str_eq(page_other(lang), index))
		str_copy(m->other, sizeof(m->other), PAGE_INDEX);
	else
		page_name(m->other, page_other(lang));
	put_prices(&m->prices, p->prices);
	put_files(&m->windows, p->files, true, &m->windows_name);
	put_files(&m->linux, p->files, false, &m->linux_name);
	make_qr(m, p);
}

static void
fini(struct made *m)
{
	buf_fini(&m->prices);
	buf_fini(&m->windows);
	buf_fini(&m->linux);
	buf_fini(&m->qr_tel);
	buf_fini(&m->qr_url);
}

static void
fill(struct buf *out, const struct page *p, struct made *m, const char *text)
{
	const struct config *c = p->config;
	const struct page_word words[] = {
	    {"version", POMOC_VERSION, false},
	    {"css", css, true},
	    {"other", m->other, false},
	    {"firm", c->firm, false},
	    {"phone", c->phone, false},
	    {"seller", c->seller[0] != '\0' ? c->seller : c->firm, false},
	    {"nip", c->nip, false},
	    {"seat", c->seller_address, false},
	    {"tel", m->tel, false},
	    {"qr_tel", buf_str(&m->qr_tel), true},
	    {"day", CLOCK_DAY(clock_utc_s()), false},
	    {"prices", buf_str(&m->prices), true},
	    {"files", p->files->n > 0 ? "yes" : "", false},
	    {"windows", buf_str(&m->windows), true},
	    {"windows_name", m->windows_name, false},
	    {"linux", buf_str(&m->linux), true},
	    {"linux_name", m->linux_name, false},
	    {"command", p->command, false},
	    {"url", p->url, false},
	    {"qr_url", buf_str(&m->qr_url), true},
	    {"key", p->key, false},
	    {"address", p->address, false},
	    {NULL, NULL, false},
	};

	page_fill(out, text, words);
}

void
page_make(
    struct buf *out, const struct page *p, const char *lang, const char *index)
{
	char now[I18N_LANG_SIZE];
	struct made m;

	str_copy(now, sizeof(now), i18n_lang());
	i18n_speak(lang);
	make(&m, p, lang, index);
	fill(out, p, &m, str_eq(lang, "pl") ? polish : english);
	fini(&m);
	i18n_speak(now);
}
