/* `pomoc invite`: what a client types to connect here. Asks the desk that runs
 * on the folder where it listens; without one the configuration says it. */
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_base.h"
#include "console/config/config.h"
#include "console/desk/desk.h"
#include "console/link/invite.h"
#include "console/store/json_out.h"
#include "console/store/lock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"

#define HOST_KEY "host_key"

static const char *listen;
static bool json;

static void
print_json(const char *command, const char *address, const char *key, bool open)
{
	json_t *o = json_object();
	struct json_out j;

	json_out_text(o, "line", command);
	json_out_text(o, "address", address);
	json_out_text(o, "key", key);
	json_object_set_new(o, "open", json_boolean(open));
	json_out_open(&j, stdout, "invite", NULL);
	json_out_row(&j, o);
	json_out_close(&j, NULL);
}

static void
print(const char *address, const char *fingerprint, bool open)
{
	struct buf out = BUF_INIT, hint = BUF_INIT;

	invite_command(&out, address, fingerprint);
	if (json)
		print_json(buf_str(&out), address, fingerprint, open);
	else
		puts(buf_str(&out));
	invite_hint(&hint, address, open);
	if (hint.len > 0)
		fprintf(stderr, "%s\n", buf_str(&hint));
	buf_fini(&out);
	buf_fini(&hint);
}

/* As the desk tells its consoles. */
static bool
is_open(const char *address)
{
	char host[SOCK_ADDR_SIZE];

	sock_addr_only(address, host);
	return !sock_is_loopback(host) && !str_eq(host, "localhost");
}

/* Where the desk that runs on this folder listens; false when none does. */
static bool
running_address(const char *data, char *address, size_t size)
{
	char *path = path_join(data, DESK_ADDRESS_FILE);
	FILE *f = lock_owner(data) > 0 ? fopen(path, "re") : NULL;
	bool ok = f != NULL && fgets(address, (int)size, f) != NULL;

	if (f != NULL)
		fclose(f);
	free(path);
	return ok;
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct config config;
	struct key *key;
	char *path, found[SOCK_ADDR_SIZE];

	if (!config_read(&config, a->config, err))
		return cmd_config(a, err);
	path = path_join(a->data, HOST_KEY);
	key = key_load(path, NULL, err);
	free(path);
	if (key == NULL)
		return cmd_fail(a,
		    _("the desk has no key yet; it is made when pomoc or "
		      "pomoc-desk is started first (%s)"),
		    err->text);
	if (listen == NULL && running_address(a->data, found, sizeof(found)))
		listen = found;
	if (listen == NULL)
		listen = config.listen[0] != '\0' ? config.listen
						  : CONFIG_LISTEN;
	print(config.address[0] != '\0' ? config.address : listen,
	    key_fingerprint(key), is_open(listen));
	key_free(key);
	return true;
}

const struct cmd cmd_invite = {
    .name = "invite",
    .help = N_("print what a client types to connect"),
    .usage = N_("[OPTION...]"),
    .about = N_("Prints the command line that a client types to reach this "
		"desk."),
    .opt =
	{
	    {"listen", CMD_TEXT, &listen, N_("ADDR:PORT"),
		N_("instead of where the running desk listens")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .no_days = true,
    .run = run,
};
