/* The check code in the agent: what is shown, typed, told and remembered. */
#include "agent/visit_impl.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

void
visit_code_shown(const char text[SAS_TEXT_SIZE], void *ctx)
{
	struct visit *v = ctx;

	str_copy(v->seen.code, sizeof(v->seen.code), text);
	v->seen.misses = 0;
	v->seen.fits = false;
	v->exchanges++;
	visit_go(v, VISIT_CODE);
	paint_bell(v->at.paint);
}

void
visit_code_fits(void *ctx)
{
	struct visit *v = ctx;

	v->seen.fits = true;
	paint_bell(v->at.paint);
}

void
visit_code_missed(int left, void *ctx)
{
	struct visit *v = ctx;

	log_info("check code of %s: wrong", v->seen.technician);
	visit_tell_code(v, false, left, false);
	v->seen.misses = SAS_MISSES - left;
	paint_redraw(v->at.paint);
}

/* Both people have compared. */
void
visit_code_proven(struct visit *v)
{
	log_info("check code of %s: right on both sides", v->seen.technician);
	v->seen.proven = true;
	v->exchanges = 0;
	v->seen.back_misses = 0;
	visit_tell_code(v, true, SAS_MISSES, false);
}

void
visit_code_alarm(struct visit *v, const char *text)
{
	str_copy(v->seen.after, sizeof(v->seen.after), text);
	v->seen.warned = true;
	v->events->warned(v->ctx);
}

void
visit_read(struct visit *v)
{
	v->seen.warned = false;
}

static void
code_failed(struct visit *v)
{
	log_warn("the code read back by %s was wrong", v->seen.technician);
	visit_tell_code(v, false, 0, false);
	v->seen.back_misses = 0; /* the next visit is another one */
	visit_guest_lost(v, BYE_BACK);
	visit_code_alarm(v,
	    _("The code that was read back to you does not fit: somebody may "
	      "be in between. Nobody was let in. Hang up and phone the number "
	      "that you know."));
}

enum talk_typed
visit_typed(struct visit *v, const char *text)
{
	enum talk_typed r;

	if (v->inner == NULL)
		return TALK_TYPED_FORM;
	r = talk_typed(inner_talk(v->inner), text);
	if (r == TALK_TYPED_WRONG) {
		v->seen.back_misses++;
		visit_tell_code(
		    v, false, SAS_BACK_MISSES - v->seen.back_misses, false);
	} else if (r == TALK_TYPED_LAST) {
		code_failed(v);
	}
	return r;
}

/* Who the user has let in after both codes is known from then on; another key
 * under a known name is not, until the user says so. */
void
visit_code_remember(struct visit *v)
{
	const struct visit_seen *s = &v->seen;

	if (v->at.home->technicians != NULL && s->proven &&
	    s->known == KNOWN_NEW)
		known_add(v->at.home->technicians, s->technician, s->key,
		    request_since_s(v->at.request), NULL);
}

void
visit_settle_key(struct visit *v)
{
	struct visit_seen *s = &v->seen;
	struct err err = {0};

	if (v->at.home->technicians == NULL || !s->proven ||
	    s->known != KNOWN_CHANGED)
		return;
	if (known_add(v->at.home->technicians, s->technician, s->key,
		request_since_s(v->at.request), &err))
		s->known = KNOWN_SAME;
	else
		log_error("the key is not kept: %s", err.text);
}

/* Codes were made again and again and none was answered: so would one act who
 * waits until two of them meet. Counted for the whole run, for the numbers of
 * tickets are the desk's to give. */
void
visit_code_too_many(struct visit *v)
{
	log_warn("%d check codes without an answer", v->exchanges);
	visit_tell_code(v, false, 0, false);
	visit_code_alarm(v,
	    _("The check code was begun again too often: nobody is let in any "
	      "more. Phone the number that you know, then start this program "
	      "again."));
}
