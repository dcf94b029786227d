#include "console/store/kept.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"

void
kept_init(struct kept_list *list)
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
free_one(struct kept *k)
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
kept_clear(struct kept_list *list)
{
	while (list->first != NULL)
		kept_drop(list, list->first);
}

static struct kept *
append(struct kept_list *list, int64_t number)
{
	struct kept *k = mem_alloc(sizeof(*k));

	k->number = number;
	*list->last = k;
	list->last = &k->next;
	list->n++;
	return k;
}

struct kept *
kept_event(struct kept_list *list, const struct ticket *t,
    const struct ticket_event *ev, const struct store_card *card)
{
	struct kept *k = append(list, t->number);

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

struct kept *
kept_alarm(
    struct kept_list *list, int64_t number, int64_t at_utc_s, const char *what)
{
	struct kept *k = append(list, number);

	k->alarm = copy(what);
	k->at_utc_s = at_utc_s;
	return k;
}

void
kept_drop(struct kept_list *list, struct kept *k)
{
	struct kept **at = &list->first;

	while (*at != k)
		at = &(*at)->next;
	*at = k->next;
	if (list->last == &k->next)
		list->last = at;
	list->n--;
	free_one(k);
}
