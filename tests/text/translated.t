#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program's own words: what is marked in the code has its translation; what was swept has nothing unmarked. Tables of commands and settings
# are seen to by tests/tui/german.

root=${srcdir:?}
command -v perl >/dev/null 2>&1 || { echo "1..0 # SKIP perl is not here"; exit 0; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
count=0
failed=0
ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; sed 's/^/# /' "$work/missing"; fi
}
# Every msgid and msgid_plural that has a translation.
translated() { perl -0777 -ne 'while (/^(msgid(?:_plural)?) ((?:"(?:[^"\\]|\\.)*"\s*)+)(?:(msgid_plural) ((?:"(?:[^"\\]|\\.)*"\s*)+))?(msgstr(?:\[0\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)/gm) { my ($id, $plural, $to) = ($2, $4, $6); for ($id, $plural, $to) { next unless defined; s/^"|"\s*$//g; s/"\s*"//g } print "$id\n" if $to ne ""; print "$plural\n" if defined $plural && $to ne "" }' "$1" | sort -u; }

cd "$root" || exit 99
find src -name '*.c' | sort | xargs perl tests/text/literals.pl marked | sort -u > "$work/marked"
[ "$(wc -l < "$work/marked")" -gt 20 ]
ok $? "marked words are found in the code"
for language in texts/*.po; do
	translated "$language" > "$work/translated"
	comm -23 "$work/marked" "$work/translated" > "$work/missing"
	[ ! -s "$work/missing" ]
	ok $? "each of them is translated in $language"
done

# Files whose words are all marked. The others are listed by: perl tests/text/literals.pl unmarked src/tui/*.c
swept="src/command/check.c src/command/parse.c src/command/run_act.c src/command/run_action.c src/command/run_find.c src/command/run_macro.c src/command/run_money.c src/command/run_people.c src/command/run_read.c src/command/run_talk.c src/desk/canned.c src/model/query.c src/model/query_values.c src/desk/labels.c src/desk/learn.c src/desk/people.c src/desk/rebalance.c src/desk/reveal.c src/desk/undo.c src/desk/undo_acts.c src/desk/undo_merge.c src/desk/undo_owner.c src/desk/undo_why.c src/shop/allowed.c src/shop/plan.c src/text/shown.c src/tui/board_read.c src/tui/calibration_page.c src/tui/commands.c src/tui/commands_list.c src/tui/commands_money.c src/tui/commands_move.c src/tui/commands_read.c src/tui/commands_view.c src/tui/editor.c src/tui/fetch.c src/tui/linear.c src/tui/linear_text.c src/tui/list_columns.c src/tui/list_draw.c src/tui/list_load.c src/tui/news.c src/tui/notice.c src/tui/picker.c src/tui/refund_evidence.c src/tui/refund_facts.c src/tui/refund_list.c src/tui/run.c src/tui/screen.c src/tui/screen_bulk.c src/tui/screen_draw.c src/tui/screen_foot.c src/tui/screen_go.c src/tui/screen_keep.c src/tui/screen_palette.c src/tui/screen_prompt.c src/tui/screen_prompt_draw.c src/tui/screen_read.c src/tui/screen_run.c src/tui/screen_set.c src/tui/screen_top.c src/tui/shopper_page.c src/tui/talk_page.c src/tui/talk_read.c src/tui/terminal.c src/tui/view_board.c src/tui/view_calibration.c src/tui/view_conversation.c src/tui/view_help.c src/tui/view_list.c src/tui/view_log.c src/tui/view_refunds.c src/tui/view_search.c src/tui/view_settings.c src/tui/view_shift.c src/tui/view_shopper.c src/tui/view_why.c src/tui/why.c src/tui/why_rest.c src/tui/why_sure.c src/tui/words.c src/tui/words_event.c"
# shellcheck disable=SC2086 # a list
perl tests/text/literals.pl unmarked $swept > "$work/missing"
[ ! -s "$work/missing" ]
ok $? "nothing in a swept file is left unmarked"

cat > "$work/planted.c" <<'END'
void f(void) { say(tr("Marked " "words %d"), 3); say("Left behind, all of it"); say(tr_n("%d cat", "%d cats", n)); text_is(x, "Not shown"); /* "Nor this" */ }
END
: > "$work/missing"
[ "$(perl tests/text/literals.pl marked "$work/planted.c" | tr '\n' '|')" = 'Marked words %d|%d cat|%d cats|' ] && [ "$(perl tests/text/literals.pl unmarked "$work/planted.c" | sed 's/.*: //')" = 'Left behind, all of it' ]
ok $? "a literal that is left behind is seen"
echo "1..$count"
exit $failed
