/* `pomoc invite`: what a client types to connect here. Needs no running desk:
 * the host key and the configuration say it all. */
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/desk/config.h"
#include "console/desk/desk.h"
#include "console/invite.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"

#define HOST_KEY "host_key"

static int
print(const struct cmd_args *a, const char *address, const char *fingerprint)
{
	struct buf out = BUF_INIT;

	invite_command(&out, address, fingerprint);
	puts(buf_str(&out));
	buf_fini(&out);
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	const char *listen = NULL;
	const struct cmd_opt opts[] = {
	    {"listen", CMD_TEXT, &listen, N_("ADDR:PORT"),
		N_("as the desk was started with")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "invite",
	    .usage = N_("[OPTION...]"),
	    .about = N_("Prints the command line that a client types to reach "
			"this desk."),
	    .opt = opts};
	struct config config;
	struct err err = {0};
	struct key *key;
	char *path;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (!config_read(&config, a.config, &err))
		return cmd_config(&a, &err);
	path = path_join(a.data, HOST_KEY);
	key = key_load(path, NULL, &err);
	free(path);
	if (key == NULL)
		return cmd_fail(&a,
		    _("the desk has no key yet; it is made when pomoc or "
		      "pomoc-desk is started first (%s)"),
		    err.text);
	if (listen == NULL)
		listen = config.listen[0] != '\0' ? config.listen : DESK_LISTEN;
	code = print(&a, config.address[0] != '\0' ? config.address : listen,
	    key_fingerprint(key));
	key_free(key);
	return code;
}

const struct cmd cmd_invite = {
    "invite", N_("print what a client types to connect"), run};
