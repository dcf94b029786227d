# What each ticket comes to, from its journal alone and by none of the program's
# code: for tickets with one price line, fixed sums or one estimate of hours.
# Input, parted by |: ticket seq kind at beat yes seconds net text2 hash, and
# "price TICKET net minimum quantum vat" lines first.
# Output: ticket outcome worked_s net vat gross
BEGIN {
	FS = OFS = "|"
}
function count(t, beat) {
	if (!(t in from))
		return
	if (beat > from[t] && beat - from[t] <= 60000)
		worked[t] += beat - from[t]
	if (beat > from[t])
		from[t] = beat
}
function stop(t, beat) {
	count(t, beat)
	delete from[t]
}
function run(t, at) {
	if (attached[t] && consent[t] && !(t in from)) {
		from[t] = at
		state[t] = "working"
	}
}
function units(t, s,    over) {
	if (s <= 0)
		return 0
	if (s <= minimum[t])
		return minimum[t]
	over = (s - minimum[t]) % quantum[t]
	return s + (over > 0 ? quantum[t] - over : 0)
}
function by_hour(t) {
	return int(units(t, int(worked[t] / 1000)) * net[t] / 3600 + 0.5)
}
function close_ticket(t, what) {
	outcome[t] = what
}
$1 == "price" {
	net[$2] = $3
	minimum[$2] = $4
	quantum[$2] = $5 > 0 ? $5 : 1
	vat[$2] = $6
	next
}
{
	t = $1
	kind = $3
	at = $4
	beat = $5
}
kind == "opened" { state[t] = "waiting" }
kind == "claimed" { state[t] = "claimed"; consent[t] = 0 }
kind == "released" {
	stop(t, beat)
	attached[t] = consent[t] = 0
	state[t] = "waiting"
}
kind == "attached" { attached[t] = 1; if ($6) consent[t] = 0 }
kind == "consent" {
	consent[t] = $6
	if (!$6)
		attached[t] = 0
	else if (state[t] == "claimed" || state[t] == "lost")
		run(t, at)
}
kind == "tick" { count(t, beat) }
kind == "paused" { stop(t, beat); state[t] = "paused" }
kind == "resumed" { run(t, at) }
kind == "detached" {
	stop(t, beat)
	attached[t] = 0
	if (state[t] == "working")
		state[t] = "lost"
}
kind == "recovered" {
	delete from[t]
	attached[t] = 0
	if (state[t] == "claimed")
		state[t] = "waiting"
	else if (state[t] == "working")
		state[t] = "lost"
}
kind == "quoted" {
	stop(t, beat)
	if (state[t] != "quoted")
		before[t] = state[t]
	state[t] = "quoted"
	q_hours[t] = $7 / 3600
	q_net[t] = $8
	q_replaces[t] = $6
}
kind == "withdrawn" || kind == "answered" {
	state[t] = before[t]
	if (kind == "answered" && $6) {
		if (q_hours[t] > 0)
			cap[t] = by_hour(t) + q_hours[t] * net[t]
		else if (q_replaces[t])
			fixed[t] = q_net[t]
		else
			fixed[t] += q_net[t]
		accepted[t] = 1
	} else if (kind == "answered" && !accepted[t]) {
		close_ticket(t, "declined")
		next
	}
	if (before[t] == "working" || before[t] == "lost") {
		state[t] = "lost"
		run(t, at)
	}
}
kind == "ended" {
	stop(t, beat)
	close_ticket(t, $6 ? "solved" : "unsolved")
}
kind == "cancelled" || kind == "abandoned" {
	stop(t, beat)
	close_ticket(t, kind)
}
END {
	for (t in outcome) {
		sum = 0
		if (outcome[t] == "solved") {
			sum = fixed[t] > 0 ? fixed[t] : by_hour(t)
			if (cap[t] > 0 && sum > cap[t])
				sum = cap[t]
		}
		tax = int((sum * vat[t] + 5000) / 10000)
		print t, outcome[t], int(worked[t] / 1000), sum, tax, sum + tax
	}
}
