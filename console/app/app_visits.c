/* The visits that are open in this console: see app_visits.h. */
#include "console/app/app_visits.h"

#include "console/app/app.h"
#include "console/app/app_send.h"

struct visit *
app_visit(const struct app *a, int64_t ticket)
{
	for (int i = 0; i < a->visits; i++)
		if (a->visit[i]->ticket == ticket)
			return a->visit[i];
	return NULL;
}

const void *
app_owner(const struct app *a, int64_t ticket)
{
	const struct visit *v = app_visit(a, ticket);

	return v != NULL && stage_is_shown(&a->stage, v) ? v : NULL;
}

bool
app_has_visits(const struct app *a)
{
	return a->visits > 0;
}

struct visit *
app_shown_visit(const struct app *a)
{
	for (int i = 0; i < a->visits; i++)
		if (stage_is_shown(&a->stage, a->visit[i]))
			return a->visit[i];
	return NULL;
}

void
app_claim(struct app *a, int64_t ticket)
{
	int i = 0;

	while (i < APP_VISITS - 1 && a->claim[i] != 0 && a->claim[i] != ticket)
		i++;
	if (app_send_ticket(a, MSG_CLAIM, ticket))
		a->claim[i] = ticket;
}

bool
app_claim_answered(struct app *a, int64_t ticket)
{
	for (int i = 0; i < APP_VISITS; i++)
		if (a->claim[i] == ticket) {
			a->claim[i] = 0;
			return true;
		}
	return false;
}

void
app_ask_again(struct app *a, int64_t ticket)
{
	struct visit *v = app_visit(a, ticket);

	if (v != NULL && v->state != VISIT_OVER)
		stage_show(&a->stage, stage_find_view(&a->stage, v));
	else
		app_claim(a, ticket);
}

void
app_close_visit(struct app *a, struct visit *v)
{
	int i = 0;

	while (i < a->visits && a->visit[i] != v)
		i++;
	if (i == a->visits)
		return;
	stage_remove_view(&a->stage, v);
	visit_free(v);
	a->visits--;
	for (; i < a->visits; i++)
		a->visit[i] = a->visit[i + 1];
}

void
app_close_visits(struct app *a)
{
	while (a->visits > 0)
		app_close_visit(a, a->visit[a->visits - 1]);
}
