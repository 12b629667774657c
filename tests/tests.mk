# SPDX-License-Identifier: GPL-3.0-or-later
# Tests that belong to no room.
TESTS += tests/architecture.t tests/version.t tests/bootstrap.t

include $(top_srcdir)/tests/fuzz/fuzz.mk
include $(top_srcdir)/tests/bench/bench.mk

# What takes too long for every change: kills at 200 moments, takeovers at every moment, two thousand forgeries of a log, a million random events at a console, the ground check over 4,000 replies, and 10,000 conversations in each
# of two worlds, the second a larger one that was generated. A few minutes on two idle cores. Each part runs, whatever came
# of the one before.
proof_programs = tests/day/coverage tests/desk/kill tests/desk/takeover tests/sim/mutants tests/store/crash tests/store/audit tests/benchmark/replay \
	tests/tui/monkey tests/tui/sizes tests/tui/crowd tests/day/compare tests/day/seat tests/replay/mutations
proof: all $(proof_programs)
	@export $(TESTS_SETTINGS); folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; red=; \
	run() { echo "== $$1"; shift; "$$@" > "$$folder/out" 2>&1 || { red=yes; grep -v '^ok ' "$$folder/out"; return; }; grep '^# ' "$$folder/out" | grep -v -e '^# ok' -e '^# passes'; }; \
	shop() { echo "== $$1"; shift; ./floorwalker$(EXEEXT) simulate "$$@" --conversations 10000 --seed 1 --require 0.9 > "$$folder/out" 2>&1 || { red=yes; echo RED; }; \
		sed -n -e '/^Containment/,/^Handed over for/p' -e '/^[0-9]* conversations in .* s,/p' "$$folder/out" | sed '/^Handed over for/d'; grep '[0-9] breaches$$' "$$folder/out"; }; \
	run "SIGKILL at random moments of a busy shop" env FLOORWALKER_KILLS=200 tests/desk/kill; \
	run "SIGKILL at random moments of the store alone" env FLOORWALKER_KILLS=200 tests/store/crash; \
	run "a takeover at every moment" tests/desk/takeover; \
	run "edits, deletions, cut tails and reorderings of the log" env FLOORWALKER_FORGERIES=2000 tests/store/audit; \
	run "replies with one thing changed, against the ground check" env FLOORWALKER_MUTANTS=2000 tests/sim/mutants; \
	run "reference actions with one argument changed, against an oracle written apart" env FLOORWALKER_FULL=1 tests/benchmark/replay; \
	run "a million random events at a console over a store that lives" env FLOORWALKER_FULL=1 tests/tui/monkey; \
	run "1,000 small runs of made-up days, and whether their intervals hold the truth" env FLOORWALKER_COVERAGE=1000 tests/day/coverage; \
	run "300 comparisons of what doesn't differ" env FLOORWALKER_FULL=1 tests/day/compare; \
	run "random acts in the seat of two busy days" env FLOORWALKER_FULL=1 tests/day/seat; \
	run "25 faults of worlds, and whether kept conversations catch and blame each" env FLOORWALKER_FULL=1 tests/replay/mutations; \
	run "two consoles and two workers at one store" env FLOORWALKER_CROWD=3000 tests/tui/crowd; \
	run "each view at each size up to 300x100" env FLOORWALKER_FULL=1 tests/tui/sizes; \
	shop "10,000 conversations in the demo shop"; \
	./floorwalker$(EXEEXT) world generate --out "$$folder/world" --customers 500 --orders 1500 --seed 1 || red=yes; \
	shop "10,000 conversations in a generated shop" --world "$$folder/world"; \
	echo "== the same seed on one thread and on two"; \
	for n in 1 2; do ./floorwalker$(EXEEXT) simulate --conversations 1000 --seed 2 --threads $$n --format json > "$$folder/$$n" 2>/dev/null; done; \
	if [ -s "$$folder/1" ] && cmp "$$folder/1" "$$folder/2"; then echo "the same bytes"; else red=yes; fi; \
	if [ -n "$$red" ]; then echo "== the proof is RED"; exit 1; fi; echo "== the proof is green"
.PHONY: proof
