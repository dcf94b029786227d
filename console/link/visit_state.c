/* The state of a visit, and its ends: see visit_impl.h. */
#include "console/link/visit_impl.h"

#include <sodium.h>

#include "console/link/visit_screen.h"
#include "console/link/visit_words.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/net/relay.h"

void
visit_set_state(struct visit *v, enum visit_state state)
{
	if (v->state != state)
		v->changed_ms = clock_ms();
	v->state = state;
	v->activity = true;
	v->events.changed(v, v->ctx);
}

void
visit_drop_link(struct visit *v)
{
	struct link *inner = v->inner;

	v->talk = v->screen = NULL;
	v->inner = NULL;
	visit_screen_close(v);
	relay_leave(v->relay);
	v->relay = NULL;
	link_close(inner); /* the relay ends behind what is queued */
	v->rights = 0;
	v->refused = v->agreed = false;
	v->asking = false;
	v->wants = 0;
	v->rtt_ms = -1;
	loop_timer_stop(v->retry);
	loop_timer_stop(v->ping);
}

void
visit_finish(struct visit *v, const char *why)
{
	if (v->state == VISIT_OVER)
		return;
	str_copy(v->why, sizeof(v->why), why);
	visit_drop_link(v);
	visit_set_state(v, VISIT_OVER);
}

void
visit_finish_as(struct visit *v, int bye)
{
	visit_finish(v, visit_bye_text(bye));
}

void
visit_lose(struct visit *v, const char *why)
{
	if (v->state == VISIT_OVER)
		return;
	if (v->refused) {
		visit_finish_as(v, v->refused_why);
		return;
	}
	str_copy(v->why, sizeof(v->why), why);
	visit_drop_link(v);
	log_info("ticket %lld: link lost: %s", (long long)v->ticket, v->why);
	if (v->outer != NULL)
		loop_timer_set(v->retry,
		    backoff_next_ms(&v->backoff, randombytes_random()));
	visit_set_state(v, VISIT_LOST);
}

bool
visit_alarm(struct visit *v, const char *why)
{
	log_warn("ticket %lld: %s", (long long)v->ticket, why);
	v->events.alarm(v, v->ctx);
	visit_finish(v, why);
	return false;
}
