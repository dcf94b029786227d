/*
 * The console as a picture shows it: a desk that tells what it is told to tell,
 * a link to it in the state that is wanted, keys for the box on top, else for
 * the view. For test_golden_views.c and test_golden_boxes.c; see golden.h.
 */
#pragma once

#include "tests/unit/console/fake_app.h"

#include "console/view/view_log.h"
#include "shared/base/utf8.h"
#include "shared/wire/parts.h"
#include "tests/support/golden.h"

#define KEY "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"

/* --- the link to the desk --- */

static enum desk_link_state link_state;
static int64_t asked_id; /* of the last question for rows of the log */

enum desk_link_state __wrap_desk_link_state(const struct desk_link *a);
const char *__wrap_desk_link_why(const struct desk_link *a);
int __wrap_desk_link_retry_s(const struct desk_link *a);
bool __wrap_desk_link_send(struct desk_link *a, struct msg *m);

enum desk_link_state
__wrap_desk_link_state(const struct desk_link *a)
{
	return link_state;
}

const char *
__wrap_desk_link_why(const struct desk_link *a)
{
	return link_state == DESK_LINK_UP ? "" : "Connection refused.";
}

int
__wrap_desk_link_retry_s(const struct desk_link *a)
{
	return 8;
}

bool
__wrap_desk_link_send(struct desk_link *a, struct msg *m)
{
	if (msg_kind(m) == MSG_LOG)
		asked_id = msg_int(m, "id");
	msg_free(m);
	return true;
}

/* --- what the desk says --- */

static inline void
tell_welcome(struct app *a)
{
	tell(a,
	    "{\"t\":\"welcome\",\"v\":1,\"program\":\"pomoc\",\"firm\":"
	    "\"Serwis Demo\",\"phone\":\"22 123 45 67\",\"me\":\"anna\","
	    "\"address\":\"desk.example.pl:7722\",\"key\":\"" KEY
	    "\",\"open\":true}");
	tell(a,
	    "{\"t\":\"technician\",\"id\":\"anna\",\"name\":\"Anna Nowak\","
	    "\"state\":\"busy\",\"products\":\"Subiekt, Gestor\"}");
	tell(a,
	    "{\"t\":\"technician\",\"id\":\"jan\",\"name\":\"Jan Lis\","
	    "\"state\":\"away\",\"products\":\"Rewizor\"}");
	tell(a,
	    "{\"t\":\"technician\",\"id\":\"ola\",\"name\":\"Aleksandra "
	    "Wiśniewska-Kowalska\",\"state\":\"free\"}");
}

static inline void
tell_price(struct app *a, const char *name, const char *kind,
    const char *products, int net_gr)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"t\":\"price\",\"name\":\"%s\",\"kind\":\"%s\","
	    "\"products\":\"%s\",\"net_gr\":%d,\"minimum_s\":3600,"
	    "\"quantum_s\":3600,\"vat_bp\":2300,\"quoted\":false}",
	    name, kind, products, net_gr);
	tell(a, line);
}

static inline void
tell_prices(struct app *a)
{
	tell_price(a, "support A", "support", "Subiekt, Gestor", 20000);
	tell_price(a, "support B", "support", "Rewizor", 25000);
	tell_price(a, "database", "database", "", 40000);
	tell_price(a, "programming", "programming", "", 1250000);
	tell_price(a, "own request", "request", "", 0);
	tell(a, "{\"t\":\"listed\"}");
}

/* who: company, name, phone, product; has: wanted, by; how: problem. */
struct client {
	int ticket, waited_s, earlier;
	const char *state, *company, *name, *product, *wanted, *by, *problem;
	bool called, online;
	const char *contractor, *remark;
	bool alone, left;
};

/* What he had before, as it stands in a message. */
#define PAST                                                                \
	"1790755200 9 solved\\nnew driver\\n\\n1778580000 4 unsolved\\n\\n" \
	"an old printer\\n"

