#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The commands: world import tau, and benchmark tau-retail replay and talk.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
small=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/benchmark/small
work=$(mktemp -d "${TMPDIR:-/tmp}/benchmark-command-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; sed 's/^/# /' "$work/out" "$work/err"; failed=1; fi
}
run() { # code words…
	wanted=$1
	shift
	"$build/floorwalker" "$@" > "$work/out" 2> "$work/err"
	[ $? -eq "$wanted" ]
}
says() { grep -q -e "$1" "$work/out" "$work/err"; }

echo 1..20
run 0 world import tau --db "$small" --out "$work/shop" && says '3 customers, 7 orders, 3 products with 8 variants'
ok $? "a set becomes a world"
run 0 world check "$work/shop" && says ' 0 errors'
ok $? "the world has no error"
! grep -q "says no rule again" "$work/out" "$work/err" 2>/dev/null && ! grep -q '^  rule\.' "$work/shop/messages/de.yaml"
ok $? "it brings no words of another shop's rules along"
run 1 world import tau --db "$small" --out "$work/shop" && says 'has files in it already'
ok $? "a world that is there stays as it is"
run 1 world import tau --db "$work" --out "$work/other" && says 'products.json' && [ ! -e "$work/other" ]
ok $? "a file that is missing is named, and nothing is made"
run 2 world import csv --db "$small" --out "$work/other" && says 'tau can'
ok $? "another kind of set is refused"
run 2 world import tau --out "$work/other" && says 'usage:'
ok $? "what is missing on the line is said"

run 0 benchmark tau-retail replay --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" && says '^Tasks *13, end state exact in 13$' && says '^Mismatches  0$'
ok $? "all reference actions end as gold says, in text"
run 0 benchmark tau-retail replay --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --format json &&
	says '"tasks": 13' && says '"exact": 13' && says '"against_policy": 0' && says '"mismatches": \[\]'
ok $? "and in JSON"
run 1 benchmark tau-retail replay --world "$work/shop" --tasks "$small/refused.jsonl" --gold "$small/refused_gold.jsonl" --format json && says '"rule": "payment-gift-card-short"'
ok $? "a refused action is told with its rule, and the exit code is 1"
run 1 benchmark tau-retail replay --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --tasks "$small/refused.jsonl" --gold "$small/refused_gold.jsonl" && says '^Tasks *49, end state exact in 13$'
ok $? "several files are one run"
run 2 benchmark tau-retail replay --world "$work/shop" --tasks "$small/tasks.jsonl" && says 'once for each --tasks'
ok $? "tasks need their gold"
run 2 benchmark tau-retail talk-to-me --world "$work/shop" && says 'it has replay, talk and ends'
ok $? "what tau-retail has is said"
run 0 benchmark tau-retail talk --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --limit 1 --persona plain && says '^Tasks *1, in 1 conversations, of which 1 passed' && says '^Forbidden writes 0, '
ok $? "a task is spoken to the AI"
run 2 benchmark tau-retail talk --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --persona nobody && says "hasn't all the personas"
ok $? "a persona that isn't there is refused"

run 0 benchmark tau-retail talk --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --limit 1 --persona plain --speak instruction --format json && says '"speak": "instruction"'
ok $? "a task's own instruction is spoken"
run 2 benchmark tau-retail talk --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --speak loudly && says 'wishes or instruction'
ok $? "how to speak is one of two"
run 0 benchmark tau-retail ends --world "$work/shop" --count 9 --persona terse --out "$work/made.jsonl" && says '^Passed by right end' && says 'untrue statements 0' && [ "$(wc -l < "$work/made.jsonl")" -eq "$(sed -n 's/^Tasks *\([0-9]*\), .*/\1/p' "$work/out")" ]
ok $? "tasks whose right end is no act are made, written and spoken"
run 0 benchmark tau-retail ends --world "$work/shop" --count 9 --persona terse --seed 3 --format json && says '"ends": {' && says '"refuse": {'
ok $? "and in JSON by their right end"

# One row of the policy changed: what it then forbids is refused by that very row.
sed -e '/id: item-change-same-variant/,/then:/s/then: approve/then: deny/' "$work/shop/policy/item_change.yaml" > "$work/table" && cp "$work/table" "$work/shop/policy/item_change.yaml"
run 1 benchmark tau-retail replay --world "$work/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" && says 'exact in 12$' && says 'refused, action 3, modify_pending_order_items, item-change-same-variant'
ok $? "the world's own tables decide"
exit $failed
