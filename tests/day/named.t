#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a simulation names and isn't there, and what makes no sense together, is refused before anybody comes: with file, line and column, what there is instead, and
# the nearest name.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/named-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0
sanitized=no
grep -qa __asan_init "$build/floorwalker" && sanitized=yes

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
# The file is the head and the lines given; what is told must begin with DAY:LINE:COLUMN and hold the words.
refused() { # name lines place words [options…]
	name=$1 lines=$2 place=$3 words=$4
	shift 4
	# Each opens the whole shop, which takes seconds then.
	if [ "$sanitized" = yes ] && [ $((count % 4)) -ne 0 ]; then
		ok 0 "$name # SKIP every fourth under sanitizers"
		return
	fi
	{
		printf 'simulation: named\nworld: tarn-and-fell\n'
		printf '%b\n' "$lines"
	} > "$work/day.yaml"
	"$build/floorwalker" simulate --shift "$work/day.yaml" --replications 1 "$@" > "$work/out" 2> "$work/err"
	[ $? -ne 0 ] && grep -qF "$work/$place: " "$work/err" && grep -qF "$words" "$work/err"
	status=$?
	[ "$status" -eq 0 ] || sed 's/^/# /' "$work/err"
	ok "$status" "$name"
}
RATE='per_hour: {daily: {"09:00-10:00": 4}}'

echo 1..68
refused "a channel that there is not" "demand: {$RATE, channels: {fax: 1}}" day.yaml:3:65 'there is no channel "fax"; there are web, chat, widget, email, phone, voice, sms, api'
refused "a tier that there is not" "demand:\n  $RATE\n  tiers: {vipp: 1}" day.yaml:5:17 'there is no tier "vipp"; did you mean "vip"?'
refused "a tier far from all" "demand:\n  $RATE\n  tiers: {platinum: 1}" day.yaml:5:21 'there is no tier "platinum"; there are'
refused "a persona that there is not" "demand:\n  $RATE\n  personas: {dirrect: 1}" day.yaml:5:23 'there is no persona "dirrect"; did you mean "direct"?'
refused "a scenario that there is not" "demand:\n  $RATE\n  scenarios: {furios: 1}" day.yaml:5:23 'there is no scenario "furios"; did you mean "furious"?'
refused "a file of scenarios" "scenarios: [furious, nowhere]\ndemand: {$RATE}" day.yaml:3:22 'there is no scenario "nowhere": name a file'
refused "a burst's scenario" "demand:\n  $RATE\n  bursts: [{at: 09:00, for: 10m, times: 2, scenarios: [furious, healht]}]" day.yaml:5:65 'there is no scenario "healht"; did you mean "health"?'
refused "a crew's language in capitals" "demand: {$RATE}\npeople: {crews: {chat: {languages: [EN]}}}" day.yaml:4:37 'there is no language "EN"; did you mean English (en)?'
refused "a crew's language that nobody speaks" "demand: {$RATE}\npeople: {crews: {chat: {languages: [de, xx]}}}" day.yaml:4:41 'there is no language "xx"; there are German (de), English (en), Spanish (es)'
refused "an outage after the run" "demand: {$RATE}\nai: {outages: [{day: 5, at: 10:00, for: 1h}]}" day.yaml:4:22 "its 'days' is 1"
refused "a burst after the run" "demand:\n  $RATE\n  bursts: [{day: 9, at: 10:00, for: 1h, times: 2}]" day.yaml:5:18 "its 'days' is 1"
refused "an incident after the run" "demand: {$RATE}\nincidents: [{kind: carrier_outage, day: 2, at: 10:00, carrier: DPD}]" day.yaml:4:41 "its 'days' is 1"
refused "an incident's product" "demand: {$RATE}\nincidents: [{kind: stock_out, at: 10:00, product: nothing}]" day.yaml:4:51 'no product or variant has this id'
refused "an incident's carrier" "demand: {$RATE}\nincidents: [{kind: carrier_outage, at: 10:00, carrier: DPX}]" day.yaml:4:56 'did you mean "DPD"?'
refused "a folder of rules" "demand: {$RATE}\nai: {policy: nowhere}" day.yaml:4:14 'there is no folder of rules'
refused "a backend that is off" "demand: {$RATE}\nai: {on: false, backend: builtout}" day.yaml:4:26 'there is no backend "builtout"'
refused "a log" 'demand: {log: nope}' day.yaml:3:15 'there is no log'
refused "a folder without scenarios" "demand: {$RATE}\nscenarios: [/]" day.yaml:4:13 'there is no scenario in the folder "/"'
refused "a backend" "demand: {$RATE}\nai: {backend: builtout}" day.yaml:4:15 'there is no backend "builtout"'
refused "a service level with a typing error, still" "demand: {$RATE}\nservice_level: {shar: 1}" day.yaml:4:17 "did you mean 'share'?"
refused "a language that no scenario is in" "demand:\n  $RATE\n  languages: {en: 1, fr: 1}" day.yaml:5:26 'no scenario is in French (fr); they are in English (en)'
refused "a language by its name" "demand:\n  $RATE\n  languages: {German: 1}" day.yaml:5:23 'no scenario is in the language "German"; they are in English (en)'
refused "a language with its country" "demand:\n  $RATE\n  languages: {en-GB: 1}" day.yaml:5:22 'no scenario is in English (en-GB); did you mean English (en), by its code? They are in English (en)'

