# SPDX-License-Identifier: GPL-3.0-or-later
# Tests that belong to no room.
TESTS += tests/architecture.t tests/version.t tests/bootstrap.t

include $(top_srcdir)/tests/fuzz/fuzz.mk
include $(top_srcdir)/tests/bench/bench.mk

# What takes too long for every change: kills at 200 moments, takeovers at every moment, two thousand forgeries of a log, the ground check over 300 orders, and 10,000 conversations in each
# of two worlds, the second a larger one that was generated. About ten minutes on two cores.
proof_programs = tests/desk/kill tests/desk/takeover tests/desk/mutants tests/store/crash tests/store/audit
proof: all $(proof_programs)
	@export $(TESTS_SETTINGS); set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	run() { name=$$1; shift; echo "== $$name"; if "$$@" > "$$folder/out" 2>&1; then grep '^# [^o]' "$$folder/out"; else cat "$$folder/out"; exit 1; fi; }; \
	run "SIGKILL at random moments of a busy shop" env FLOORWALKER_KILLS=200 tests/desk/kill; \
	run "SIGKILL at random moments of the store alone" env FLOORWALKER_KILLS=200 tests/store/crash; \
	run "a takeover at every moment" tests/desk/takeover; \
	run "edits, deletions, cut tails and reorderings of the log" env FLOORWALKER_FORGERIES=2000 tests/store/audit; \
	run "replies with one thing changed, against the ground check" env FLOORWALKER_MUTANTS=300 tests/desk/mutants; \
	echo "== 10,000 conversations in the demo shop"; ./floorwalker$(EXEEXT) simulate --conversations 10000 --seed 1 --require 0.9; \
	echo "== 10,000 conversations in a generated shop"; \
	./floorwalker$(EXEEXT) world generate --out "$$folder/world" --customers 500 --orders 1500 --seed 1; \
	./floorwalker$(EXEEXT) simulate --world "$$folder/world" --conversations 10000 --seed 1 --require 0.9; \
	echo "== the same seed on one thread and on two"; \
	for n in 1 2; do ./floorwalker$(EXEEXT) simulate --conversations 1000 --seed 2 --threads $$n --format json > "$$folder/$$n"; done; \
	cmp "$$folder/1" "$$folder/2" && echo "the same bytes"
.PHONY: proof
