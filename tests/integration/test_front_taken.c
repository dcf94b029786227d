/*
 * A front that somebody took over, against a real brain. The brain starts this
 * very program as its front; that one only carries the cable to a socket, and
 * the test says on it whatever it likes: who logged in, what they ordered, what
 * they agreed to. Nothing of it may cost anybody anything, and the honest work
 * in between goes on.
 */
#include "taken.h"
#include "shared/base/util.h"

/* --- the tests --- */

static void
honest_work_is_billed(void **state)
{
	int64_t tech = anna_up(), agent = client_up(), visit;
	char hash[QUOTE_HASH_SIZE];

	join(agent);
	visit = attach(tech, agent, 1);
	mark();
	consent(agent, 1, visit, visit, client);
	hear("\"running\":true");
	order(tech,
	    "{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\","
	    "\"net_gr\":77700,\"hours\":0,\"text\":\"all of it\"}");
	hear("\"hash\"");
	field("{\"t\":\"quote\"", "hash", hash, sizeof(hash));
	mark();
	answer(agent, 1, hash, client);
	hear("\"answered\"");
	order(tech,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"note\":\"\"}");
	hear("END SSH SIGNATURE");
	settle();
	assert_int_equal(stop_and_sum(), 77700);
}

/* Everything that an order could do, said by nobody: the link is dropped, and
 * ticket 1 (closed) and 2 (in work) are as they were. */
static void
try_orders_of(const struct key *prover, bool prove)
{
	static const char *const lines[] = {
	    "{\"t\":\"end\",\"ticket\":2,\"outcome\":\"solved\",\"note\":\"\"}",
	    "{\"t\":\"offer\",\"ticket\":2,\"kind\":\"fixed\","
	    "\"net_gr\":9999900,\"hours\":0,\"text\":\"x\"}",
	    "{\"t\":\"correct\",\"ticket\":1,\"net_gr\":9999900,"
	    "\"reason\":\"x\"}",
	    "{\"t\":\"invoice\",\"ticket\":1,\"number\":\"FV 1\"}",
	    "{\"t\":\"log\",\"id\":1,\"offset\":0,\"limit\":10}",
	    "{\"t\":\"kind\",\"ticket\":2,\"kind\":\"programming\"}",
	    "{\"t\":\"pause\",\"ticket\":2}", "{\"t\":\"claim\",\"ticket\":2}",
	    "{\"t\":\"note\",\"ticket\":2,\"text\":\"x\"}",
	    "{\"t\":\"assign\",\"ticket\":2,\"technician\":\"anna\"}",
	    "{\"t\":\"unclaim\",\"ticket\":2}",
	    "{\"t\":\"state\",\"state\":\"away\"}",
	    "{\"t\":\"checked\",\"ticket\":2,\"ok\":false,\"left\":0}"};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct orders mine = {{0}, NULL, 0};
		struct msg *m = msg_parse(lines[i], strlen(lines[i]), NULL);
		int64_t link = up("tech", anna, anna);

		greet(link);
		mark();
		if (prove) {
			mark();
			down(link);
			link = up("tech", anna, anna);
			greet(link);
			say(link, proof_of(&mine, prover));
			assert_true(orders_sign(&mine, m, NULL));
		}
		say(link, m);
		dropped(link);
		assert_true(has("\"code\":\"proof\""));
		down(link);
		orders_end(&mine);
	}
	settle();
	assert_false(has("\"logrow\""));
	assert_false(has("\"done\""));
}

static void
no_order_is_forged(void **state)
{
	int64_t tech = anna_up(), agent = client_up(), visit;

	join(agent);
	visit = attach(tech, agent, 1);
	consent(agent, 1, visit, visit, client);
	hear("\"running\":true");
	order(tech,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"unsolved\","
	    "\"note\":\"\"}");
	hear("END SSH SIGNATURE");
	down(agent);
	agent = client_up();
	join(agent);
	visit = attach(tech, agent, 2);
	consent(agent, 2, visit, visit, client);
	hear("\"running\":true");
	try_orders_of(NULL, false);
	try_orders_of(evil, true);
	/* the real one works on */
	mark();
	order(tech, "{\"t\":\"note\",\"ticket\":2,\"text\":\"here\"}");
	hear("\"done\",\"what\":\"note\"");
	assert_int_equal(stop_and_sum(), 0);
}

