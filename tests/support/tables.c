/*
 * Prints tables of the program as mdoc, for the generated parts of the manual
 * (tests/support/pages.sh). usage: tables
 * messages|events|limits|examples|signatures
 */
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/core/bill.h"
#include "shared/core/consent.h"
#include "shared/core/limits.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/wire/msg_table.h"
#include "tests/support/signer.h"

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
	    "text", "lines", "number", "flag", "hex"};

	printf(".It Va %s\n%s%s", f->name, f->optional ? "optional " : "",
	    types[f->type]);
	if (f->type == MSG_INT)
		printf(", %lld to %lld", (long long)f->min, (long long)f->max);
	else if (f->type != MSG_BOOL && f->min == f->max)
		printf(", %lld digits", (long long)f->max);
	else if (f->type != MSG_BOOL)
		printf(", %lld to %lld bytes", (long long)f->min,
		    (long long)f->max);
	printf("\n");
}

static void
print_message(const struct msg_spec *spec)
{
	const char *sep = "";

	printf(".It Ic %s\n%s.\n.br\n", spec->name, spec->help);
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if ((spec->routes & routes[i].route) == 0)
			continue;
		printf("%s%s", sep, routes[i].name);
		sep = ", ";
	}
	sep = "; stage ";
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		if ((spec->stages & stages[i].stage) == 0)
			continue;
		printf("%s%s", sep, stages[i].name);
		sep = ", ";
	}
	printf("%s.\n",
	    (spec->routes & MSG_ORDER) != 0 ? "; a technician signs it" : "");
	if (spec->fields[0].name == NULL)
		return;
	printf(".Bl -tag -width worked_ms -compact\n");
	for (size_t i = 0; i < MSG_FIELDS_MAX; i++) {
		if (spec->fields[i].name == NULL)
			break;
		print_field(&spec->fields[i]);
	}
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

	printf(".Bl -tag -width 4n\n");
	for (size_t i = 0; i < n; i++) {
		printf(".It Cm ");
		/* the key is the field with '-' for '_' */
		for (const char *c = row[i].field; *c != '\0'; c++)
			putchar(*c == '_' ? '-' : *c);
		printf(" No = %lld\n%s; %s, ", (long long)row[i].def,
		    row[i].help, row[i].unit);
		if (limit_is_fixed(&row[i]))
			printf("fixed: it cannot be set.\n");
		else
			printf("%lld to %lld.\n", (long long)row[i].min,
			    (long long)row[i].max);
	}
	printf(".El\n");
}

struct example {
	const char *what;
	const char *product;
	int64_t support_s;
	int64_t database_s;
	bool payable;
	int hours; /* accepted estimate, 0 = none */
	int64_t fixed_gr; /* accepted fixed sum, 0 = none */
};

static const struct example examples[] = {
    {"never let in", "Subiekt", 0, 0, true, 0, 0},
    {"Subiekt, solved after 1 s", "Subiekt", 1, 0, true, 0, 0},
    {"Subiekt, solved after 60:00", "Subiekt", 3600, 0, true, 0, 0},
    {"Subiekt, accepted hourly quote (2 h), solved after 60:01", "Subiekt",
	3601, 0, true, 2, 0},
    {"Rewizor, accepted hourly quote (3 h), solved after 2 h 05 min", "Rewizor",
	7500, 0, true, 3, 0},
    {"Subiekt 40 min and database 7 min, solved", "Subiekt", 2400, 420, true, 0,
	0},
    {"database 7 min, solved", "Subiekt", 0, 420, true, 0, 0},
    {"accepted fixed quote 1999.99, solved after 5 h", "Subiekt", 18000, 0,
	true, 0, 199999},
    {"declined at 59:59", "Subiekt", 3599, 0, false, 0, 0},
    {"unsolved after 3 h", "Subiekt", 10800, 0, false, 3, 0},
    {"Gestor 30 min, link lost 2 h, 20 min more, solved", "Gestor", 3000, 0,
	true, 0, 0},
};

static void
print_sum(int64_t gr)
{
	printf(" Ta %lld.%02lld", (long long)(gr / 100), (long long)(gr % 100));
}

static void
print_example(const struct example *e)
{
	struct prices prices;
	struct ticket t;
	struct bill bill;
	struct quote quote;
	struct bill_input in = {.payable = e->payable};

	prices_default(&prices);
	ticket_init(&t, 1, e->product, &prices);
	in.line = t.line;
	in.worked_s[PRICE_SUPPORT] = e->support_s;
	in.worked_s[PRICE_DATABASE] = e->database_s;
	memset(&quote, 0, sizeof(quote));
	quote.hours = e->hours;
	quote.net_gr = e->hours > 0 ? e->hours * t.line[PRICE_SUPPORT].net_gr
				    : e->fixed_gr;
	quote.vat_bp = t.line[PRICE_SUPPORT].vat_bp;
	if (quote.net_gr > 0)
		in.accepted = &quote;
	bill_make(&in, &bill);
	printf(".It %s", e->what);
	print_sum(bill.net_gr);
	print_sum(bill.vat_gr);
	print_sum(bill.gross_gr);
	printf("\n");
}

static void
print_examples(void)
{
	printf(".Bl -column \"Gestor 30 min, link lost 2 h, 20 min more, "
	       "solved\" 9999.99 999.99 9999.99\n"
	       ".It Sy case Ta Sy net Ta Sy VAT Ta Sy gross\n");
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
	    what, buf_str(text), hex, hex + 64);
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
	char nonce[PROOF_NONCE_SIZE], hash[QUOTE_HASH_SIZE];
	struct buf text = BUF_INIT;
	struct signer k;
	struct prices prices;

	signer_make(&k, 1);
	prices_default(&prices);
	consent_set_price(&c, &prices.line[0], prices.line[0].vat_bp);
	memset(nonce, '0', sizeof(nonce) - 1);
	nonce[sizeof(nonce) - 1] = '\0';
	memcpy(hash, nonce, sizeof(hash));
	printf(".Bl -tag -width 4n\n");
	consent_text(&c, &text);
	print_vector("consent", &k, &text);
	consent_rights_text(&c, &text);
	print_vector("rights", &k, &text);
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

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} tables[] = {
	    {"messages", print_messages},
	    {"events", print_events},
	    {"limits", print_limits},
	    {"examples", print_examples},
	    {"signatures", print_signatures},
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (argc != 2 || !str_eq(argv[1], tables[i].name))
			continue;
		tables[i].print();
		return 0;
	}
	fprintf(stderr,
	    "usage: tables messages|events|limits|examples|"
	    "signatures\n");
	return 2;
}
