#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_closed.h"
#include "console/desk/brain_front.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

#define CLOSED_MOST 64

struct brain_closed {
	struct brain_closed *next;
	char secret[BRAIN_SECRET_SIZE];
	char key[KEY_FP_SIZE];
	char *line; /* `ended`, as it would have been sent */
};

static void
drop(struct brain_closed **at)
{
	struct brain_closed *c = *at;

	*at = c->next;
	free(c->line);
	free(c);
}

void
brain_closed_free(struct brain *b)
{
	while (b->closed != NULL)
		drop(&b->closed);
}

void
brain_closed_note(struct brain_ticket *bt, const struct msg *ended)
{
	struct brain_closed *c, **at = &bt->brain->closed;
	struct buf line = BUF_INIT;

	if (bt->agent != NULL || bt->left || bt->secret[0] == '\0' ||
	    !msg_write(ended, &line, NULL))
		return;
	c = mem_alloc(sizeof(*c));
	memcpy(c->secret, bt->secret, sizeof(c->secret));
	memcpy(c->key, bt->agent_key, sizeof(c->key));
	c->line = str_dup(buf_str(&line));
	buf_fini(&line);
	c->next = *at;
	*at = c;
	for (int i = 0; i < CLOSED_MOST && *at != NULL; i++)
		at = &(*at)->next;
	if (*at != NULL)
		drop(at);
}

void
brain_closed_tell(struct brain_link *agent, const char *secret)
{
	struct brain_closed **at = &agent->brain->closed;
	struct msg *m;

	if (strlen(secret) != BRAIN_SECRET_SIZE - 1)
		return;
	while (*at != NULL &&
	    (sodium_memcmp((*at)->secret, secret, BRAIN_SECRET_SIZE - 1) != 0 ||
		strcmp((*at)->key, agent->key) != 0))
		at = &(*at)->next;
	if (*at == NULL)
		return;
	m = msg_parse((*at)->line, strlen((*at)->line) - 1, NULL);
	if (m != NULL)
		brain_link_send(agent, m);
	drop(at);
}
