#include "agent/check.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/conv/probe.h"
#include "shared/net/link.h"
#include "shared/net/proxy_open.h"
#include "shared/net/sock.h"

#define DIAL_MS 15000

enum step {
	NAME,
	CONNECT,
	PROXY,
	GREETING,
	KEY,
	LOGIN,
	FORWARD,
	ANSWER,
	STEPS
};

static const struct {
	const char *title;
	const char *remedy; /* when it fails */
} steps[] = {
    [NAME] = {N_("look-up"),
	N_("Is it written as the service point told you, and does the "
	   "Internet work here? If others are found, phone the service "
	   "point.")},
    [CONNECT] = {N_("connection"),
	N_("If web pages open here, a firewall may stand in between: ask who "
	   "runs your network to allow that port, or use his proxy (--proxy). "
	   "Else the desk does not run: phone the service point.")},
    [PROXY] = {N_("proxy"),
	N_("Show this to who runs your network. Without a proxy: --proxy "
	   "none.")},
    [GREETING] = {N_("greeting"),
	N_("Is the port right? Where a page of this network wants a log-in "
	   "first, open it in a browser, then try again.")},
    [KEY] = {N_("key"),
	N_("Copy the fingerprint once more. If it stays different, do not go "
	   "on: phone the service point at a number that you know.")},
    [LOGIN] = {N_("log-in"),
	N_("Try again in a few minutes; then phone the service point.")},
    [FORWARD] = {N_("way back"),
	N_("Is the port right? Else phone the service point, and tell this "
	   "line.")},
    [ANSWER] = {N_("reply"),
	N_("The desk's computer is there, the desk does not work: phone the "
	   "service point, and tell this line.")},
};

struct check {
	struct loop *loop;
	const struct options *options;
	struct key *key; /* for this once */
	struct link *link;
	struct probe *probe;
	enum step step; /* that is being tried */
	int64_t began_ms; /* it */
	int code;
	bool wrong_key;
	bool over;
};

/* --- lines --- */

static void
line(const struct check *c, const char *word, enum step step, const char *text)
{
	const char *title = _(steps[step].title);

	printf("  %s%*s  ", word, MAX_OF(8 - utf8_cols(word), 0), "");
	if (c == NULL)
		printf("%8s", "");
	else
		printf("%5lld ms", (long long)(clock_ms() - c->began_ms));
	printf("  %s%s%s\n", title, text[0] != '\0' ? ": " : "", text);
	fflush(stdout);
}

/* That step is done, the next one begins. */
static void
done(struct check *c, const char *text)
{
	line(c, _("ok"), c->step, text);
	c->step++;
	if (c->step == PROXY && c->options->proxy.host[0] == '\0')
		c->step++;
	c->began_ms = clock_ms();
}

static void
failed(struct check *c, const struct err *why)
{
	char text[sizeof(why->text)];

	if (c->over)
		return;
	c->over = true;
	utf8_clean(text, sizeof(text), why->text, 0);
	line(c, _("FAILED"), c->step, text);
	for (int i = c->step + 1; i < STEPS; i++)
		if (i != PROXY || c->options->proxy.host[0] != '\0')
			line(NULL, "-", i, "");
	/* whom it breaks before the key is shown has not shown another one */
	printf("\n%s\n",
	    _(steps[c->step == KEY && !c->wrong_key ? LOGIN : c->step].remedy));
	c->code = c->wrong_key ? AGENT_EXIT_KEY : AGENT_EXIT_FAIL;
	loop_stop(c->loop);
}

/* --- steps --- */

static void
reached(void *ctx)
{
	done(ctx, _("the desk can reach this program"));
}

static void
answered(const struct msg *welcome, void *ctx)
{
	struct check *c = ctx;

	done(c, UTF8_CLEAN(300, msg_str(welcome, "firm"), 0));
	printf("\n%s\n",
	    _("The way to the desk is open. Nothing about you was sent."));
	c->code = AGENT_EXIT_OK;
	c->over = true;
	loop_stop(c->loop);
}

static void
unanswered(const struct err *why, void *ctx)
{
	failed(ctx, why);
}

static const struct probe_events probe_events = {
    .reached = reached, .answered = answered, .failed = unanswered};

static bool
wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct check *c = ctx;

	return c->probe != NULL && probe_wanted(c->probe, w);
}

static void
stepped(struct link *l, enum link_step step, void *ctx)
{
	struct check *c = ctx;

	done(c,
	    step == LINK_STEP_GREETED ? _("an SSH server")
				      : _("the one that was expected"));
}

static void
up(struct link *l, void *ctx)
{
	struct check *c = ctx;

	done(c, _("with a key that is thrown away"));
	c->probe = probe_new(c->loop, l, "pomoc-agent", &probe_events, c);
}

static void
down(struct link *l, const struct err *why, void *ctx)
{
	struct check *c = ctx;
	struct err err = *why;

	c->wrong_key = link_end(l) == LINK_END_HOST_KEY;
	c->link = NULL;
	if (err.text[0] == '\0')
		err_set(&err, "%s", _("the desk ended the link"));
	failed(c, &err);
}

static const struct link_events link_events = {
    .up = up, .down = down, .chan_wanted = wanted, .step = stepped};

static void
start_link(struct check *c, int fd)
{
	struct link_dial_conf conf = {.user = "agent",
	    .fingerprint = c->options->fingerprint,
	    .key = c->key};

	c->link = link_dial(c->loop, fd, &conf, &link_events, c);
}

static void
opened(int fd, const struct err *why, void *ctx)
{
	struct check *c = ctx;

	if (fd < 0) {
		failed(c, why);
		return;
	}
	done(c, _("lets us through"));
	start_link(c, fd);
}

static void
dialled(int fd, enum sock_fail fail, const struct err *why, void *ctx)
{
	struct check *c = ctx;
	const struct options *o = c->options;

	if (fd < 0) {
		failed(c, why);
		return;
	}
	done(c, "");
	if (o->proxy.host[0] != '\0')
		proxy_open(c->loop, fd, &o->proxy, o->host, o->port, opened, c);
	else
		start_link(c, fd);
}

static void
found(const char *addr, int count, void *ctx)
{
	char text[100];

	if (count > 1)
		snprintf(text, sizeof(text), _("%s, and others: %d"), addr,
		    count - 1);
	else
		str_copy(text, sizeof(text), addr);
	done(ctx, text);
}

static void
start(struct check *c)
{
	const struct options *o = c->options;
	bool through = o->proxy.host[0] != '\0';
	char host[DESK_GIVEN_HOST_SIZE];

	if (o->note[0] != '\0')
		printf("%s\n\n", o->note);
	utf8_clean(host, sizeof(host), o->host, 0);
	printf(_("The way to %s, port %d:\n"), host, o->port);
	if (through)
		printf(_("(through the proxy %s, port %d, which looks the name "
			 "up)\n"),
		    UTF8_CLEAN(300, o->proxy.host, 0), o->proxy.port);
	c->began_ms = clock_ms();
	sock_dial_found(
	    sock_dial(c->loop, through ? o->proxy.host : o->host,
		through ? o->proxy.port : o->port, DIAL_MS, dialled, c),
	    found);
}

int
check_run(const struct options *options)
{
	struct check c = {
	    .loop = loop_new(),
	    .options = options,
	    .key = key_generate("pomoc-agent --check"),
	    .code = AGENT_EXIT_FAIL,
	};

	start(&c);
	loop_run(c.loop);
	link_abort(c.link);
	probe_free(c.probe);
	loop_free(c.loop);
	key_free(c.key);
	return c.code;
}
