#!/bin/bash
# Receipts of the Windows agent are in the folder of documents; with the other
# data where that one does not let it.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

folders='HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders'
papers_in() {
	$WINE reg add "$folders" /v Personal /t REG_EXPAND_SZ /d "$1" /f \
		>/dev/null 2>&1 || fail 'no registry'
}
papers_over() {
	local rc=$?
	papers_in '%USERPROFILE%\Documents'
	(exit $rc)
	wine_over
}
trap papers_over EXIT
mkdir "$T/papers"
papers_in "Z:${T//\//\\}\\papers"

# visit NAME: to its end, with a receipt
visit() {
	term "$1" env WINE_FOLDERS=1 POMOC_DATA="Z:$T/data of $1" \
		"$top/tests/support/wine_agent.sh" "$EXE" "$ADDR" \
		--fingerprint "$FP" --technician any --product Subiekt \
		--name 'Jan Nowak' --company 'Biuro Nowak' --phone 600 \
		--problem 'cannot close the month'
	sees c 'Jan Nowak'
	let_in c "$1"
	sees "$1" '^[A-Z]:.*>'
	solve c
	sees "$1" '246[.,]00'
	close "$1" Enter
}
# receipts_in FOLDER: how many
receipts_in() {
	find "$1" -name '*.txt' -size +0 | wc -l
}

console_desk c
visit a
same "$(receipts_in "$T/papers/pomoc")" 1 'receipts among the documents'
rm -r "$T/papers/pomoc"
: >"$T/papers/pomoc"
visit b
same "$(receipts_in "$T/data of b/receipts")" 1 'receipts with the data'
