#include "console/desk/brain_service.h"

#include <stdio.h>

#include "shared/base/log.h"
#include "shared/sys/notify.h"

static void
alive(void *ctx)
{
	struct brain *b = ctx;

	notify_tell("WATCHDOG=1");
	loop_timer_set(b->alive, notify_watchdog_ms());
}

void
brain_service_start(struct brain *b)
{
	struct err err = {0};

	if (b->options->connector_fd >= 0)
		return;
	if (!notify_init(&err))
		log_warn("%s", err.text);
	if (notify_watchdog_ms() == 0)
		return;
	b->alive = loop_timer_new(b->loop, alive, b);
	alive(b);
}

void
brain_service_free(struct brain *b)
{
	loop_timer_free(b->alive);
	b->alive = NULL;
}

void
brain_service_ready(const struct brain *b)
{
	brain_service_reloaded(b, "");
}

void
brain_service_reloading(void)
{
	notify_reloading();
}

void
brain_service_reloaded(const struct brain *b, const char *problems)
{
	char text[SOCK_ADDR_SIZE + 160];

	snprintf(text, sizeof(text), "READY=1\nSTATUS=Serves at %s%s%s",
	    b->address, problems[0] != '\0' ? "; not read again:" : "",
	    problems);
	notify_tell(text);
}

void
brain_service_stopping(size_t rows)
{
	char text[120];

	if (rows == 0) {
		notify_tell("STOPPING=1\nSTATUS=Ends");
		return;
	}
	snprintf(text, sizeof(text),
	    "STOPPING=1\nSTATUS=Ends; %zu rows of the journal wait for the "
	    "database",
	    rows);
	notify_tell(text);
}
