/*
 * One visit at a client: the tunnel through the desk to ticket-N, the inner SSH
 * link in it, the conversation `pomoc-visit` and the screen `pomoc-screen`.
 *
 * Life: connect -> greeting -> check code -> code back -> consent -> live. When
 * the link breaks, and nobody has said a word of farewell, it is lost and tried
 * again by itself, without a new code as long as both keys are the same, until
 * visit_free(). Over means that the client, the desk or the technician ended
 * it: a "no" is final, and nothing is tried until the technician claims anew.
 *
 *   CONNECTING -> GREETING -> CODE -> BACK -> CONSENT -> LIVE
 *        ^           |                            ^
 *        | timer     +---- known, or resumed -----+
 *      LOST <- the link broke    bye, a no, an alarm -> OVER -(again)-> ...
 *
 * No guard of processor time runs here as in the agent (agent/guard.h): it is
 * for a guest who opens channels with packets so small that libssh spins. The
 * console takes no channel and opens each itself, and then shared/net ends the
 * link of such a peer before the first write (tests/unit/net/test_hostile.c);
 * what a screen may cost in a turn is bounded in visit_screen.c. And a guard
 * would end all visits of the technician for what one client does.
 *
 * The struct may be read freely; it is written only by visit*.c. Callbacks come
 * from the loop; visit_free() is allowed in them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/link/visit_check.h"
#include "shared/conv/backoff.h"
#include "shared/conv/conv.h"
#include "shared/core/grant.h"
#include "shared/net/link.h"
#include "shared/term/predict.h"
#include "shared/term/vt.h"
#include "shared/wire/record.h"
#include "shared/wire/words.h"

#define VISIT_CHAT 100
#define VISIT_QUEUE_MAX (1024 * 1024)
#define VISIT_LINES 2000 /* of scrollback, as many as the agent keeps */

enum visit_state {
	VISIT_CONNECTING,
	VISIT_GREETING,
	VISIT_CODE, /* the technician is to type the check code */
	VISIT_BACK, /* it fits: he reads the other one back */
	VISIT_CONSENT, /* the user is asked */
	VISIT_LIVE,
	VISIT_LOST, /* tried again by itself */
	VISIT_OVER
};

struct visit;

struct visit_events {
	/* State, rights, names: something in the bars may look different. */
	void (*changed)(struct visit *v, void *ctx);
	/* It has opened its tunnel [nothing]. */
	void (*tunnel)(struct visit *v, void *ctx);
	/* The shared screen looks different; call visit_shown(). */
	void (*frame)(struct visit *v, void *ctx);
	/* What the visit itself does not need, a line of chat, which it
	 * keeps, and the answer to visit_ask(), as long as `wants` stands. */
	void (*told)(struct visit *v, const struct msg *m, void *ctx);
	/* Wrong codes, a commitment that does not fit, no code where one is
	 * needed: the desk is to be told. */
	void (*alarm)(struct visit *v, void *ctx);
	/* Was the agent with this lasting key verified by a code before? NULL:
	 * the one that the desk names for this ticket. */
	bool (*known)(struct visit *v, const char *fingerprint, void *ctx);
	/* It has been now, and its user has let us in. */
	void (*verified)(struct visit *v, const char *fingerprint, void *ctx);
};

#define VISIT_HOST "ticket-" /* and its number: as the desk calls it */

struct visit_line {
	char *text;
	bool ours;
};

struct visit {
	int64_t ticket;
	enum visit_state state;
	char why[256]; /* lost or over: in words */
	unsigned rights; /* mask of enum grant */
	bool hidden; /* the user hides his screen: none of it is shown */
	char title[RECORD_TITLE_MAX + 1]; /* of his shell's window; may be "" */
	bool asking; /* a question stands on his screen: typing waits for it */
	unsigned wants; /* a right that was asked for and not yet answered */
	bool stalled; /* the client does not read: keys are lost */
	bool checked; /* this agent's key was verified by a code */
	bool pinned; /* it wants no code of us, and is known from before */
	bool back_wrong; /* the user has typed the code back wrong once */
	bool activity; /* something happened while it was not shown */
	bool user_types; /* who typed last */
	int64_t typed_ms;
	int64_t key_ms; /* the technician's last key for the shell */
	int rtt_ms; /* -1 = not known */
	struct visit_check check;
	struct vt *vt;
	struct predict predict; /* what lies over it */
	uint32_t bells;
	struct visit_line chat[VISIT_CHAT];
	int chats;
	/* scrollback: what was asked for, newest first */
	struct cell *line[VISIT_LINES];
	int line_cols;
	int lines_total; /* that the agent has, -1 = not asked yet */
	bool frozen; /* they stand above this picture: */
	struct grid below; /* the screen as it was when they were asked for */

