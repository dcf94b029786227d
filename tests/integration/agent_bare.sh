#!/bin/bash
# The static agent where there is nothing but it and /dev: no shell, no
# libraries, no home folder, no passwd, no resolv.conf, no locale.
# As root and as nobody.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
[ "$(id -u)" -eq 0 ] || skip 'a chroot needs root'
! LC_ALL=C grep -q 'ld-linux' "$POMOC_BUILD/pomoc-agent" ||
	skip 'this agent needs libraries: make check-static'
unshare -m true 2>/dev/null || skip 'no mount namespace'

R=$T/bare
mkdir -p "$R/dev"
cp "$POMOC_BUILD/pomoc-agent" "$R"
chmod 755 "$R" "$R/pomoc-agent"

cat >"$T/enter" <<'END'
root=$1 uid=$2
shift 2
mount --rbind /dev "$root/dev" || exit
exec env -i PATH="$PATH" TERM=screen-256color LC_ALL="$LC_ALL" \
	chroot --userspec="$uid:$uid" "$root" /pomoc-agent "$@"
END

# bare NAME UID HOST [OPTION...]
bare() {
	local name=$1 uid=$2
	shift 2
	term "$name" unshare -m sh "$T/enter" "$R" "$uid" "$@"
}

me=(--technician any --product Subiekt --name Jan --company Biuro --phone 600
	--problem test)
console_desk c
n=0

for uid in 0 65534; do
	LOCALE=C.UTF-8
	bare "a$uid" $uid "localhost:${ADDR##*:}" --fingerprint "$FP" "${me[@]}"
	sees "a$uid" 'You are next in the queue'
	sees c 'Jan|Biuro'
	pick c "a$uid"
	give_code c "a$uid"
	consent "a$uid" y
	sees "a$uid" 'cannot start /bin/sh'
	keys "a$uid" F12
	n=$((n + 1))
	until_ok "$PATIENCE" grep -q "ticket $n: cancelled by client" \
		"$T/data/desk.log" || fail 'F12 does not end it'
done

# Polish is inside, and a name that nobody can look up is said
LOCALE=pl_PL.UTF-8
bare n 65534 nowhere.invalid --fingerprint "$FP" "${me[@]}"
sees n 'nowhere.invalid'
