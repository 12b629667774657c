#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# floorwalker drill from the shell: played by a script and by lines, kept, taken back to a moment, compared, told over sessions.

program=${builddir:?}/floorwalker
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
XDG_STATE_HOME=$dir/state XDG_CONFIG_HOME=$dir INPUTRC=/dev/null TMPDIR=$dir/tmp
export XDG_STATE_HOME XDG_CONFIG_HOME INPUTRC TMPDIR
mkdir "$dir/tmp"
count=0
failed=0

ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; sed 's/^/# /' "$dir/out" "$dir/err" 2>/dev/null; fi
}
run() { # exit code, arguments: whether it ended so
	want=$1
	shift
	"$program" "$@" > "$dir/out" 2> "$dir/err"
	[ $? -eq "$want" ]
}
says() { grep -q -e "$1" "$dir/out"; }
tells() { grep -q -e "$1" "$dir/err"; }

cat > "$dir/good" <<'END'
# somebody who answers
10:00:20 C-1 reply Hello, I'm Una from Tarn & Fell. What can I do for you today?
+40 C-1 reply I see. I'm looking at it now, one moment please.
+60 C-1 reply That is settled now. Is there anything else I can do for you?
+60 C-1 close
+1 take C-99
END
run 0 drill human-at-once --as robin --script "$dir/good" && says '^Score [0-9]* of 100\. 70 passes: passed\.' && says 'una: I see\. I.m looking'
ok $? "a scenario is played by a script, and the debrief has its score and what was said"
tells '^10:03:01 refused: take C-99: .*C-99' && tells '^Kept as session human-at-once-1 in '
ok $? "what was refused is told, and where the session is kept"
[ "$(stat -c %a "$dir/state/floorwalker/drills" "$dir/state/floorwalker/drills/human-at-once-1" | tr '\n' ' ')" = '700 700 ' ] && [ "$(stat -c %a "$dir"/state/floorwalker/drills/human-at-once-1/* | sort -u)" = 600 ]
ok $? "sessions are their owner's alone"
[ -z "$(ls -A "$dir/tmp")" ]
ok $? "nothing else is left behind"

run 1 drill human-at-once --as robin --script /dev/null --format json --no-expert && says '"passed": false' && says '"session": "human-at-once-2"'
ok $? "who does nothing doesn't pass, which is exit code 1; JSON"
run 0 drill debrief human-at-once-1 --format html && says '<!doctype html>\|<!DOCTYPE html>' && ! grep -q '<script\|http://\|https://' "$dir/out"
ok $? "the debrief is a page that needs nothing beside itself"
run 0 drill debrief human-at-once-1 && cp "$dir/out" "$dir/first" && run 0 drill debrief human-at-once-1 && cmp -s "$dir/first" "$dir/out"
ok $? "a session says the same whenever it is asked"

printf '10:02:00 C-1 reply Go away, and read the manual.\n+10 C-1 close\n' > "$dir/rude"
"$program" drill rewind human-at-once-1 10:01:30 --script "$dir/rude" --format json --no-expert > "$dir/out" 2> "$dir/err"
grep -q '"session": "human-at-once-3"' "$dir/out" && grep -q '^10:01:00 C-1 reply I see' "$dir/state/floorwalker/drills/human-at-once-3/commands" && ! grep -q 'settled now' "$dir/state/floorwalker/drills/human-at-once-3/commands" && grep -q 'settled now' "$dir/state/floorwalker/drills/human-at-once-1/commands"
ok $? "back to a moment: what was done before it is done again, the rest is new, and the first session stays"
run 0 drill list --as robin && says '^human-at-once-3 .* of human-at-once-1$' && [ "$(wc -l < "$dir/out")" -eq 3 ]
ok $? "the list names the session that a branch is of"
"$program" drill rewind human-at-once-1 C-1 --script "$dir/good" --format json --no-expert > "$dir/out" 2> "$dir/err"
grep -q '"session": "human-at-once-4"' "$dir/out"
ok $? "a conversation is a moment, too"
run 0 drill compare human-at-once-1 human-at-once-3 && says '[Tt]one' && run 0 drill compare human-at-once-1 ai --format json && says '"ai"' && run 0 drill compare human-at-once-1 expert
ok $? "two sessions, a session and the AI, a session and an expert, by the same rubric"
run 0 drill progress human-at-once --as robin && says 'human-at-once-1' && says 'human-at-once-4'
ok $? "progress over sessions"

printf 'hint\nlessons\nopen C-1\nreply C-1 Hello, I am looking into it.\npause\nreply C-1 Another word.\ngo\nrewind 25:00\nquit\n' > "$dir/lines"
timeout 300 "$program" drill human-at-once --linear --as kim --speed 50 < "$dir/lines" > "$dir/out" 2> "$dir/err"
says 'C-1 waits for your answer' && says 'says nothing of what must be learnt' && says 'Goes to C-1' && says 'the drill is paused; :go goes on' && says 'there is no such moment'
ok $? "it is played by lines too: hints, lessons, the pause in which nothing can be done"
says '^Score ' && grep -q 'reply C-1 Hello, I am looking into it\.' "$dir/state/floorwalker/drills/human-at-once-5/commands" && grep -q '^10:..:.*hint' "$dir/state/floorwalker/drills/human-at-once-5/commands"
ok $? "and what was done is kept with its instants"
grep '^[0-9]' "$dir/state/floorwalker/drills/human-at-once-5/commands" > "$dir/again"
"$program" drill human-at-once --as kim --speed 50 --script "$dir/again" --format json > /dev/null 2> "$dir/err"
cmp "$dir/state/floorwalker/drills/human-at-once-5/commands" "$dir/state/floorwalker/drills/human-at-once-6/commands" > "$dir/out" && cmp "$dir/state/floorwalker/drills/human-at-once-5/contacts.json" "$dir/state/floorwalker/drills/human-at-once-6/contacts.json" >> "$dir/out"
ok $? "what a person did at the console gives the same session again, byte for byte"

run 2 drill no-such-drill && tells 'there is no drill, shift or scenario "no-such-drill"'
ok $? "a drill that isn't there"
run 2 drill human-at-once --speed 0 && tells 'how many times as fast'
ok $? "a speed that is none"
run 2 drill human-at-once --as ai --script /dev/null && tells 'stands for another'
ok $? "a name that stands for another"
printf '10:00 take\n09:00 take\n' > "$dir/bad" && run 2 drill human-at-once --script "$dir/bad" && tells 'bad:2:1'
ok $? "a script's fault is named with its place"
! run 0 drill debrief ../../etc && ! run 0 drill debrief human-at-once-9 && tells 'human-at-once'
ok $? "a session that is none"
! run 0 drill human-at-once < /dev/null && tells '\-\-linear needs none'
ok $? "no terminal: what to do instead is said"
echo "1..$count"
exit $failed
