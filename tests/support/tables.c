/*
 * Prints tables of the program as mdoc, for the generated parts of the manual
 * (tests/support/pages.sh). usage: tables
 * messages|words|events|limits|examples|signatures|asks|takes [LANGUAGE]
 * What no program shows has its Polish in tests/support/tables_pl.txt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/bill.h"
#include "shared/core/consent.h"
#include "shared/core/limits.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/wire/msg_table.h"
#include "tests/support/signer.h"

#define POLISH "tests/support/tables_pl.txt"

static bool
in_polish(void)
{
	return str_eq(i18n_lang(), "pl");
}

/* Translations that were read, until the end. */
struct kept {
	char *text;
	struct kept *next;
};

static struct kept *kept;

/* text in the language of the page; ends the program where there is none. The
 * file goes first, as its words stand here alone. */
static const char *
said(const char *text)
{
	struct kept *k;
	FILE *f = in_polish() ? fopen(POLISH, "r") : NULL;
	size_t room = 0, n = strlen(text);
	char *line = NULL, *found = NULL;
	const char *own = _(text);

	if (!in_polish())
		return text;
	while (f != NULL && found == NULL && getline(&line, &room, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, text, n) == 0 && line[n] == '\t')
			found = str_dup(line + n + 1);
	}
	free(line);
	if (f != NULL)
		fclose(f);
	if (found != NULL) {
		k = mem_alloc(sizeof(*k));
		*k = (struct kept){found, kept};
		kept = k;
		return found;
	}
	if (str_eq(own, text)) {
		fprintf(stderr, "%s: no Polish for: %s\n", POLISH, text);
		exit(1);
	}
	return own;
}

static const struct {
	enum msg_route route;
	const char *name;
} routes[] = {
    {MSG_AGENT_DESK, "agent to desk"},
    {MSG_DESK_AGENT, "desk to agent"},
    {MSG_TECH_DESK, "technician to desk"},
    {MSG_DESK_TECH, "desk to technician"},
    {MSG_GUEST_HOST, "console to agent"},
    {MSG_HOST_GUEST, "agent to console"},
    {MSG_FRONT_BRAIN, "front to brain"},
    {MSG_BRAIN_FRONT, "brain to front"},
};

static const struct {
	enum msg_stage stage;
	const char *name;
} stages[] = {
    {MSG_NEW, "new"},
    {MSG_READY, "ready"},
    {MSG_QUEUE, "queue"},
    {MSG_VISIT, "visit"},
    {MSG_OVER, "over"},
};

static void
print_field(const struct msg_field *f)
{
	static const char *const types[] = {
	    "text", "lines", "number", "flag", "hex", "word"};
	const bool pl = in_polish();

	printf(".It Va %s\n%s%s", f->name,
	    f->optional && !pl ? "optional " : "", said(types[f->type]));
	if (f->type == MSG_WORD)
		printf(", %s%s", said(f->words->name),
		    f->min != 0 ? ""
			: pl	? ", albo puste"
				: ", or none");
	else if (f->type == MSG_INT)
		printf(pl ? ", od %lld do %lld" : ", %lld to %lld",
		    (long long)f->min, (long long)f->max);
	else if (f->type != MSG_BOOL && f->min == f->max)
		printf(pl ? ", liczba cyfr: %lld" : ", %lld digits",
		    (long long)f->max);
	else if (f->type != MSG_BOOL)
		printf(pl ? ", od %lld do %lld bajtów" : ", %lld to %lld bytes",
		    (long long)f->min, (long long)f->max);
	if (f->optional && pl)
		printf("; może go nie być");
	printf("\n");
}

static void
print_message(const struct msg_spec *spec)
{
	const char *sep = "";

	printf(".It Ic %s\n%s.\n.br\n", spec->name, said(spec->help));
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if ((spec->routes & routes[i].route) == 0)
			continue;
		printf("%s%s", sep, said(routes[i].name));
		sep = ", ";
	}
	sep = in_polish() ? "; etap: " : "; stage ";
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		if ((spec->stages & stages[i].stage) == 0)
			continue;
		printf("%s%s", sep, said(stages[i].name));
		sep = ", ";
	}
	if ((spec->routes & MSG_ORDER) != 0)
		fputs(in_polish() ? "; podpisuje je serwisant"
				  : "; a technician signs it",
		    stdout);
	printf(".\n");
	if (spec->fields[0].name == NULL)
		return;
	printf(".Bl -tag -width worked_ms -compact\n");
	for (const struct msg_field *f = spec->fields; f->name != NULL; f++)
		print_field(f);
	printf(".El\n");
}

