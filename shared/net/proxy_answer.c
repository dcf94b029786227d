#include "shared/net/proxy_answer.h"

#include <string.h>
#include <strings.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define BEGIN "HTTP/1."

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- lines --- */

/* "HTTP/1.1 200 Connection established" */
static bool
take_status(struct proxy_answer *a)
{
	const char *l = a->line + strlen(BEGIN);

	if (!str_starts(a->line, BEGIN) || !is_digit(l[0]) || l[1] != ' ' ||
	    l[2] < '1' || l[2] > '5' || !is_digit(l[3]) || !is_digit(l[4]) ||
	    (l[5] != ' ' && l[5] != '\0'))
		return false;
	a->status = (l[2] - '0') * 100 + (l[3] - '0') * 10 + (l[4] - '0');
	return true;
}

static bool
is_token(char c)
{
	return c > ' ' && c <= '~' && strchr("\"(),/:;<=>?@[\\]{}", c) == NULL;
}

/* "Basic realm="x", NTLM": a kind begins each part, or what belongs to it. */
static void
take_kinds(struct proxy_answer *a, const char *value)
{
	static const char basic[] = "Basic";
	size_t n;

	for (;; value += n + 1) {
		value += strspn(value, " \t");
		n = strcspn(value, " ,\t=");
		if (n == strlen(basic) && strncasecmp(value, basic, n) == 0)
			a->basic = true;
		else if (n > 0)
			a->other = true;
		n = strcspn(value, ",");
		if (value[n] == '\0')
			return;
	}
}

static bool
take_header(struct proxy_answer *a)
{
	static const char wants[] = "Proxy-Authenticate:";
	size_t n = 0;

	while (is_token(a->line[n]))
		n++;
	if (n == 0 || a->line[n] != ':')
		return false;
	if (strncasecmp(a->line, wants, strlen(wants)) == 0)
		take_kinds(a, a->line + n + 1);
	return true;
}

/* The empty line: of an answer that goes on, or of the last one. */
static bool
take_end(struct proxy_answer *a)
{
	if (a->status / 100 == 1)
		a->status = 0;
	else
		a->state = a->status / 100 == 2 ? PROXY_ANSWER_OPEN
						: PROXY_ANSWER_NO;
	return true;
}

static bool
take_line(struct proxy_answer *a)
{
	bool ok;

	if (a->len > 0 && a->line[a->len - 1] == '\r')
		a->len--;
	a->line[a->len] = '\0';
	for (size_t i = 0; i < a->len; i++)
		if (((unsigned char)a->line[i] < ' ' && a->line[i] != '\t') ||
		    a->line[i] == 0x7f)
			return false;
	ok = a->status == 0 ? take_status(a)
	    : a->len == 0   ? take_end(a)
			    : take_header(a);
	a->len = 0;
	return ok;
}

/* What begins as no answer does is not read to its end. */
static bool
may_begin(struct proxy_answer *a)
{
	size_t n = MIN_OF(a->len, strlen(BEGIN));

	if (a->status != 0 || memcmp(a->line, BEGIN, n) == 0)
		return true;
	a->page = a->line[0] == '<';
	a->ssh = a->line[0] == 'S';
	return false;
}

static bool
take_byte(struct proxy_answer *a, char c)
{
	if (++a->bytes > PROXY_ANSWER_HEAD || a->len + 1 >= sizeof(a->line)) {
		a->endless = true;
		return false;
	}
	if (c == '\n')
		return take_line(a);
	a->line[a->len++] = c;
	return may_begin(a);
}

size_t
proxy_answer_feed(struct proxy_answer *a, const char *data, size_t len)
{
	size_t n = 0;

	while (n < len && a->state == PROXY_ANSWER_MORE)
		if (!take_byte(a, data[n++]))
			a->state = PROXY_ANSWER_BAD;
	return n;
}

/* --- words --- */

static void
why_bad(const struct proxy_answer *a, struct err *err)
{
	if (a->endless)
		err_set(err, _("the answer of the proxy has no end"));
	else if (a->page)
		err_set(
		    err, _("what answers there is a web server and no proxy"));
	else if (a->ssh)
		err_set(err,
		    _("what answers there is no proxy: it speaks SSH. Is that "
		      "the desk itself? Then leave the proxy out"));
	else
		err_set(err, _("what answers there is no HTTP proxy"));
}

static void
why_login(const struct proxy_answer *a, bool login, struct err *err)
{
	if (a->other && !a->basic)
		err_set(err,
		    _("the proxy wants a kind of log-in that this program does "
		      "not know: ask who runs your network to let it through"));
	else if (login)
		err_set(err,
		    _("the proxy does not accept that user name and "
		      "password"));
	else
		err_set(err,
		    _("the proxy wants a user name and a password: "
		      "--proxy http://USER:PASSWORD@HOST:PORT"));
}

void
proxy_answer_why(const struct proxy_answer *a, const char *host, int port,
    bool login, struct err *err)
{
	char name[300];

	utf8_clean(name, sizeof(name), host, 100);
	if (a->state == PROXY_ANSWER_BAD)
		why_bad(a, err);
	else if (a->status == 407)
		why_login(a, login, err);
	else if (a->status == 403)
		err_set(err,
		    _("the proxy forbids connections to %s port %d: ask who "
		      "runs your network to allow it, or the service point for "
		      "a desk at port 443"),
		    name, port);
	else if (a->status >= 502 && a->status <= 504)
		err_set(err, _("the proxy cannot reach %s port %d (%d)"), name,
		    port, a->status);
	else
		err_set(err,
		    _("the proxy opens no way to %s port %d (%d): ask who runs "
		      "your network"),
		    name, port, a->status);
}
