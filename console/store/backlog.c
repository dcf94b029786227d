#include "console/store/backlog.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"

void
backlog_init(struct backlog *list)
{
	list->first = NULL;
	list->last = &list->first;
	list->n = 0;
}

static char *
copy(const char *s)
{
	return str_dup(s != NULL ? s : "");
}

static void
free_one(struct backlog_row *k)
{
	free((char *)k->alarm);
	free((char *)k->event.actor);
	free((char *)k->event.text);
	free((char *)k->event.text2);
	free((char *)k->card.name);
	free((char *)k->card.company);
	free((char *)k->card.phone);
	free((char *)k->card.problem);
	free((char *)k->card.agent_key);
	free((char *)k->card.secret);
	free(k);
}

void
backlog_clear(struct backlog *list)
{
	while (list->first != NULL)
		backlog_drop(list, list->first);
}

static struct backlog_row *
append(struct backlog *list, int64_t number)
{
	struct backlog_row *k = mem_alloc(sizeof(*k));

	k->number = number;
	*list->last = k;
	list->last = &k->next;
	list->n++;
	return k;
}

struct backlog_row *
backlog_event(struct backlog *list, const struct ticket *t,
    const struct ticket_event *ev, const struct store_card *card)
{
	struct backlog_row *k = append(list, t->number);

	k->ticket = *t;
	k->event = *ev;
	k->event.actor = copy(ev->actor);
	k->event.text = copy(ev->text);
	k->event.text2 = copy(ev->text2);
	if (card == NULL)
		return k;
	k->has_card = true;
	k->card.name = copy(card->name);
	k->card.company = copy(card->company);
	k->card.phone = copy(card->phone);
	k->card.problem = copy(card->problem);
	k->card.agent_key = copy(card->agent_key);
	k->card.secret = copy(card->secret);
	return k;
}

struct backlog_row *
backlog_alarm(
    struct backlog *list, int64_t number, int64_t at_utc_s, const char *what)
{
	struct backlog_row *k = append(list, number);

	k->alarm = copy(what);
	k->at_utc_s = at_utc_s;
	return k;
}

void
backlog_drop(struct backlog *list, struct backlog_row *k)
{
	struct backlog_row **at = &list->first;

	while (*at != k)
		at = &(*at)->next;
	*at = k->next;
	if (list->last == &k->next)
		list->last = at;
	list->n--;
	free_one(k);
}