	/* private from here */
	struct loop *loop;
	const struct key *key;
	struct visit_events events;
	void *ctx;
	struct link *outer;
	struct relay *relay; /* NULL: it has ended */
	struct link *inner;
	struct chan *talk;
	struct chan *screen;
	void (*finish)(struct visit *v, const char *why); /* for its screen */
	struct conv conv; /* with the client's program */
	struct record_reader records;
	struct record
	    record; /* that is being shown; its data is what is left */
	bool showing;
	struct loop_timer *again; /* the next turn of it */
	int lines_asks; /* not answered yet */
	int lines_stale; /* of these, those whose answer is for nobody */
	int lines_due; /* lines that may come for them */
	int64_t lines_ms; /* when the last one was asked */
	struct vt *line_vt;
	struct loop_timer *retry;
	struct loop_timer *ping;
	char *checked_key; /* inner host key that a code verified */
	char agent_key[KEY_FP_SIZE]; /* the lasting one, proven; "" = none */
	bool wants_code; /* said in hello */
	bool refused; /* the desk says so: its words are awaited */
	int refused_why; /* enum bye, when they do not come */
	bool agreed; /* the desk has the client's signed yes to this visit */
	bool writing; /* what he said to the desk waits for its disk */
	int64_t changed_ms; /* when the state did */
	int64_t live_ms; /* since when he is let in */
	char *name; /* of the technician, for hello */
	struct backoff backoff;
	uint32_t keys_sent; /* records of them on this channel */
	struct loop_timer *guess; /* one is to be taken back */
	struct loop_timer *ack;
	uint32_t frame_seq; /* came last, */
	uint32_t frame_shown; /* was shown, */
	uint32_t frame_acked; /* and told so */
	size_t frame_bytes; /* since then */
};

/* key and events: as long as the visit; me is copied. */
struct visit *visit_new(struct loop *loop, const struct key *key,
    const char *me, int64_t ticket, const struct visit_events *events,
    void *ctx);
void visit_free(struct visit *v);

/* There is a link to the desk (again): connects unless it is over. With again
 * also an over one. */
void visit_connect(struct visit *v, struct link *outer, bool again);
/* The link to the desk is gone; call it before that link is freed. */
void visit_desk_gone(struct visit *v);
/* Its tunnel has no twin (net/relay.h); and it gets one, false: it has. */
bool visit_twin_wanted(const struct visit *v);
bool visit_twin(struct visit *v, struct chan_want *want);
/* Over, in these words. */
void visit_finish(struct visit *v, const char *why);
/* Somebody else says that it is: as by a bye with that word (visit_words.h).
 */
void visit_finish_as(struct visit *v, int bye);

/* The desk has the client's yes: without it nothing would be billed, so nothing
 * is typed before, and a client who keeps it from the desk is left. */
void visit_agreed(struct visit *v);
/* What the client said to the desk waits until its disk is free, and so does
 * the word of his yes: his time to tell the desk begins when that is over. */
void visit_writing(struct visit *v, bool waits);
/* The desk says that the client said no, and why (enum bye; -1 = not told). His
 * own last words go before that where they arrive. */
void visit_refused(struct visit *v, int why);
/* What the technician typed as check code. */
enum visit_check_result visit_code(struct visit *v, const char *text);
/* Keys for the shell; false when typing is not allowed, or they are lost. key
 * and its character: what they are for predict. */
bool visit_keys(struct visit *v, enum predict_key key, uint32_t cp,
    const void *bytes, size_t len);
/* When keys are guessed. */
void visit_predict(struct visit *v, enum predict_mode mode);
/* Bytes that wait for the client to read. Above VISIT_QUEUE_MAX no more should
 * be taken from the technician's terminal. */
size_t visit_queued(const struct visit *v);
/* Whatever else is for the client's program. Takes m over. */
void visit_send(struct visit *v, struct msg *m);
/* Asks for that one right. The answer is told, as MSG_GRANTED. */
void visit_ask(struct visit *v, unsigned right);
void visit_say(struct visit *v, const char *text);
/* The technician ends it. */
void visit_bye(struct visit *v, enum bye why);
/* The ticket is closed: over, in these words. */
void visit_ended(struct visit *v, const char *why);
/* The last frame is on the technician's screen. */
void visit_shown(struct visit *v);
/* What came last is small, so it may be the echo of somebody's key: it is to be
 * drawn as soon as one of the technician's own. */
bool visit_is_echo(const struct visit *v);
/* For one that is not shown now: at the end of this turn of the loop. */
void visit_shown_soon(struct visit *v);
bool visit_may_type(const struct visit *v);

/* Asks for scrollback lines first .. first + count - 1; they arrive in line[]
 * and are told by frame(). 0 is the line just above below, which is kept with
 * the first answer: until that is here, frozen, it begins with 0. Nothing
 * happens while earlier ones are on their way. */
void visit_want_lines(struct visit *v, int first, int count);
/* Back to the live screen, or anew from it. */
void visit_forget_lines(struct visit *v);
