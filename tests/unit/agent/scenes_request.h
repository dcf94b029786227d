/*
 * The scenes of test_goldens.c before a visit. Include it in one file.
 */
#pragma once

#include "agent/options_desk.h"
#include "shared/wire/parts.h"
#include "tests/unit/agent/boxes.h"
#include "tests/support/golden.h"

/* --- before the visit --- */

static void
connect_dialing(struct boxes *t)
{
	firm_fini(&t->request.firm);
	t->request.firm = (struct firm){0};
	str_copy(t->options.host, sizeof(t->options.host), "desk.example.pl");
	t->a.desk_state = DESK_LINK_DIALING;
	app_show(&t->a, &view_connect);
}

static void
connect_waiting(struct boxes *t)
{
	connect_dialing(t);
	t->a.desk_state = DESK_LINK_WAITING;
	str_copy(t->a.desk_why, sizeof(t->a.desk_why), "Connection refused.");
	t->a.retry_s = 8;
}

static void
add_serving(struct boxes *t, const char *name, enum presence state,
    const char *products)
{
	struct msg *m = parts_technician(&(struct parts_technician){
	    .id = name, .name = name, .state = state, .products = products});

	firm_apply(&t->request.firm, m);
	msg_free(m);
}

static void
add_technician(struct boxes *t, const char *name, enum presence state)
{
	add_serving(t, name, state, "");
}

static void
add_price(struct boxes *t, enum price_kind kind, const char *products, int gr)
{
	struct prices *p = &t->request.firm.prices;
	struct price *one = &p->line[p->n++];

	*one = p->line[0];
	one->kind = kind;
	one->net_gr = gr;
	one->quantum_s = kind == PRICE_SUPPORT ? 3600 : 60;
	str_copy(one->products, sizeof(one->products), products);
}

/* The first one that asks is that view. */
static void
at_desk(struct boxes *t, const struct view *first, int port)
{
	t->a.first = first;
	str_copy(t->options.host, sizeof(t->options.host), "desk.example.pl");
	t->options.port = port;
}

static void
technician(struct boxes *t)
{
	at_desk(t, &view_technician, MSG_PORT);
	prices_default(&t->request.firm.prices);
	add_technician(t, "Anna Nowak", PRESENCE_FREE);
	add_technician(t, "Jan Lis", PRESENCE_BUSY);
	add_technician(t, "Aleksandra Wiśniewska-Kowalska", PRESENCE_AWAY);
	app_show(&t->a, &view_technician);
}

/* The name of the program's file says another desk. */
static void
technician_other(struct boxes *t)
{
	const struct desk_given other = {"desk.example.org", MSG_PORT, ""};

	technician(t);
	options_desk_take(&t->options, &other, OPTIONS_BY_NAME);
}

/* It would push the question out, and calls itself a place and a question. */
static void
technician_long(struct boxes *t)
{
	technician(t);
	snprintf(t->options.host, sizeof(t->options.host), "%s%s%s%s%s",
	    "desk.abc.pl.serwis-abc.pl.", "pomoc.serwis-abc.pl.",
	    "desk.abc.pl.serwis-abc.pl.", "pomoc.serwis-abc.pl.",
	    "evil.example");
	str_copy(t->request.firm.name, sizeof(t->request.firm.name),
	    "Serwis ABC (desk.abc.pl). Did you phone them? If not: F12.");
	app_show(&t->a, &view_technician);
}

static void
technician_for(struct boxes *t)
{
	at_desk(t, &view_technician, 443);
	add_serving(t, "Jan Lis", PRESENCE_BUSY, "Subiekt,Gestor");
	add_serving(t, "Ola Mak", PRESENCE_FREE, "Rewizor,Rachmistrz");
	add_technician(t, "Anna Nowak", PRESENCE_AWAY);
	prices_default(&t->request.firm.prices);
	str_copy(t->request.product, REQUEST_TEXT, "Rewizor");
	app_show(&t->a, &view_technician);
}

