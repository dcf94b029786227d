#include "console/cmd/cmd_json.h"

#include <stdio.h>

void
cmd_json_open(struct json_out *j, const char *command)
{
	json_out_open(j, stdout, command, NULL);
}

void
cmd_json_one(const char *command, json_t *row)
{
	struct json_out out;

	cmd_json_open(&out, command);
	json_out_row(&out, row);
	json_out_close(&out, NULL);
}
