#include "agent/options_desk.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/net/filename.h"

#define SHOWN 80 /* columns of what a note quotes */

static void
note(struct options *o, enum options_by weak, enum options_by strong,
    const char *said, const char *holds)
{
	size_t len = strlen(o->note);
	char *end = o->note + len;
	size_t room = sizeof(o->note) - len;

	if (len > 0 && room > 1) {
		*end++ = ' ';
		room--;
	}
	if (weak == OPTIONS_BY_NAME)
		snprintf(end, room,
		    _("The name of this program's file says %s, the command "
		      "line says %s: the command line holds."),
		    said, holds);
	else if (strong == OPTIONS_BY_LINE)
		snprintf(end, room,
		    _("The configuration says %s, the command line says %s: "
		      "the command line holds."),
		    said, holds);
	else
		snprintf(end, room,
		    _("The configuration says %s, the name of this program's "
		      "file says %s: the name holds."),
		    said, holds);
}

static void
note_hosts(struct options *o, const struct desk_given *d, enum options_by by)
{
	char said[2 * SHOWN], holds[2 * SHOWN];

	snprintf(said, sizeof(said), "%s:%d",
	    UTF8_CLEAN(2 * SHOWN - 8, d->host, SHOWN), d->port);
	snprintf(holds, sizeof(holds), "%s:%d",
	    UTF8_CLEAN(2 * SHOWN - 8, o->host, SHOWN), o->port);
	note(o, by, o->host_by, said, holds);
}

void
options_desk_take(
    struct options *o, const struct desk_given *d, enum options_by by)
{
	bool other = false;

	if (d->host[0] != '\0' && o->host[0] == '\0') {
		str_copy(o->host, sizeof(o->host), d->host);
		o->port = d->port;
		o->host_by = by;
	} else if (d->host[0] != '\0') {
		other = strcasecmp(o->host, d->host) != 0 || o->port != d->port;
		if (other)
			note_hosts(o, d, by);
	}
	if (d->fingerprint[0] != '\0' && o->fingerprint[0] == '\0') {
		str_copy(
		    o->fingerprint, sizeof(o->fingerprint), d->fingerprint);
		o->fingerprint_by = by;
	} else if (d->fingerprint[0] != '\0' && !other &&
	    !str_eq(o->fingerprint, d->fingerprint)) {
		note(o, by, o->fingerprint_by, d->fingerprint, o->fingerprint);
	}
}

/* A broken name is nothing to pass over: it was to lead to some desk, and the
 * configuration may name another. */
bool
options_desk_name(struct options *o, const char *path, struct err *err)
{
	struct filename f = {0};
	struct desk_given d = {0};
	struct err why = {0};

	switch (filename_read(path, &f, &why)) {
	case FILENAME_NOTHING:
		return true;
	case FILENAME_DESK:
		str_copy(d.host, sizeof(d.host), f.host);
		d.port = f.port;
		str_copy(d.fingerprint, sizeof(d.fingerprint), f.fingerprint);
		options_desk_take(o, &d, OPTIONS_BY_NAME);
		return true;
	case FILENAME_BROKEN:
		break;
	}
	if (o->host[0] == '\0' || o->fingerprint[0] == '\0')
		return err_set(err,
		    _("the name of this program's file is broken: %s. It says "
		      "which desk is asked: download the file again and leave "
		      "its name as it is, or phone the service point."),
		    why.text);
	snprintf(o->note, sizeof(o->note),
	    _("The name of this program's file is broken (%s): the command "
	      "line holds."),
	    why.text);
	return true;
}

bool
options_desk_proxy(struct options *o, const char *url, struct err *err)
{
	if (o->proxy_told)
		return true;
	o->proxy_told = true;
	return proxy_parse(url, &o->proxy, err);
}

/* One there that cannot be used is not for us. */
void
options_desk_environment(struct options *o)
{
	const char *url = proxy_of_environment(o->host);

	if (!o->proxy_told && url != NULL && !proxy_parse(url, &o->proxy, NULL))
		memset(&o->proxy, 0, sizeof(o->proxy));
}