refused "a persona that a language lacks" "demand:\n  $RATE\n  languages: {en: 1, de: 1, es: 1}\n  personas: {polite: 1, plain: 2}" day.yaml:6:32 'there is no persona "plain" in English (en), which shoppers speak, too; there is one in German (de), Spanish (es)'
# A log beside it.
log() { # name rows place words [lines]
	printf '%b' "$2" > "$work/log.csv"
	refused "$1" "demand: {log: log.csv${5:-}}" "$3" "$4"
}
log "a log's scenario" 'at,scenario\n2026-10-14T09:00:00Z,furious\n2026-10-14T09:10:00Z,furios\n' log.csv:3:22 'there is no scenario "furios"; did you mean "furious"?'
printf 'simulation: named\nworld: /\ndemand: {%s}\n' "$RATE" > "$work/day.yaml"
"$build/floorwalker" simulate --shift "$work/day.yaml" > "$work/out" 2> "$work/err"
[ $? -ne 0 ] && grep -qF "$work/day.yaml:2:8: there is no world \"/\"" "$work/err"
ok $? "a folder that is no world"
log "a log's persona" 'at,persona\n2026-10-14T09:00:00Z,nope\n' log.csv:2:22 'there is no persona "nope"'
log "a log's persona that the row's language lacks" 'at,persona,language\n2026-10-14T09:00:00Z,plain,de\n2026-10-14T09:01:00Z,plain,en\n' log.csv:3:22 'there is no persona "plain" in English (en), which this one speaks; there is one in German (de)' ', languages: {en: 1, de: 1}'
log "a log's persona that its scenario's language lacks" 'at,persona,scenario\n2026-10-14T09:00:00Z,plain,de-furious\n2026-10-14T09:01:00Z,plain,furious\n' log.csv:3:22 'there is no persona "plain" in English (en), which this one speaks' ', languages: {en: 1, de: 1}'
log "a log's channel" 'at,tier,channel\n2026-10-14T09:00:00Z,vip,fax\n' log.csv:2:26 'there is no channel "fax"'
log "a log's tier" 'at,tier\n2026-10-14T09:00:00Z,platinum\n' log.csv:2:22 'there is no tier "platinum"'
log "a log's language" 'at,language\n2026-10-14T09:00:00Z,fr\n' log.csv:2:22 'there is no scenario in French (fr); there are some in English (en)'
log "a log's scenario in another language" 'at,scenario,language\n2026-10-14T09:00:00Z,furious,de\n' log.csv:2:30 'the scenario "furious" is in English (en), not in German (de)' ', languages: {en: 1, de: 1}'
log "a log's language that has no weight" 'at,language\n2026-10-14T09:00:00Z,de\n' log.csv:2:22 'no scenario in German (de) is drawn' ', languages: {en: 1, de: 0}'
log "a log's column" 'at,chanel\n2026-10-14T09:00:00Z,web\n' log.csv:1:4 'unknown column "chanel"; did you mean "channel"?'
log "a log's instant" 'tier,at\nvip,today\n' log.csv:2:5 "'at' must be an instant"
log "a log's row after the last day" 'at\n2026-10-14T09:00:00Z\n2026-10-14T10:00:00Z\n2026-10-15T09:00:00Z\n' log.csv:4:1 "this comes on day 2, when the run is over: its 'days' is 1"
for key in 'per_hour: {daily: 3}' 'scale: 2' 'bursts: []'; do
	log "a log and ${key%%:*}" 'at\n2026-10-14T09:00:00Z\n' day.yaml:3:$((24 + $(printf "%s: " "${key%%:*}" | wc -c))) "'${key%%:*}' has no meaning beside 'log'" ", $key"
done

