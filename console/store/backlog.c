#include "console/store/backlog.h"

#include <stddef.h>
#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

void
backlog_init(struct backlog *list)
{
	list->first = NULL;
	list->last = &list->first;
	list->n = 0;
}

#define AT(member) offsetof(struct backlog_row, member)

/* Its texts, which are its own. */
static const size_t texts[] = {AT(alarm), AT(event.actor), AT(event.text),
    AT(event.text2), AT(card.name), AT(card.company), AT(card.phone),
    AT(card.problem), AT(card.agent_key), AT(card.secret)};

static char **
text_of(struct backlog_row *k, size_t i)
{
	return (char **)((char *)k + texts[i]);
}

static void
free_one(struct backlog_row *k)
{
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		free(*text_of(k, i));
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
	k->has_card = card != NULL;
	if (card != NULL)
		k->card = *card;
	for (size_t i = 1; i < ARRAY_LEN(texts); i++) {
		char **text = text_of(k, i);

		*text = str_dup(*text != NULL ? *text : "");
	}
	return k;
}

struct backlog_row *
backlog_alarm(
    struct backlog *list, int64_t number, int64_t at_utc_s, const char *what)
{
	struct backlog_row *k = append(list, number);

	k->alarm = str_dup(what);
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
