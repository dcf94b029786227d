/* pomoc page: the page for clients, in a folder of a web server. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "console/cmd/cmd_agents.h"
#include "console/cmd/cmd_key.h"
#include "console/config/config_prices.h"
#include "console/link/invite.h"
#include "console/page/page.h"
#include "console/page/page_folder.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

static const char *agents, *url = "";
static bool force;

/* All that is in the pages. */
struct work {
	struct config config;
	struct prices prices;
	struct page_files files;
	struct filename desk;
	struct buf command;
	struct buf left; /* agents that are not for this desk */
};

static void
missing(struct buf *out, bool is, const char *key)
{
	if (is)
		buf_printf(out, "%s%s", out->len > 0 ? ", " : "", key);
}

/* Without them there is nothing that a client could do. */
static bool
is_told(struct cmd_args *a, const struct config *c)
{
	struct buf out = BUF_INIT;
	bool ok;

	missing(&out, str_eq(c->firm, "pomoc"), "firm");
	missing(&out, c->phone[0] == '\0', "phone");
	missing(&out, c->address[0] == '\0', "address");
	ok = out.len == 0 ||
	    cmd_usage(a,
		_("the page needs more of pomoc.conf; set in section [desk]: "
		  "%s"),
		buf_str(&out));
	buf_fini(&out);
	return ok;
}

static bool
read_all(struct cmd_args *a, struct work *w, struct err *err)
{
	if (!config_read(&w->config, a->config, err) ||
	    !config_read_prices(&w->prices, a->config, err))
		return cmd_config(a, err);
	if (!is_told(a, &w->config) || !cmd_key(a, w->desk.fingerprint) ||
	    !sock_split(w->config.address, MSG_PORT, w->desk.host,
		sizeof(w->desk.host), &w->desk.port, err))
		return false;
	invite_command(&w->command, w->config.address, w->desk.fingerprint);
	return true;
}

/* Those of another folder come first, then counts what is there. */
static bool
collect(struct work *w, const char *dir, struct err *err)
{
	return (agents == NULL ||
		   cmd_agents_put(dir, agents, w->config.address,
		       w->desk.fingerprint, err)) &&
	    page_files_find(&w->files, dir, &w->desk, &w->left, err);
}

static bool
write_page(struct work *w, const char *dir, const char *name, const char *lang,
    const char *index, struct err *err)
{
	const struct page page = {.config = &w->config,
	    .prices = &w->prices,
	    .files = &w->files,
	    .address = w->config.address,
	    .key = w->desk.fingerprint,
	    .command = buf_str(&w->command),
	    .url = url};
	struct buf text = BUF_INIT;
	bool ok;

	page_make(&text, &page, lang, index);
	ok = page_folder_write(dir, name, &text, err);
	buf_fini(&text);
	if (ok)
		printf("%s/%s\n", dir, name);
	return ok;
}

/* The front page last: what it leads to is there by then. */
static bool
write_pages(struct work *w, const char *dir, struct err *err)
{
	const char *lang = page_language(&w->config), *other = page_other(lang);
	char second[PAGE_NAME_SIZE], before[PAGE_NAME_SIZE];

	page_name(second, other);
	page_name(before, lang);
	return page_folder_make(dir, err) &&
	    page_folder_may(dir, PAGE_INDEX, force, err) &&
	    page_folder_may(dir, second, force, err) && collect(w, dir, err) &&
	    write_page(w, dir, second, other, lang, err) &&
	    write_page(w, dir, PAGE_INDEX, lang, lang, err) &&
	    page_folder_drop(dir, before, err);
}

static void
tell(struct work *w, const char *dir)
{
	if (w->left.len > 0)
		fprintf(stderr,
		    _("Not on the page, for they are not named for this desk "
		      "and its key:\n%s"),
		    buf_str(&w->left));
	if (w->files.n == 0)
		fprintf(stderr,
		    _("There is nothing to download on it yet: pomoc invite "
		      "--to %s puts the agents there, then make it again.\n"),
		    dir);
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct work w = {.command = BUF_INIT, .left = BUF_INIT};
	const char *dir = a->word[0];
	bool ok;

	if (dir[0] == '\0')
		return cmd_usage(a, "%s", _("a name is empty"));
	if (url[0] != '\0' && !invite_is_url(url))
		return cmd_usage(
		    a, _("%s is not the address of a page: https://..."), url);
	umask(022); /* a web server is to read it */
	ok = read_all(a, &w, err) && write_pages(&w, dir, err);
	if (ok)
		tell(&w, dir);
	buf_fini(&w.command);
	buf_fini(&w.left);
	return ok;
}

const struct cmd cmd_page = {
    .name = "page",
    .help = N_("make the web page for clients"),
    .usage = N_("[OPTION...] DIR"),
    .about = N_("Writes into DIR a page for your web server, in Polish and in "
		"English: how to phone you, the steps, the prices, the "
		"programs to download, the desk's fingerprint."),
    .opt =
	{
	    {"agents", CMD_TEXT, &agents, N_("FOLDER"),
		N_("put the agents of that folder there first, as pomoc "
		   "invite --to does")},
	    {"url", CMD_TEXT, &url, N_("URL"),
		N_("where the page will be, for its QR code")},
	    {"force", CMD_FLAG, &force, NULL,
		N_("also over pages that pomoc did not make")},
	},
    .min = 1,
    .max = 1,
    .run = run,
};
