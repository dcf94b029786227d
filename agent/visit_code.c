/* The check code in the agent: what is shown, typed, told and remembered. */
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

void
visit_code_shown(const char text[SAS_TEXT_SIZE], void *ctx)
{
	struct app *a = ctx;

	str_copy(a->visit.code, sizeof(a->visit.code), text);
	a->visit.misses = 0;
	a->visit.fits = false;
	a->visit.exchanges++;
	app_show(a, &view_code);
	paint_bell(&a->paint);
}

void
visit_code_tell(struct app *a, bool ok, int left, bool pinned)
{
	struct msg *m = msg_new(MSG_CHECKED);

	msg_put_int(m, "ticket", a->visit.ticket);
	msg_put_bool(m, "ok", ok);
	msg_put_int(m, "left", left);
	if (pinned)
		msg_put_bool(m, "pinned", true);
	link_desk_send(a->desk, m);
}

void
visit_code_fits(void *ctx)
{
	struct app *a = ctx;

	a->visit.fits = true;
	paint_bell(&a->paint);
	app_redraw(a);
}

void
visit_code_missed(int left, void *ctx)
{
	struct app *a = ctx;

	log_info("check code of %s: wrong", a->visit.technician);
	visit_code_tell(a, false, left, false);
	a->visit.misses = SAS_MISSES - left;
	app_redraw(a);
}

/* Both people have compared. */
void
visit_code_proven(struct app *a)
{
	struct app_visit *v = &a->visit;

	log_info("check code of %s: right on both sides", v->technician);
	v->proven = true;
	v->exchanges = 0;
	v->back_misses = 0;
	visit_code_tell(a, true, SAS_MISSES, false);
}

void
visit_code_alarm(struct app *a, const char *text)
{
	str_copy(a->visit.after, sizeof(a->visit.after), text);
	app_show(a, &view_alarm);
}

static void
code_failed(struct app *a)
{
	log_warn("the code read back by %s was wrong", a->visit.technician);
	visit_code_tell(a, false, 0, false);
	a->visit.back_misses = 0; /* the next visit is another one */
	visit_guest_lost(a, "back");
	visit_code_alarm(a,
	    _("The code that was read back to you does not fit: somebody may "
	      "be in between. Nobody was let in. Hang up and phone the number "
	      "that you know."));
}

enum talk_typed
visit_typed(struct app *a, const char *text)
{
	enum talk_typed r;

	if (a->inner == NULL)
		return TALK_TYPED_FORM;
	r = inner_typed(a->inner, text);
	if (r == TALK_TYPED_WRONG) {
		a->visit.back_misses++;
		visit_code_tell(
		    a, false, SAS_BACK_MISSES - a->visit.back_misses, false);
	} else if (r == TALK_TYPED_LAST) {
		code_failed(a);
	}
	return r;
}

/* Who the user has let in after both codes is known from then on; another key
 * under a known name is not, until the user says so. */
void
visit_code_remember(struct app *a)
{
	struct app_visit *v = &a->visit;

	if (a->home.technicians != NULL && v->proven && v->known == KNOWN_NEW)
		known_add(a->home.technicians, v->technician, v->key,
		    clock_utc_s(), NULL);
}

void
visit_settle_key(struct app *a)
{
	struct app_visit *v = &a->visit;
	struct err err = {0};

	if (a->home.technicians == NULL || !v->proven ||
	    v->known != KNOWN_CHANGED)
		return;
	if (known_add(a->home.technicians, v->technician, v->key, clock_utc_s(),
		&err))
		v->known = KNOWN_SAME;
	else
		log_error("the key is not kept: %s", err.text);
}

/* Codes were made again and again and none was answered: so would one act who
 * waits until two of them meet. Counted for the whole run, for the numbers of
 * tickets are the desk's to give. */
void
visit_code_too_many(struct app *a)
{
	log_warn("%d check codes without an answer", a->visit.exchanges);
	visit_code_tell(a, false, 0, false);
	visit_code_alarm(a,
	    _("The check code was begun again too often: nobody is let in any "
	      "more. Phone the number that you know, then start this program "
	      "again."));
}
