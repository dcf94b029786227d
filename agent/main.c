/* pomoc-agent: see agent/run.h for what it does, options.h for how it is
 * told. */
#include <stdio.h>

#include <sodium.h>

#include "agent/check.h"
#include "agent/home.h"
#include "agent/licenses.h"
#include "agent/run.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/process.h"
#include "shared/base/utf8.h"
#include "shared/sys/self.h"
#include "shared/sys/user.h"

static int
forget(void)
{
	struct err err = {0};

	if (!home_forget_desk(&err)) {
		fprintf(stderr, "pomoc-agent: %s\n", err.text);
		return AGENT_EXIT_FAIL;
	}
	puts(_("No desk is remembered any more."));
	return AGENT_EXIT_OK;
}

static void
warn_root(void)
{
	fprintf(stderr, "pomoc-agent: ");
	fprintf(stderr,
	    _("warning: running as %s; whoever you let in has all rights on "
	      "this machine"),
	    user_root());
	fputc('\n', stderr);
}

static int
run(int argc, char **argv)
{
	struct options options;
	struct err err = {0}, zone_err = {0};
	bool zone;
	int code;

	self_protect();
	i18n_init();
	if (!self_can_run(&err)) {
		fprintf(stderr, "pomoc-agent: %s\n", err.text);
		return AGENT_EXIT_FAIL;
	}
	zone = clock_zone_init(&zone_err);
	log_init("pomoc-agent", LOG_INFO);
	if (sodium_init() < 0) {
		fprintf(stderr, "pomoc-agent: libsodium does not start\n");
		return AGENT_EXIT_FAIL;
	}
	options_init(&options);
	if (!options_read(&options, argc, argv, &err)) {
		/* it quotes what was pasted */
		fprintf(stderr, "pomoc-agent: %s\n",
		    UTF8_CLEAN(sizeof(err.text), err.text, 0));
		options_fini(&options);
		return AGENT_EXIT_USAGE;
	}
	if (options.action == OPTIONS_HELP) {
		fputs(options_help(), stdout);
		code = AGENT_EXIT_OK;
	} else if (options.action == OPTIONS_LICENSES) {
		licenses_print();
		code = AGENT_EXIT_OK;
	} else if (options.action == OPTIONS_VERSION) {
		puts("pomoc-agent " POMOC_VERSION);
		code = AGENT_EXIT_OK;
	} else if (options.action == OPTIONS_FORGET) {
		code = forget();
	} else if (options.action == OPTIONS_CHECK) {
		code = check_run(&options);
	} else {
		if (user_is_root())
			warn_root();
		if (options.note[0] != '\0')
			fprintf(stderr, "pomoc-agent: %s\n", options.note);
		if (!zone)
			fprintf(stderr, "pomoc-agent: %s\n", zone_err.text);
		code = run_agent(&options);
	}
	options_fini(&options);
	return code;
}

int
main(int argc, char **argv)
{
	process_begin();
	process_arguments(&argc, &argv);
	return process_end("pomoc-agent", run(argc, argv));
}