static const struct client clients[] = {
    {12, 65, 0, "waiting", "Firma Lis sp. z o.o.", "Ewa Lis", "Subiekt", "any",
	"", "nie drukuje paragonów", false, true, "", NULL, false, false},
    {13, 1900, 3, "waiting",
	"Przedsiębiorstwo Handlowo-Usługowe Brzęczyszczykiewicz", "Grzegorz",
	"Rewizor", "jan", "",
	"Nie można zamknąć miesiąca maja: błąd 4712 w module księgowym", true,
	true, "K1 PHU Brzęczyszczykiewicz", NULL, false, false},
    {14, 7300, 1, "waiting", "", "日本語 Co", "Gestor", "anna", "", "x", false,
	false, "", NULL, false, false},
    {15, 300, 0, "working", "Biuro Nowak", "Jan Nowak", "Subiekt", "anna",
	"anna", "brak wydruku", true, true, "K2 Biuro Nowak", NULL, false,
	false},
    {16, 300, 12, "paused", "Gamma", "Zofia", "Gratyfikant", "any", "jan",
	"płace", true, true, "", NULL, false, false},
};

static inline void
tell_client(struct app *a, const struct client *c)
{
	char line[2048];

	snprintf(line, sizeof(line),
	    "{\"t\":\"row\",\"ticket\":%d,\"state\":\"%s\",\"name\":\"%s\","
	    "\"company\":\"%s\",\"phone\":\"600 100 200\",\"product\":\"%s\","
	    "\"wanted\":\"%s\",\"problem\":\"%s\",\"since_s\":%lld,"
	    "\"waited_s\":%d,\"called\":%s,\"online\":%s,\"by\":\"%s\","
	    "\"visit\":0,\"key\":\"" KEY
	    "\",\"known_s\":%lld,\"earlier\":%d,\"rate\":"
	    "\"support A\",\"from\":\"192.0.2.7\",\"contractor\":\"%s\","
	    "\"history\":\"%s\",\"untended\":%s,\"remark\":\"%s\","
	    "\"alone\":%s,\"left\":%s}",
	    c->ticket, c->state, c->name, c->company, c->product, c->wanted,
	    c->problem, (long long)GOLDEN_S - c->waited_s, c->waited_s,
	    c->called ? "true" : "false", c->online ? "true" : "false", c->by,
	    c->earlier > 0 ? (long long)GOLDEN_S - 9000000 : 0, c->earlier,
	    c->contractor, c->earlier > 0 ? PAST : "",
	    c->called ? "false" : "true", c->remark != NULL ? c->remark : "",
	    c->alone ? "true" : "false", c->left ? "true" : "false");
	tell(a, line);
}

static inline void
tell_clients(struct app *a)
{
	for (size_t i = 0; i < ARRAY_LEN(clients); i++)
		tell_client(a, &clients[i]);
}

struct course {
	bool running;
	const char *why, *quote;
	int cap_gr, fixed_gr;
};

static inline void
tell_clock(struct app *a, int ticket, struct course k)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"clock\",\"ticket\":%d,\"running\":%s,\"why\":\"%s\","
	    "\"line\":\"support A\",\"kind\":\"support\",\"net_hour_gr\":20000,"
	    "\"minimum_s\":3600,\"quantum_s\":3600,\"vat_bp\":2300,"
	    "\"worked_ms\":2840000,\"line_ms\":2840000,\"base_gr\":0,"
	    "\"cap_gr\":%d,\"fixed_gr\":%d,\"quote\":\"%s\",\"net_gr\":20000,"
	    "\"asks\":\"database programming undo=60\"}",
	    ticket, k.running ? "true" : "false", k.why, k.cap_gr, k.fixed_gr,
	    k.quote);
	tell(a, line);
}

static const struct course running = {true, "", "none", 0, 0};

static inline void
tell_quote(struct app *a)
{
	struct quote q = {.ticket = 15,
	    .number = 2,
	    .form = QUOTE_ADDITIONAL,
	    .hours = 3,
	    .line = "support A",
	    .worked_s = 2840,
	    .so_far_gr = 20000,
	    .before_gr = 119999,
	    .net_gr = 60000,
	    .vat_gr = 13800,
	    .total_gr = 179999,
	    .total_vat_gr = 41400,
	    .text = "odbudowa bazy i przeniesienie kartotek"};
	char hash[QUOTE_HASH_SIZE];
	struct msg *m;

	quote_hash(&q, hash);
	m = parts_quote(&q, hash);
	run_desk_message(a, m);
	msg_free(m);
}

static inline void
tell_rate(struct app *a)
{
	struct rate r = {.ticket = 15,
	    .number = 1,
	    .technician = "anna",
	    .line = "database",
	    .net_gr = 40000,
	    .quantum_s = 60,
	    .vat_bp = 2300,
	    .now_line = "support A",
	    .now_net_gr = 20000,
	    .now_vat_bp = 2300};
	char hash[QUOTE_HASH_SIZE];
	struct msg *m;

	rate_hash(&r, hash);
	m = parts_rate(&r, hash);
	run_desk_message(a, m);
	msg_free(m);
}

