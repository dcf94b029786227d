# The memory of each process over its life: lines of "second KIND-PID kB fds".
# What a process needs for its work it has after WARM_S; from then on it may
# grow by SLACK_KB, for caches and fragments, and not by more, however long it
# lives. Descriptors the same.
BEGIN {
	WARM_S = 60
	SLACK_KB = 4096
	SLACK_FDS = 24
}
{
	if (!($2 in first))
		first[$2] = $1
	last[$2] = $1
	if ($3 > most[$2])
		most[$2] = $3
	if ($1 - first[$2] < WARM_S) {
		if ($3 > warm[$2])
			warm[$2] = $3
		if ($4 > fds[$2])
			fds[$2] = $4
	} else if ($4 > most_fds[$2])
		most_fds[$2] = $4
	now[$2] = $3
}
END {
	for (p in first) {
		kind = p
		sub(/-.*/, "", kind)
		n[kind]++
		lived = last[p] - first[p]
		if (lived > longest[kind])
			longest[kind] = lived
		if (most[p] > peak[kind])
			peak[kind] = most[p]
		if (lived < WARM_S)
			continue
		grown = now[p] - warm[p]
		if (!(kind in worst) || grown > worst[kind])
			worst[kind] = grown
		if (grown > SLACK_KB || most_fds[p] > fds[p] + SLACK_FDS) {
			printf "%s: %d kB after %d s, %d kB after %d s; %d and %d descriptors\n",
			    p, warm[p], WARM_S, now[p], lived, fds[p],
			    most_fds[p]
			bad = 1
		}
	}
	for (kind in n)
		printf "%s: %d, the longest %d s, at most %d kB, grown by at most %d kB\n",
		    kind, n[kind], longest[kind], peak[kind], worst[kind]
	exit bad
}