static void
print_messages(void)
{
	printf(".Bl -tag -width 4n\n");
	for (size_t i = 0; i < MSG_KINDS; i++)
		print_message(&msg_table[i]);
	printf(".El\n");
}

/* Each list that a field names, once, in their order. */
static bool
is_new(const struct words *list, const struct words *seen[], int *n)
{
	for (int i = 0; i < *n; i++)
		if (seen[i] == list)
			return false;
	seen[(*n)++] = list;
	return true;
}

static void
print_list(const struct words *list)
{
	const char *name = said(list->name);
	/* the names of messages say themselves */
	const bool names = list->text == list->word;

	printf(".Ss %c%s\n", name[0] - 'a' + 'A', name + 1);
	printf(".Bl -tag -width client-closed -compact\n");
	for (int i = 0; i < list->n; i++)
		if (list->word[i] != NULL)
			printf(".It Li %s\n%s\n", list->word[i],
			    names ? list->word[i] : said(list->text[i]));
	printf(".El\n");
	if (list->also != NULL)
		printf("%s\n.Em %s .\n",
		    in_polish() ? "Albo jedno z listy" : "Or one of the list",
		    said(list->also->name));
}

static void
print_words(void)
{
	const struct words *seen[MSG_KINDS];
	int n = 0;

	for (size_t i = 0; i < MSG_KINDS; i++)
		for (const struct msg_field *f = msg_table[i].fields;
		     f->name != NULL; f++)
			for (const struct words *w = f->words; w != NULL;
			     w = w->also)
				if (is_new(w, seen, &n))
					print_list(w);
}

static void
print_events(void)
{
	printf(".Bl -tag -width uninvoiced -compact\n");
	for (int k = 0; k < TICKET_EVENTS; k++) {
		const char *sep = "";

		printf(".It Ic %s\n",
		    ticket_event_name((enum ticket_event_kind)k));
		for (int s = 0; s < TICKET_STATES; s++) {
			if (!ticket_permits((enum ticket_state)s,
				(enum ticket_event_kind)k))
				continue;
			printf("%s%s", sep,
			    ticket_state_name((enum ticket_state)s));
			sep = ", ";
		}
		printf("\n");
	}
	printf(".El\n");
}

static void
print_limits(void)
{
	size_t n;
	const struct limit_row *row = limits_rows(&n);
	const bool pl = in_polish();

	printf(".Bl -tag -width 4n\n");
	for (size_t i = 0; i < n; i++) {
		printf(".It Cm ");
		/* the key is the field with '-' for '_' */
		for (const char *c = row[i].field; *c != '\0'; c++)
			putchar(*c == '_' ? '-' : *c);
		printf(" No = %lld\n%s; %s, ", (long long)row[i].def,
		    _(row[i].help), _(row[i].unit));
		if (limit_is_fixed(&row[i]))
			puts(pl ? "stałe: nie można zmienić."
				: "fixed: it cannot be set.");
		else
			printf("%lld %s %lld.\n", (long long)row[i].min,
			    pl ? "do" : "to", (long long)row[i].max);
	}
	printf(".El\n");
}

/*
 * A ticket in short: sN, dN, pN so many seconds of support, database,
 * programming; hN accepted: N further hours of the last kind of work, fN a
 * fixed sum of N grosze; with R before it in place of what was accepted; no:
 * the quote was declined; X not solved; u the last kind of work was a mistake
 * and taken back; v8 the database has 8 % VAT. In order, by blanks.
 */
struct example {
	const char *what;
	const char *product;
	const char *life;
};

