/*
 * All limits of the program, in one place: the defaults as LIMIT_* constants,
 * the values in force as `struct limits`, and the table behind
 * `pomoc-desk --print-limits` and the [limits] section of pomoc.conf.
 *
 * A new limit is one row of LIMITS_TABLE: field, default, unit, min, max, what
 * for. The key in pomoc.conf is the field with '-' for '_'. A row whose min is
 * its max is fixed: shown, but a constant of the program (the agent's, or an
 * array's size) that no configuration changes. Every other row is read by the
 * desk while it runs; the unit test proves it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/i18n.h"

/* clang-format off */
#define LIMITS_TABLE(X) \
	X(kex_s,             10, "s", 1, 600, N_("banner and key exchange")) \
	X(login_s,           20, "s", 1, 600, N_("whole log-in")) \
	X(hello_s,           10, "s", 1, 600, N_("first message after the log-in")) \
	X(unauth_start,      10, N_("links"), 1, 10000, N_("unauthenticated: early drop begins")) \
	X(unauth_percent,    30, "%", 0, 100, N_("unauthenticated: chance of early drop")) \
	X(unauth_max,        32, N_("links"), 1, 10000, N_("unauthenticated: all")) \
	X(unauth_address,     8, N_("links"), 1, 10000, N_("unauthenticated: per address")) \
	X(unauth_known,      32, N_("links"), 1, 10000, N_("the same, where somebody logged in lately")) \
	X(links_address,    100, N_("links"), 1, 10000, N_("links per address")) \
	X(connect_burst,     10, N_("links"), 1, 10000, N_("connects per address at once")) \
	X(connect_minute,     6, N_("per min"), 1, 100000, N_("connects per address after that")) \
	X(penalty_auth_s,     5, "s", 0, 86400, N_("penalty: bad authentication")) \
	X(penalty_grace_s,   10, "s", 0, 86400, N_("penalty: log-in not finished")) \
	X(penalty_hang_s,    90, "s", 0, 86400, N_("penalty: hung the front")) \
	X(penalty_max_s,    600, "s", 0, 86400, N_("penalty: most")) \
	X(auth_tries_agent,   1, N_("tries"), 1, 100, N_("authentication, agent")) \
	X(auth_tries_tech,    6, N_("tries"), 1, 100, N_("authentication, technician")) \
	X(channels,           4, N_("channels"), 1, 64, N_("channels per link")) \
	X(forwards,           1, N_("requests"), 1, 1, N_("forward requests per link")) \
	X(message_bytes,   4096, N_("bytes"), 4096, 4096, N_("one message")) \
	X(message_rate,      20, N_("per s"), 1, 10000, N_("messages per link")) \
	X(message_burst,     40, N_("messages"), 1, 10000, N_("messages per link at once")) \
	X(name_chars,        64, N_("chars"), 8, 64, N_("name, company")) \
	X(phone_chars,       32, N_("chars"), 8, 32, N_("phone")) \
	X(problem_chars,    500, N_("chars"), 16, 500, N_("problem")) \
	X(term_chars,        32, N_("chars"), 32, 32, "TERM") \
	X(cols_min,          20, N_("columns"), 20, 20, N_("screen")) \
	X(cols_max,         500, N_("columns"), 500, 500, N_("screen")) \
	X(rows_min,           5, N_("rows"), 5, 5, N_("screen")) \
	X(rows_max,         200, N_("rows"), 200, 200, N_("screen")) \
	X(resize_rate,       10, N_("per s"), 1, 1000, N_("resizes")) \
	X(vterm_bytes,     4096, N_("bytes"), 4096, 4096, N_("one write to the emulator")) \
	X(scrollback_lines, 2000, N_("lines"), 2000, 2000, N_("scrollback")) \
	X(out_pause_bytes, 262144, N_("bytes"), 4096, 16777216, N_("out-queue: stop reading the source")) \
	X(out_close_bytes, 4194304, N_("bytes"), 65536, 268435456, N_("out-queue: close the link")) \
	X(packet_min_bytes, 1024, N_("bytes"), 256, 32768, N_("smallest maximum packet of a peer")) \
	X(busy_ms,          500, "ms", 50, 60000, N_("one link may keep the front busy")) \
	X(ping_s,            15, "s", 1, 600, N_("ping")) \
	X(dead_s,            45, "s", 2, 1800, N_("no answer: link is dead")) \
	X(resume_s,         600, "s", 0, 86400, N_("rights and place outlive a break")) \
	X(guard_ms,         500, "ms", 500, 500, N_("keys dropped after a box appears")) \
	X(consent_s,        120, "s", 120, 120, N_("no answer to the consent is a no")) \
	X(let_in_s,         600, "s", 1, 86400, N_("check code and consent, until a visit that lets nobody in ends")) \
	X(let_in_times,       3, N_("times"), 1, 100, N_("that this may be over, for one technician and client")) \
	X(claim_s,          600, "s", 1, 86400, N_("claimed without a visit, until the client is for others again")) \
	X(code_misses,        3, N_("tries"), 3, 3, N_("wrong check codes")) \
	X(quote_s,          600, "s", 10, 600, N_("no answer to a quote is a no")) \
	X(idle_ask_s,       900, "s", 1, 86400, N_("idle visit: ask")) \
	X(idle_pause_s,    1200, "s", 1, 86400, N_("idle visit: pause the clock")) \
	X(idle_end_s,      3600, "s", 1, 86400, N_("idle visit: end")) \
	X(tick_s,            15, "s", 1, 15, N_("journal tick while working")) \
	X(visit_s,        43200, "s", 60, 604800, N_("one visit")) \
	X(queue_max,        200, N_("tickets"), 1, 100000, N_("waiting tickets")) \
	X(queue_known,       25, "%", 0, 100, N_("places of the queue kept for clients with solved tickets")) \
	X(tickets_address,   40, N_("tickets"), 1, 10000, N_("waiting tickets per address, IPv6 /64 and /56; twice that per /48")) \
	X(joins,              6, N_("tickets"), 1, 10000, N_("requests opened by one link")) \
	X(client_minute,     30, N_("rows"), 4, 10000, N_("journal rows that one client causes: per minute")) \
	X(client_ticket,   2000, N_("rows"), 100, 1000000, N_("journal rows that one client causes: per ticket")) \
	X(reports,            4, N_("commands"), 0, 64, N_("commands of the log that the desk runs for technicians at once")) \
	X(report_s,         120, "s", 1, 3600, N_("one of these")) \
	X(reserve_bytes, 1048576, N_("bytes"), 1048576, 1048576, N_("reserve file for a full disk"))
