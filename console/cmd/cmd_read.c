#include "console/cmd/cmd_read.h"

#include "console/store/db_moment.h"

bool
cmd_read_moving(struct cmd_args *a, struct err *err)
{
	return cmd_open(a, false, err);
}

bool
cmd_read(struct cmd_args *a, struct err *err)
{
	return cmd_open(a, false, err) && db_freeze(a->db, err);
}
