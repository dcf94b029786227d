#!/bin/bash
# A client who was checked once is known under that name only: under another
# client's name the code is asked for, also where he pins the technician's key.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# as_firm NAME: the same machine and key, with this firm on the card
as_firm() {
	agent a --technician any --product Subiekt --name 'Ewa Lis' \
		--company "$1" --phone 1 --problem x
	sees c "$1"
}

leave() {
	solve c
	sees a 'Questions\?'
	close a Enter
	tm kill-session -t =a
}

console_desk c
as_firm 'Firma Lis'
let_in c a
leave
key=$(ssh-keygen -lf "$T/data/console_key" | cut -d ' ' -f 2)
mkdir -p "$T/home/a/.config/pomoc"
printf '[technician "anna"]\nkey = %s\n' "$key" \
	>"$T/home/a/.config/pomoc/agent.conf"

# under her own name she needs no code now, and both screens say so
as_firm 'Firma Lis'
take c
sees a 'No code was compared'
consent a y
sees c 'NO CODE'
leave

# under another's name she does
as_firm 'Biuro Nowak'
pick c a
shows a 'Let the technician in' && fail 'let in under a name that is not known'
give_code c a
consent a y
sees a 'sees and MAY TYPE'