/* clang-format on */

/* The same defaults for use in code and array sizes: LIMIT_kex_s == 10. */
#define LIMITS_CONSTANT(field, def, unit, min, max, help) LIMIT_##field = (def),
enum { LIMITS_TABLE(LIMITS_CONSTANT) LIMIT_END };
#undef LIMITS_CONSTANT

struct limits {
#define LIMITS_FIELD(field, def, unit, min, max, help) int64_t field;
	LIMITS_TABLE(LIMITS_FIELD)
#undef LIMITS_FIELD
	bool loopback_exempt; /* per-address limits do not bind 127/8 and ::1 */
};

struct limit_row {
	const char *field; /* "kex_s"; the key is "kex-s" */
	int64_t def;
	const char *unit;
	int64_t min;
	int64_t max;
	const char *help; /* English */
	size_t offset; /* of the int64_t in struct limits */
};

/* No configuration changes it. */
bool limit_is_fixed(const struct limit_row *row);
void limits_default(struct limits *limits);
/* Rows of the table in order; *n of them. Static. For tests, and for the
 * tables of the manual. */
const struct limit_row *limits_rows(size_t *n);
/* One key of [limits]; also "loopback-exempt" = yes/no. Seconds take 90s, 15m,
 * 2h. Unknown keys and values out of range are refused. */
bool limits_set(
    struct limits *limits, const char *key, const char *value, struct err *err);
/* What must hold between them (ping < dead, ...). */
bool limits_check(const struct limits *limits, struct err *err);
/* One line per limit: "# what for (unit, min..max, default)", then key = value;
 * a fixed one is a comment with the word fixed. Reads back as a [limits]
 * section. */
void limits_print(const struct limits *limits, struct buf *out);