static void
product_his(struct boxes *t)
{
	prices_default(&t->request.firm.prices);
	add_serving(t, "Jan Lis", PRESENCE_BUSY, "Gestor");
	str_copy(t->request.technician, REQUEST_TEXT, "Jan Lis");
	app_show(&t->a, &view_product);
}

static void
product(struct boxes *t)
{
	prices_default(&t->request.firm.prices);
	add_price(t, PRICE_SUPPORT, "Rachmistrz i Rewizor, Gratyfikant", 25000);
	app_show(&t->a, &view_product);
	menu_select((void *)((struct app_self *)t->a.self + 1), 1);
}

static void
product_first(struct boxes *t)
{
	at_desk(t, &view_product, MSG_PORT);
	product(t);
}

static void
form_empty(struct boxes *t)
{
	str_copy(t->request.product, REQUEST_TEXT, "Rewizor");
	app_show(&t->a, &view_form);
}

static void
form_first(struct boxes *t)
{
	at_desk(t, &view_form, MSG_PORT);
	form_empty(t);
}

static void
form_refused(struct boxes *t)
{
	str_copy(t->request.card.name, REQUEST_TEXT, "Jan Nowak");
	str_copy(t->request.card.nip, REQUEST_TEXT, "526-025-02-75");
	form_empty(t);
	app_notice(
	    &t->a, _("There is no program of that name: please choose."));
}

static void
form_wrong(struct boxes *t)
{
	static const struct keys_event done = {
	    .code = KEYS_CHAR, .mods = KEYS_CTRL, .cp = 's'};

	str_copy(t->request.card.name, REQUEST_TEXT, "Jan Nowak");
	str_copy(t->request.card.nip, REQUEST_TEXT, "526-025-02-75");
	str_copy(t->request.card.problem, REQUEST_TEXT, "no invoices");
	form_empty(t);
	app_key(&t->a, &done);
}

static void
queued(struct boxes *t, int place)
{
	t->request.ticket = 17;
	t->request.place = place;
	t->request.of = 5;
	t->a.greeted = true;
	t->v->after[0] = '\0';
	str_copy(t->request.product, REQUEST_TEXT, "Rewizor");
	str_copy(t->request.card.name, REQUEST_TEXT, "Jan Nowak");
	app_show(&t->a, &view_queue);
}

static void
queue_sending(struct boxes *t)
{
	queued(t, 1);
	t->request.ticket = 0;
}

static void
queue_next(struct boxes *t)
{
	queued(t, 1);
}

static void
queue_third(struct boxes *t)
{
	queued(t, 3);
	app_key(&t->a, &(struct keys_event){.code = KEYS_ESC});
}

static void
queue_staffed(struct boxes *t)
{
	add_technician(t, "anna", PRESENCE_FREE);
	add_technician(t, "jan", PRESENCE_BUSY);
	add_technician(t, "ola", PRESENCE_BUSY);
	queued(t, 3);
}

static void
queue_busy(struct boxes *t)
{
	add_serving(t, "anna", PRESENCE_BUSY, "Rewizor");
	add_technician(t, "jan", PRESENCE_BUSY);
	add_serving(t, "ola", PRESENCE_FREE, "Subiekt");
	queued(t, 3);
}

static void
queue_picked(struct boxes *t)
{
	queued(t, 1);
	t->v->visit = 1;
	str_copy(t->v->key, sizeof(t->v->key), "SHA256:x");
}

static void
queue_after(struct boxes *t)
{
	queued(t, 1);
	t->v->visit = 1;
	str_copy(
	    t->v->after, VISIT_TEXT, _("The technician did not come in time."));
}

static void
queue_lost(struct boxes *t)
{
	queued(t, 2);
	str_copy(t->request.firm.phone, REQUEST_TEXT, "22 123 45 67");
	t->a.desk_state = DESK_LINK_WAITING;
}

static void
queue_root(struct boxes *t)
{
	golden_admin = true;
	queued(t, 2);
}