/* --- what is typed --- */

static const struct {
	char letter;
	enum keys_code code;
} special[] = {{'\r', KEYS_ENTER}, {'\t', KEYS_TAB}, {'\033', KEYS_ESC},
    {'\001', KEYS_DOWN}};

#define DOWN "\001"
#define CTRL_R "\x12"
#define CTRL_S "\x13"
#define CTRL_T "\x14"
#define PREFIX "\x1d"

/* One character, of so many bytes. */
static inline struct keys_event
event_of(const char *text, size_t len)
{
	struct keys_event ev = {.code = KEYS_CHAR, .raw = text, .raw_len = len};

	(void)utf8_decode(text, len, &ev.cp);
	for (size_t i = 0; i < ARRAY_LEN(special); i++)
		if (special[i].letter == *text)
			ev.code = special[i].code;
	if (ev.code == KEYS_CHAR && ev.cp < ' ') {
		ev.cp += *text == PREFIX[0] ? '@' : '`';
		ev.mods = KEYS_CTRL;
	}
	return ev;
}

/* To the box on top, else to the view. */
static inline void
keys(struct app *a, const char *text)
{
	for (uint32_t cp; *text != '\0'; text += utf8_decode(text, 4, &cp)) {
		struct keys_event ev = event_of(
		    text, (size_t)utf8_decode(text, 4, &cp));
		struct stage_box *b = stage_top_box(&a->stage);

		if (b != NULL)
			b->ops->key(b->self, &ev);
		else
			a->stage.view[a->stage.shown].ops->key(
			    a->stage.view[a->stage.shown].self, &ev);
	}
}

static inline void
draw_view(struct app *a)
{
	canvas_clear(&a->stage.canvas);
	a->stage.view[a->stage.shown].ops->draw(
	    a->stage.view[a->stage.shown].self, &a->stage.canvas);
}

static inline void
draw_box(struct app *a)
{
	struct stage_box *b = stage_top_box(&a->stage);

	canvas_clear(&a->stage.canvas);
	assert_non_null(b);
	b->ops->draw(b->self, &a->stage.canvas);
}

/* --- a visit --- */

static inline struct visit *
visit_in(struct app *a, enum visit_state state)
{
	struct visit *v;

	tell_client(a, &clients[3]);
	v = open_visit(a, 15);
	visit_set_state(v, state);
	return v;
}

static inline struct visit *
live(struct app *a, struct course k)
{
	struct visit *v = visit_in(a, VISIT_LIVE);

	v->rights = GRANT_VIEW | GRANT_TYPE;
	v->agreed = true;
	v->rtt_ms = 42;
	vt_write(v->vt, "$ ls closed/\r\n2026-09  2026-10\r\n", 32);
	vt_write(v->vt, "\033[31mżółw\033[0m\r\n$ ", 20);
	tell_clock(a, 15, k);
	return v;
}

/* --- pictures --- */

struct scene {
	const char *file, *name;
	void (*open)(struct app *a);
};

static inline void
draw_scene(struct golden *g, const struct scene *scene, const char *lang)
{
	bool view = str_starts(scene->file, "view_");
	void *state;
	struct app *a;

	i18n_speak(lang);
	link_state = DESK_LINK_UP;
	golden_ms = GOLDEN_MS;
	assert_int_equal(setup(&state), 0);
	a = state;
	canvas_resize(&a->stage.canvas, 80, 24);
	stage_add_view(&a->stage, 1, view_log_new(a));
	tell_welcome(a);
	tell_prices(a);
	scene->open(a);
	for (size_t s = 0; s < ARRAY_LEN(golden_sizes); s++) {
		canvas_resize(&a->stage.canvas, golden_sizes[s].cols,
		    golden_sizes[s].rows);
		if (view)
			draw_view(a);
		else
			draw_box(a);
		golden_add(g, &a->stage.canvas, (int)s, lang, scene->name);
	}
	teardown(&state);
}

static inline void
draw_scenes(struct golden *g, const struct scene *scene, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		golden_begin(g, scene[i].file);
		for (size_t l = 0; l < ARRAY_LEN(golden_langs); l++)
			draw_scene(g, &scene[i], golden_langs[l]);
	}
}
