/*
 * The client's card of a request, as it is recorded.
 */
#pragma once

/* Borrowed texts, NULL is "". */
struct store_card {
	const char *name;
	const char *company;
	const char *phone;
	const char *problem;
	const char *agent_key; /* "SHA256:..." */
	/* With which the agent resumes; "" = none. It is in no row of the
	 * journal, which keeps what is never to be known again for ever, and
	 * needs none: it counts only with the key that is sealed there, nothing
	 * that is billed or agreed hangs on it, and it is gone with the end.
	 * Who changes it in the table, which verify cannot see, keeps that
	 * client from going on after a break, no more. */
	const char *secret;
};
