#!/bin/bash
# The place in the queue is the one that a client waits for: before him are only
# those whom somebody may take who may take him as well, and who are still there.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# serves NAME PRODUCTS
serves() {
	printf 'name="%s",products="%s" %s\n' "$1" "$2" "$(cat "$T/$1.pub")" \
		>>"$T/desk/technicians"
}

keys_for anna piotr
mkdir -m 700 "$T/desk"
serves anna 'Rewizor,Gratyfikant'
serves piotr 'Subiekt,Gestor'
desk --config "$T/pomoc.conf"
tech anna
for name in one two three four; do
	client $name
done
join one Rewizor
hears one '"place":1,"of":1'
# piotr takes him, whoever waits for anna
join two Subiekt
hears two '"place":1,"of":1'
join three Gratyfikant
hears three '"place":2,"of":2'
hears one '"place":1,"of":2'
join four Gestor piotr
hears four '"place":2,"of":2'

# who is not there is not waited for, and keeps his place
secret=$(field one '"secret"' secret)
mark three
hangs_up one
hears three '"place":1,"of":1'
mark three
peer one "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/one.key"
say one "${HELLO%\}},\"resume\":\"$secret\"}"
hears one '"place":1,"of":2'
hears three '"place":2,"of":2'

# what they serve may change meanwhile
mark two
printf 'name="anna" %s\n' "$(cat "$T/anna.pub")" >"$T/new"
printf 'name="piotr",products="Subiekt,Gestor" %s\n' "$(cat "$T/piotr.pub")" \
	>>"$T/new"
mv "$T/new" "$T/desk/technicians"
hears two '"place":2,"of":4'
exit 0