/* What was signed once is good for one link, once, in its turn. */
static void
no_order_is_repeated(void **state)
{
	static const char note[] =
	    "{\"t\":\"note\",\"ticket\":1,\"text\":\"n\"}";
	int64_t agent = client_up();

	join(agent);
	for (int how = 0; how < 5; how++) {
		int64_t tech = up("tech", anna, anna), other;
		struct msg *prove, *one, *two;

		greet(tech);
		prove = proof_of(&orders, anna);
		one = msg_parse(note, strlen(note), NULL);
		two = msg_parse(note, strlen(note), NULL);
		assert_true(orders_sign(&orders, one, NULL));
		assert_true(orders_sign(&orders, two, NULL));
		if (how == 0) { /* on another link */
			other = up("tech", anna, anna);
			greet(other);
			say(other, prove);
			dropped(other);
			down(tech);
			down(other);
			msg_free(one);
			msg_free(two);
			continue;
		}
		say(tech, prove);
		mark();
		if (how == 1) { /* twice */
			struct buf line = BUF_INIT;

			assert_true(msg_write(one, &line, NULL));
			say(tech, one);
			hear("\"done\",\"what\":\"note\"");
			say_text(tech, buf_str(&line));
			msg_free(two);
			buf_fini(&line);
		} else if (how == 2) { /* the second first */
			say(tech, two);
			msg_free(one);
		} else if (how == 3) { /* altered */
			say(tech, msg_put_str(one, "text", "N"));
			msg_free(two);
		} else { /* another action key on the same link */
			struct orders mine = {{0}, NULL, 0};

			msg_free(one);
			msg_free(two);
			say(tech,
			    orders_begin(
				&mine, evil, desk_fp, orders.nonce, NULL));
			orders_end(&mine);
		}
		dropped(tech);
		down(tech);
	}
	settle();
	assert_int_equal(stop_and_sum(), 0);
}

static void
no_key_has_another_name(void **state)
{
	char welcome[60];
	int64_t link;

	mark();
	link = up("tech", anna, evil);
	dropped(link);
	link = up("agent", client, evil);
	dropped(link);
	/* and is deaf from then on */
	say_text(link,
	    "{\"t\":\"hello\",\"v\":1,\"program\":\"x\",\"lang\":\"en\"}");
	settle();
	snprintf(welcome, sizeof(welcome), "%lld {\"t\":\"welcome\"",
	    (long long)link);
	assert_false(has(welcome));
	assert_int_equal(stop_and_sum(), 0);
}

static void
no_consent_is_forged(void **state)
{
	int64_t tech = anna_up(), agent = client_up(), visit, old = 1;
	const struct {
		const struct key *by;
		bool replayed;
	} tries[] = {{NULL, false}, {evil, false}, {client, true}};

	join(agent);
	for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
		visit = attach(tech, agent, 1);
		mark();
		consent(agent, 1, visit, tries[i].replayed ? old + 100 : visit,
		    tries[i].by);
		settle();
		assert_true(has("\"refused\""));
		assert_false(has("\"running\":true"));
		assert_false(has("\"consented\""));
	}
	visit = attach(tech, agent, 1);
	consent(agent, 1, visit, visit, client);
	hear("\"running\":true");
	order(tech,
	    "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"unsolved\","
	    "\"note\":\"\"}");
	hear("END SSH SIGNATURE");
	assert_int_equal(stop_and_sum(), 0);
}

static void
no_answer_is_forged(void **state)
{
	int64_t tech = anna_up(), agent = client_up(), visit, link;
	char hash[QUOTE_HASH_SIZE];

	join(agent);
	visit = attach(tech, agent, 1);
	consent(agent, 1, visit, visit, client);
	hear("\"running\":true");
	order(tech,
	    "{\"t\":\"offer\",\"ticket\":1,\"kind\":\"fixed\","
	    "\"net_gr\":9999900,\"hours\":0,\"text\":\"all\"}");
	hear("\"hash\"");
	field("{\"t\":\"quote\"", "hash", hash, sizeof(hash));
	mark();
	answer(agent, 1, hash, evil);
	settle();
	assert_true(has("\"refused\""));
	/* his link is cut, and another comes with his name and our blob */
	down(agent);
	link = up("agent", client, evil);
	dropped(link);
	/* or with his own, and our signature */
	link = up("agent", client, client);
	greet(link);
	say_text(link,
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\","
	    "\"name\":\"Jan\",\"company\":\"\",\"phone\":\"\",\"problem\":\"\"}");
	hear("\"queued\"");
	mark();
	answer(link, 1, hash, evil);
	settle();
	assert_true(has("\"refused\""));
	assert_false(has("\"answered\""));
	assert_int_equal(stop_and_sum(), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    T(honest_work_is_billed),
	    T(no_order_is_forged),
	    T(no_order_is_repeated),
	    T(no_key_has_another_name),
	    T(no_consent_is_forged),
	    T(no_answer_is_forged),
	};

	if (argc > 1 && strcmp(argv[1], "__front") == 0)
		return be_front(argc, argv);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
