#!/bin/bash
# Completion in bash offers values: products of the price list, clients,
# technicians and tickets of the log that is meant, months, days, files. Nobody
# elsewhere is asked, whatever pomoc.conf says.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
export TZ=Europe/Warsaw HOME=$T/home XDG_CONFIG_HOME=$T/config
mkdir -p "$XDG_CONFIG_HOME/pomoc"
"$POMOC_BUILD/support/mklog" "$T/log" || fail 'no log'
PATH=$POMOC_BUILD:$PATH
. shared/completion/pomoc.bash
# a desk elsewhere, which must not be asked
printf '[console]\ndesk = 127.0.0.1:1\nfingerprint = SHA256:%s\n' \
	"$(printf 'A%.0s' {1..43})" >"$XDG_CONFIG_HOME/pomoc/pomoc.conf"

# offers WORD...: what is offered for the last one, which may be ''
offers() {
	local COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))

	COMPREPLY=()
	_pomoc "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
	printf '%s\n' "${COMPREPLY[@]}"
}
# gives WANTED WORD...: all of these lines, and no option
gives() {
	local line got
	got=$(offers "${@:2}")
	while read -r line; do
		grep -Fxq -- "$line" <<<"$got" || fail "${*:2}: no $line: $got"
	done <<<"$1"
	! grep -q '^--' <<<"$got" || fail "${*:2}: options: $got"
}
log=(--data "$T/log")

gives $'Gestor\nNavireo\nRewizor\nSubiekt' pomoc log --product ''
same "$(offers pomoc log --product rew)" Rewizor
gives $'anna\npiotr' pomoc log "${log[@]}" --technician ''
gives $'Beta\\,\\ \\"Syn\\"\\ i\\ S-ka\nBiuro\\ Alfa' \
	pomoc statement "${log[@]}" --client ''
same "$(offers pomoc report "${log[@]}" --client 'biuro\ a')" 'Biuro\ Alfa'
gives "$(date +%Y-%m)"$'\nthis\nlast' pomoc invoice --month ''
same "$(offers pomoc log --month "$(date +%Y-%m)")" "$(date +%Y-%m)"
gives "$(date +%Y-%m-01)"$'\ntoday' pomoc log --from ''
gives $'number\nnet' pomoc log --sort ''
gives $'yes\nno' pomoc log --paid ''
gives "$(date +%Y-%m-01)"$'\ntoday' pomoc paid --date ''
export POMOC_DATA=$T/log
gives $'1\n6' pomoc show ''
gives $'1\n6' pomoc paid ''
same "$(offers pomoc show --r)" --receipt
ssh-keygen -q -t ed25519 -N '' -f "$T/ewa"
pomoc client add --name 'Biuro Zeta' --code ZET >"$T/out" || fail 'client add'
pomoc technician add 'Ewa Nowa' "$T/ewa.pub" >"$T/out" || fail 'technician add'
gives ZET pomoc client show ''
gives $'1\nZET' pomoc client link ''
gives 'Ewa\ Nowa' pomoc technician remove ''
gives 'Ewa\ Nowa' pomoc log --technician e
gives "$T/ewa.pub" pomoc technician add Jan "$T/ew"
gives $'Gestor' pomoc technician add Jan x --products ''
same "$(offers pomoc technician add Jan x --products 'Gestor,na')" 'Gestor\,Navireo'
same "$(offers pomoc technician add Jan x --products 'Gestor\,rew')" 'Gestor\,Rewizor'
# an option that names a folder here and a day there; a list of options is that
# of the command, without those that its explanations speak of
mkdir "$T/site"
gives "$T/site" pomoc invite --to "$T/si"
gives "$(date +%Y-%m-01)" pomoc log --to ''
same "$(offers pomoc page --t)" ''
same "$(offers pomoc client --d | sort | tr '\n' ' ')" '--data --desk '
gives $'page\npurge' pomoc help p
! offers pomoc help '' | grep '^-' || fail 'help of an option'
exit 0
