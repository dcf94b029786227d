# The memory of each process over its life: lines of "second KIND-PID kB fds".
# What a process needs for its work it has after WARM_S; from then on it may
# grow by SLACK_KB, for caches and fragments, and not by more, however long it
# lives. Descriptors the same. Lives that were shorter are judged together, by
# kind: the slope over all of them, once begun, is as much in WARM_S at most; of
# ages that spread less than SPREAD no slope is taken. An empty list fails.
BEGIN {
	WARM_S = 60
	SLACK_KB = 4096
	SLACK_FDS = 24
	BEGUN_S = 5
	SPREAD = 3600
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
	if ($1 - first[$2] >= BEGUN_S)
		take_point($2, $1 - first[$2], $3, $4)
}
# sums for a slope of each life
function take_point(p, age, kb, open) {
	points[p]++
	x[p] += age
	xx[p] += age * age
	kbs[p] += kb
	x_kbs[p] += age * kb
	opens[p] += open
	x_opens[p] += age * open
}
# A short life counts by how far it is from its own mean.
function pool(kind, p) {
	if (!points[p])
		return
	spread[kind] += xx[p] - x[p] * x[p] / points[p]
	rise_kb[kind] += x_kbs[p] - x[p] * kbs[p] / points[p]
	rise_fds[kind] += x_opens[p] - x[p] * opens[p] / points[p]
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
		if (lived < WARM_S) {
			pool(kind, p)
			continue
		}
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
	for (kind in n) {
		printf "%s: %d, the longest %d s, at most %d kB, grown by at most %d kB\n",
		    kind, n[kind], longest[kind], peak[kind], worst[kind]
		if (spread[kind] < SPREAD)
			continue
		kb = WARM_S * rise_kb[kind] / spread[kind]
		open = WARM_S * rise_fds[kind] / spread[kind]
		printf "%s: short lives grow by %d kB and %d descriptors in %d s\n",
		    kind, kb, open, WARM_S
		if (kb > SLACK_KB || open > SLACK_FDS)
			bad = 1
	}
	if (NR == 0) {
		print "no process was looked at"
		bad = 1
	}
	exit bad
}