static const struct example examples[] = {
    {"never let in", "Subiekt", ""},
    {"Subiekt, solved after 1 s", "Subiekt", "s1"},
    {"Subiekt, solved after 60:00", "Subiekt", "s3600"},
    {"Subiekt 1 h, accepted 2 h more, solved after 60:01", "Subiekt",
	"s3600 h2 s1"},
    {"Subiekt 1 h, accepted 1 h more, 1 h more", "Subiekt", "s3600 h1 s3600"},
    {"the same, 3 h more", "Subiekt", "s3600 h1 s10800"},
    {"Subiekt 1 h, accepted 2 h of database, 2 h of it", "Subiekt",
	"s3600 d0 h2 d7200"},
    {"Rewizor, accepted 3 h, solved after 2 h 05 min", "Rewizor",
	"s0 h3 s7500"},
    {"Subiekt 40 min and database 7 min, solved", "Subiekt", "s2400 d420"},
    {"database 7 min, solved", "Subiekt", "d420"},
    {"accepted fixed quote 1999.99, solved after 5 h", "Subiekt",
	"f199999 s18000"},
    {"accepted 1000, then 500 more", "Subiekt", "s1800 f100000 s3600 f50000"},
    {"accepted 1000, then 500 in its place", "Subiekt",
	"s1800 f100000 s3600 Rf50000"},
    {"accepted 1000, then 300 declined", "Subiekt", "s1800 f100000 s60 no"},
    {"accepted 1000, then 2 h of database, 30 min of it", "Subiekt",
	"s1800 f100000 s3600 d0 h2 d1800"},
    {"the same, 3 h of it", "Subiekt", "s1800 f100000 s3600 d0 h2 d10800"},
    {"database, accepted 1 h, 3 h; accepted 1 h more, 1 min", "Subiekt",
	"d0 h1 d10800 h1 d60"},
    {"Subiekt 1 h, accepted 1 h more, then 500 more, 1 h more", "Subiekt",
	"s3600 h1 f50000 s3600"},
    {"accepted 1000, 2 h; 1 h more by the hour in its place, 1 h", "Subiekt",
	"f100000 s7200 Rh1 s3600"},
    {"Subiekt 10 min, database 40 s by mistake, taken back", "Subiekt",
	"s600 d40 u"},
    {"Subiekt 40 min and database 7 min, its VAT 8 %", "Subiekt",
	"v8 s2400 d420"},
    {"the same, accepted 2 h of database, 2 h of it", "Subiekt",
	"v8 s2400 d420 h2 d7200"},
    {"database, its VAT 8 %, accepted 1 h; Subiekt 2 h", "Subiekt",
	"v8 d0 h1 s7200"},
    {"declined at 59:59", "Subiekt", "s3599 no"},
    {"unsolved after 3 h", "Subiekt", "s0 h3 s10800 X"},
    {"Gestor 30 min, link lost 2 h, 20 min more, solved", "Gestor",
	"s1800 s1200"},
};

static void
print_sum(const char *before, int64_t gr)
{
	printf("%s%lld.%02lld", before, (long long)(gr / 100),
	    (long long)(gr % 100));
}

struct life {
	struct ticket t;
	struct deal deal;
	int64_t worked_s[PRICE_KINDS];
	enum price_kind kind, before;
	bool unpaid;
};

static void
take_back(struct life *l)
{
	l->worked_s[l->before] += l->worked_s[l->kind];
	l->worked_s[l->kind] = 0;
	l->kind = l->before;
}

static void
accept(struct life *l, const char *word, bool replaces)
{
	struct quote q = {.form = replaces ? QUOTE_REPLACEMENT
		: l->deal.n > 0		   ? QUOTE_ADDITIONAL
					   : QUOTE_FIRST};
	int64_t n = strtoll(word + 1, NULL, 10);
	struct err err;

	if (word[0] == 'h')
		q.hours = (int)n;
	else
		q.net_gr = n;
	if (!deal_quote(&l->deal, &q, &l->t.line[l->kind], l->t.line,
		l->worked_s, &err)) {
		fprintf(stderr, "%s: %s\n", word, err.text);
		exit(1);
	}
	deal_accept(&l->deal, &q, l->t.line, l->worked_s, true);
}

static void
live(struct life *l, const char *word)
{
	static const char kinds[] = "sdp";
	const char *kind = strchr(kinds, word[0]);

	if (str_eq(word, "X"))
		l->unpaid = true;
	else if (str_eq(word, "u"))
		take_back(l);
	else if (word[0] == 'v')
		l->t.line[PRICE_DATABASE].vat_bp = 100 * atoi(word + 1);
	else if (str_eq(word, "no"))
		l->unpaid = l->deal.n == 0;
	else if (word[0] == 'R')
		accept(l, word + 1, true);
	else if (kind == NULL)
		accept(l, word, false);
	else {
		l->before = l->kind;
		l->kind = (enum price_kind)(kind - kinds);
		l->worked_s[l->kind] += strtoll(word + 1, NULL, 10);
	}
}

static void
print_example(const struct example *e)
{
	char *life = str_dup(e->life), *at = life, *word;
	struct bill_input in = {0};
	struct life l = {0};
	struct prices prices;
	struct bill bill;

	prices_default(&prices);
	ticket_init(&l.t, 1, e->product, &prices);
	while ((word = strsep(&at, " ")) != NULL)
		if (word[0] != '\0')
			live(&l, word);
	in.line = l.t.line;
	in.deal = &l.deal;
	in.payable = !l.unpaid;
	memcpy(in.worked_s, l.worked_s, sizeof(in.worked_s));
	bill_make(&in, &bill);
	printf(".It %s\n", e->what);
	print_sum("", bill.net_gr);
	print_sum(" net, VAT ", bill.vat_gr);
	print_sum(", gross ", bill.gross_gr);
	printf("\n");
	free(life);
}

