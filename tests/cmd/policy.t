#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# policy test, compare and cover: cases beside the rules, what changed rules would decide otherwise, rows that never decided.

. "${srcdir:?}/tests/tap.sh"

rules=$srcdir/scenarios/worlds/tarn-and-fell/policy
run policy test
[ $code -eq 0 ] && has '^2[0-9] of 2[0-9] cases as expected'
ok $? "the demo world's cases are decided as they expect"
cat >"$folder/wrong.yaml" <<'END'
given: {days_since_delivery: 3}
cases:
  - {name: ours, action: return, facts: {reason: changed_mind, any_gift_card: true}, expect: approve}
  - {action: return, facts: {any_gift_card: true}, expect: deny, rule: return-gift-card}
  - {action: return, facts: {any_gift_card: true}, expect: deny, rule: return-too-old}
  - {action: return, facts: {any_gift_card: true}, expect: deny, offer: [exchange, refund, goodwill]}
END
run policy test "$folder/wrong.yaml"
[ $code -eq 1 ] && has 'wrong.yaml:3: return, ours: expected approve, got deny by return-gift-card' && has 'wrong.yaml:5: ' && has 'wrong.yaml:6: ' && ! has 'wrong.yaml:4: ' && has '^1 of 4'
ok $? "a case whose outcome, row or alternatives differ is told with its line, and ends with 1"
run policy test --format json "$folder/wrong.yaml"
[ $code -eq 1 ] && has '"failed": 3' && has '"got_rule": "return-gift-card"'
ok $? "as JSON too"
bad=
while IFS='|' read -r text said; do
	printf 'cases:\n  - %s\n' "$text" >"$folder/bad.yaml"
	run policy test "$folder/bad.yaml"
	[ $code -ne 0 ] && says "bad.yaml:2" && says "$said" || bad="$bad; $text: $(cat "$folder/err")"
done <<'END'
{action: retrun, facts: {}, expect: deny}|no kind of action
{action: return, facts: {}, expect: maybe}|approve, deny or human
{action: return, expect: deny}|either facts
{action: return, order: TF-999999, expect: deny}|no order TF-999999
{action: return, facts: {colour: red}, expect: deny}|no fact
{action: return, facts: {amount: plenty}, expect: deny}|amount
{action: return, facts: {days_since_delivery: soon}, expect: deny}|wrong type
{action: return, facts: {}, expects: deny}|expects
END
[ -z "$bad" ]
ok $? "what is wrong in a case is told with its line$bad"

mkdir "$folder/next"
cp "$rules"/*.yaml "$folder/next"
run policy compare "$rules" "$folder/next"
[ $code -eq 0 ] && has ' 0 go otherwise, worth €0.00; 0 more'
ok $? "the same rules decide the same of every order of the world"
sed -i 's/amount: <= 50.00/amount: <= 20.00/' "$folder/next/refund.yaml"
sed -i 's/id: return-in-window/id: return-in-time/' "$folder/next/return.yaml"
run policy compare "$srcdir/scenarios/worlds/tarn-and-fell" "$folder/next"
cp "$folder/out" "$folder/text"
[ $code -eq 0 ] && has 'approve -> human ' && has 'refund: refund-damaged-small (approve) -> refund-damaged-larger (human)' && has 'such as TF-' && ! has '^return:' && ! has ' 0 more go the same way'
ok $? "a lower limit shows as approvals that go to people, with number, money and an example; a row by another name doesn't"
run policy compare "$rules" "$folder/next" --format json
n=$(sed -n 's/.*"changed": \([0-9]*\).*/\1/p' "$folder/out")
amount=$(sed -n 's/.*"changed_amount": \([0-9]*\).*/\1/p' "$folder/out")
[ "$n" -gt 0 ] && grep -q "decisions, $n go otherwise" "$folder/text" && [ "$amount" -gt $((n * 2000)) ] && [ "$amount" -le $((n * 5000)) ]
ok $? "each of the $n that changed is above 20.00 and up to 50.00 ($amount in all)"
run policy compare "$rules" "$folder/next" --scenarios 60 --seed 3
[ $code -eq 0 ] && has '^[1-9][0-9]* decisions'
ok $? "decisions of simulated conversations are made again"

"$program" store init --store "$store" --world tarn-and-fell --practice >"$folder/out" 2>&1
customer=$(sed -n '/id: TF-100242/,/customer/s/.*customer: *//p' "$srcdir"/scenarios/worlds/tarn-and-fell/orders.yaml | head -n 1)
email=$(sed -n "/id: $customer\$/,/email/s/.*email: *//p" "$srcdir"/scenarios/worlds/tarn-and-fell/customers.yaml | head -n 1)
"$program" say --store "$store" --conversation b "Please cancel my order TF-100242. My e-mail is $email" >"$folder/out" 2>&1
"$program" say --store "$store" --conversation b "Yes, please" >"$folder/out" 2>&1
cp "$rules"/*.yaml "$folder/next"
sed -i 's/then: approve/then: human/' "$folder/next/cancel.yaml"
run policy compare "$rules" "$folder/next" --store "$store"
[ $code -eq 0 ] && has '^1 decisions, 1 go otherwise' && has 'such as A-'
ok $? "an action on record in a store is decided again, on the facts of then"

run policy cover
[ $code -eq 0 ] && has '^never: cancel-already (policy/cancel.yaml)' && has ' rows, [1-9][0-9]* decisions, [1-9][0-9]* rows never decided'
ok $? "rows that never decided on any order of the world are listed"
orders=$(grep -c '^never' "$folder/out")
run policy cover --orders --scenarios 60 --all
[ $code -eq 0 ] && [ "$(grep -c '^never' "$folder/out")" -le "$orders" ] && has '^ *[1-9][0-9]*  return-in-window'
ok $? "conversations and orders together, with what every other row decided"
run policy compare "$rules"
[ $code -eq 2 ]
ok $? "compare needs both"
run policy compare "$rules" "$folder/nowhere"
[ $code -ne 0 ] && says nowhere
ok $? "a folder that isn't there is named"
echo "1..$count"
exit $failed
