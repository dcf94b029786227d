#include "console/desk/account.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

static bool
find(const char *name, struct passwd **pw, struct err *err)
{
	*pw = getpwnam(name);
	if (*pw == NULL)
		return err_set(err, _("there is no user \"%s\""), name);
	if ((*pw)->pw_uid == 0)
		return err_set(err,
		    _("the desk cannot give up root for \"%s\", who is root"),
		    name);
	if (geteuid() != 0 && geteuid() != (*pw)->pw_uid)
		return err_set(err,
		    _("only root can start the desk for the user \"%s\""),
		    name);
	return true;
}

/* The technicians may be anybody's file, as long as it can be read. */
static bool
is_his(int dir, const char *file, const struct passwd *pw)
{
	struct stat st;

	return str_eq(file, "..") || str_eq(file, "technicians") ||
	    fstatat(dir, file, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    st.st_uid == pw->pw_uid;
}

static bool
check_folder(const char *data, const struct passwd *pw, struct err *err)
{
	DIR *d = opendir(data);
	struct dirent *e;
	bool ok = d != NULL || err_errno(err, "%s", data);

	while (ok && (e = readdir(d)) != NULL)
		if (!is_his(dirfd(d), e->d_name, pw))
			ok = err_set(err,
			    _("%s/%s does not belong to %s; run: "
			      "chown -R %s: %s"),
			    data, e->d_name, pw->pw_name, pw->pw_name, data);
	if (d != NULL)
		closedir(d);
	return ok;
}

static bool
make_folder(const char *data, const struct passwd *pw, struct err *err)
{
	if (path_exists(data))
		return true;
	if (!path_make_dir(data, err))
		return false;
	return chown(data, pw->pw_uid, pw->pw_gid) == 0 ||
	    err_errno(err, "%s", data);
}

static bool
become(const struct passwd *pw, struct err *err)
{
	if (initgroups(pw->pw_name, pw->pw_gid) < 0 ||
	    setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) < 0 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) < 0)
		return err_errno(err, _("cannot become %s"), pw->pw_name);
	return true;
}

bool
account_take(const char *name, const char *data, struct err *err)
{
	struct passwd *pw;

	if (name[0] == '\0')
		return true;
	if (!find(name, &pw, err))
		return false;
	if (geteuid() != 0)
		return true; /* he is it already */
	return make_folder(data, pw, err) && check_folder(data, pw, err) &&
	    become(pw, err);
}