command() { # name words command…
	name=$1 words=$2
	shift 2
	"$build/floorwalker" "$@" > "$work/out" 2> "$work/err"
	[ $? -eq 2 ] && grep -qF -- "$words" "$work/err"
	status=$?
	[ "$status" -eq 0 ] || sed 's/^/# /' "$work/err"
	ok "$status" "$name"
}
printf 'simulation: named\nworld: tarn-and-fell\ndemand:\n  %s\n  languages: {en: 0, de: 1}\n  personas: {plain: 1}\n' "$RATE" > "$work/day.yaml"
"$build/floorwalker" simulate --shift "$work/day.yaml" --replications 1 > "$work/out" 2> "$work/err"
ok $? "a persona that only a language lacks that is never drawn may stand"
printf '\357\273\277at,persona\r\n2026-10-14T09:00:00Z,\r\n\r\n2026-10-14T09:10:00Z,polite\r\n\r\n\n' > "$work/log.csv"
printf 'simulation: named\nworld: tarn-and-fell\ndemand: {log: log.csv}\n' > "$work/day.yaml"
"$build/floorwalker" simulate --shift "$work/day.yaml" --replications 1 --set follow_ups=false --format json > "$work/out" 2> "$work/err" && grep -q '"contacts": 2,' "$work/out"
ok $? "a log with blank lines, in CR LF and with a byte order mark is taken"
printf '\357\273\277at,persona\r\n\r\n2026-10-14T09:00:00Z,nope\r\n' > "$work/log.csv"
"$build/floorwalker" simulate --shift "$work/day.yaml" --replications 1 > "$work/out" 2> "$work/err"
[ $? -ne 0 ] && grep -qF "$work/log.csv:3:22: there is no persona" "$work/err"
ok $? "and its faults have their places"
command "a path into a crew that there is not" 'people.crews.caht.count=4: there is no crew "caht"; did you mean "chat"? There are chat, late, lead' compare --shift weekday - people.crews.caht.count=4
command "the same path twice in a sweep" 'people.crews.chat.count is varied twice' sweep weekday --over people.crews.chat.count=1 --over people.crews.chat.count=2
command "a path within the other in a sweep" 'change the same value' sweep weekday --over people.crews.chat.count=1 --over people.crews.chat=2
command "a value twice in a sweep" '--over people.crews.chat.count has the value 1 twice: give each value once' sweep weekday --over people.crews.chat.count=1,2,1
command "the same number otherwise written" '--over ai.send_at has the value 0.50 twice' sweep weekday --over ai.send_at=0.5,0.50
command "what is set and varied" '--set people.crews.chat.count=3 has no meaning beside --over people.crews.chat.count, which puts it otherwise at each point: leave one of them out' sweep weekday --set people.crews.chat.count=3 --over people.crews.chat.count=1..2
command "what is set within what is varied" '--set people.crews.chat.count=3 has no meaning beside --over people.crews.chat, which replaces it at each point' sweep weekday --set people.crews.chat.count=3 --over 'people.crews.chat=4'
command "what is set on both sides and said by one" '--set people.crews.chat.count=3 is for both sides, but B says people.crews.chat.count=2: leave one of them out, or let each side say its own' compare --shift weekday --set people.crews.chat.count=3 - 'ai.send_at=0.5;people.crews.chat.count=2'
command "what is set within what a side says" '--set people.crews.chat.count=3 is for both sides, but A says people.crews.chat={count: 4}' compare --shift weekday --set people.crews.chat.count=3 'people.crews.chat={count: 4}' -
command "scenarios that differ from point to point" 'all points of a sweep have the same' sweep weekday --over 'scenarios=[furious],[health]'
command "languages that do" 'all points of a sweep have the same' sweep weekday --over 'demand.languages={en: 1},{de: 1}'
command "and a world" 'all points of a sweep have the same' sweep weekday --over world=tarn-and-fell,nope
command "the share that points are held to" '--over service_level.share: the service level is what all points of a sweep are held to, so it can'"'"'t be varied; put it otherwise at all of them with --set service_level.share=VALUE' sweep weekday --over service_level.share=0.5,0.9
command "the time that they are" '--over service_level.within: the service level is what all points' sweep weekday --over ai.send_at=0.5,0.7 --over service_level.within=20s,60s
command "and both" '--over service_level: the service level is what all points' sweep weekday --over 'service_level={share: 0.5},{share: 0.9}'
command "a world put otherwise" 'give it with --world' simulate --shift weekday --set world=nope
command "a world put otherwise on one side" 'give it with --world' compare --shift weekday - world=nope
command "--speed without --live" '--speed needs --live' simulate --shift weekday --speed 10
command "--from without --live" '--from needs --live' simulate --shift weekday --from 8h
command "--format with --live" '--format has no meaning with --live' simulate --shift weekday --live --format json
command "--replications with it" '--replications has no meaning with --live' simulate --shift weekday --live --replications 2
command "--checkpoint with it" '--checkpoint has no meaning with --live' simulate --shift weekday --live --checkpoint "$work/kept"
command "--worst with it" '--worst has no meaning with --live' simulate --shift weekday --live --worst 3
command "--threads with it" '--threads has no meaning with --live' simulate --shift weekday --live --threads 2
printf 'simulation: x\nworld: nowhere\ndemand: {per_hour: {daily: 1}}\n' > "$work/day.yaml"
"$build/floorwalker" simulate --shift "$work/day.yaml" > "$work/out" 2> "$work/err"
[ $? -ne 0 ] && grep -qF "$work/day.yaml:2:8: there is no world \"nowhere\"" "$work/err"
ok $? "a world that there is not, with its place"
exit "$failed"