static void
print_examples(void)
{
	printf(".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		print_example(&examples[i]);
	printf(".El\n");
}

/* text is emptied. */
static void
print_vector(const char *what, const struct signer *k, struct buf *text)
{
	char hex[PROOF_SIG_SIZE];

	signer_sign(k, text, hex);
	printf(".It %s\n.Bd -literal -compact\n%s.Ed\n"
	       ".Bd -literal -compact\n%.64s\n%s\n.Ed\n",
	    said(what), buf_str(text), hex, hex + 64);
	buf_clear(text);
}

/* With the key of the seed 01 01 01 ... */
static void
print_signatures(void)
{
	static const char line[] = "{\"t\":\"end\",\"ticket\":17,\"outcome\":"
				   "\"solved\",\"note\":\"\"}";
	struct consent c = {.ticket = 17,
	    .visit = 3,
	    .technician = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
	    .yes = true,
	    .rights = GRANT_VIEW | GRANT_TYPE};
	const struct quote q = {.ticket = 17,
	    .number = 2,
	    .form = QUOTE_ADDITIONAL,
	    .hours = 2,
	    .line = "database",
	    .worked_s = 3600,
	    .so_far_gr = 20000,
	    .before_gr = 20000,
	    .net_gr = 80000,
	    .vat_gr = 18400,
	    .total_gr = 100000,
	    .total_vat_gr = 23000,
	    .text = "rebuild the database"};
	char nonce[PROOF_NONCE_SIZE], hash[QUOTE_HASH_SIZE];
	struct buf text = BUF_INIT;
	struct signer k;
	struct prices prices;

	signer_make(&k, 1);
	prices_default(&prices);
	consent_set_price(&c, &prices.line[0], prices.line[0].vat_bp);
	memset(nonce, '0', sizeof(nonce) - 1);
	nonce[sizeof(nonce) - 1] = '\0';
	printf(".Bl -tag -width 4n\n");
	consent_text(&c, &text);
	print_vector("consent", &k, &text);
	consent_rights_text(&c, &text);
	print_vector("rights", &k, &text);
	quote_canonical(&q, &text);
	quote_hash_text(&text, hash);
	printf(".It %s\n.Bd -literal -compact\n%s.Ed\n"
	       ".Bd -literal -compact\n%s\n.Ed\n",
	    said("the text of a quote, and its SHA-256"), buf_str(&text), hash);
	buf_clear(&text);
	quote_answer_text(hash, true, &text);
	print_vector("answer", &k, &text);
	proof_identity_text(c.technician, nonce, k.key, &text);
	print_vector(
	    "prove (raw, to compare the text; it is sent as an SSHSIG)", &k,
	    &text);
	proof_order_text(nonce, 1, line, strlen(line), &text);
	print_vector("an order", &k, &text);
	buf_fini(&text);
	printf(".El\n");
}

/* --- keys of rights: of the technician, and of the client --- */

static void
print_asks(void)
{
	for (unsigned right = 1; right <= GRANT_ALL; right <<= 1) {
		const struct grant_keys *k = grant_keys(right);
		const char *c = k != NULL ? k->ask_keys : "";

		if (k != NULL)
			printf(".It Ic ");
		for (; *c != '\0'; c++)
			printf(*c == ' ' ? " , " : "%c", *c);
		if (k != NULL)
			printf("\n%s\n", _(k->ask_help));
	}
}

static void
print_takes(void)
{
	for (unsigned right = 1; right <= GRANT_ALL; right <<= 1) {
		const struct grant_keys *k = grant_keys(right);
		const char *what;

		if (k == NULL)
			continue;
		what = strstr(_(k->take_help), "   ");
		printf(".It Ic ");
		if (k->take_f > 0)
			printf("F%d , ", k->take_f);
		printf("Ctrl-] %c\n%s\n", k->take, what + strspn(what, " "));
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} tables[] = {
	    {"messages", print_messages},
	    {"words", print_words},
	    {"events", print_events},
	    {"limits", print_limits},
	    {"examples", print_examples},
	    {"signatures", print_signatures},
	    {"asks", print_asks},
	    {"takes", print_takes},
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (argc < 2 || argc > 3 || !str_eq(argv[1], tables[i].name))
			continue;
		i18n_init();
		i18n_speak(argc == 3 ? argv[2] : "en");
		tables[i].print();
		return 0;
	}
	fprintf(stderr,
	    "usage: tables messages|words|events|limits|examples|"
	    "signatures|asks|takes [LANGUAGE]\n");
	return 2;
}
