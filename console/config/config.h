/*
 * pomoc.conf as the desk and the console read it, and the price list beside it.
 * Values only; who reloads when is the caller's business. See man 5 pomoc.conf.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/core/limits.h"
#include "shared/core/prices.h"

#define CONFIG_LISTEN "127.0.0.1:7722"

#define CONFIG_TEXT_SIZE 256
#define CONFIG_NOTE_SIZE 2001 /* what a note may hold, and NUL */
#define CONFIG_TEMPLATES_MAX 20

struct config_template {
	char name[CONFIG_TEXT_SIZE];
	char text[CONFIG_NOTE_SIZE];
};

struct config {
	char firm[CONFIG_TEXT_SIZE]; /* shown to clients */
	char phone[CONFIG_TEXT_SIZE];
	char listen[CONFIG_TEXT_SIZE]; /* "ADDR:PORT" */
	/* How clients reach this desk from outside, for `pomoc invite`;
	 * "" = the listen address. */
	char address[CONFIG_TEXT_SIZE];
	char data[CONFIG_TEXT_SIZE]; /* the desk's folder; "" = the default */
	char user[CONFIG_TEXT_SIZE]; /* that root gives itself up for */
	char language[CONFIG_TEXT_SIZE]; /* of receipts; "" = the user's */
	char technician[CONFIG_TEXT_SIZE]; /* this console's own; "" = user */
	/* The console's: a desk elsewhere, its key, our own; "" = not said. */
	char console_desk[CONFIG_TEXT_SIZE];
	char console_fingerprint[CONFIG_TEXT_SIZE];
	char console_identity[CONFIG_TEXT_SIZE]; /* begins with / */
	char predict[CONFIG_TEXT_SIZE]; /* one of those words; "" = auto */
	struct limits limits;
	char seller[CONFIG_TEXT_SIZE]; /* on statements; "" = the firm */
	char nip[CONFIG_TEXT_SIZE]; /* the seller's */
	char seller_address[CONFIG_TEXT_SIZE];
	int templates; /* for the note at the end of a ticket */
	struct config_template template[CONFIG_TEMPLATES_MAX];
};

void config_default(struct config *c);
/*
 * path NULL: pomoc.conf in path_config_dir(), then /etc/pomoc/pomoc.conf; if
 * neither exists, the defaults. A path that is given must exist. False with
 * "FILE:LINE: why"; *c is undefined then.
 */
bool config_read(struct config *c, const char *path, struct err *err);
/* For tests: the same from memory, over what *c holds. */
bool config_parse(
    struct config *c, const char *text, const char *place, struct err *err);
/* The data folder: given (--data), else POMOC_DATA, else that of *c, else the
 * user's. c NULL: of a program that has no desk here. NULL when there is no
 * home to put it in; free() it. */
char *config_data_dir(const struct config *c, const char *given);
