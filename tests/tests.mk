# SPDX-License-Identifier: GPL-3.0-or-later
# Tests that belong to no room.
TESTS += tests/architecture.t tests/version.t tests/bootstrap.t

include $(top_srcdir)/tests/fuzz/fuzz.mk
include $(top_srcdir)/tests/bench/bench.mk

# What takes too long for every change: 200 kills of a busy desk, the ground check over 300 orders, 10,000 conversations in each of two worlds.
proof: floorwalker$(EXEEXT) tests/desk/kill tests/desk/mutants tests/store/crash
	@export $(TESTS_SETTINGS); set -e; volume=$$(mktemp -d); trap 'rm -rf "$$volume"' EXIT; \
	echo "== kills"; FLOORWALKER_KILLS=200 tests/desk/kill; \
	echo "== changed replies"; FLOORWALKER_MUTANTS=300 tests/desk/mutants; \
	echo "== the demo shop"; ./floorwalker simulate --conversations 10000 --seed 1 --require 0.9; \
	./floorwalker world generate --out "$$volume/world" --customers 500 --orders 1500 --seed 1; \
	echo "== a generated shop"; ./floorwalker simulate --world "$$volume/world" --conversations 10000 --seed 1 --require 0.9; \
	echo "== the same seed, the same bytes"; \
	./floorwalker simulate --conversations 1000 --seed 2 --threads 1 --format json > "$$volume/a"; \
	./floorwalker simulate --conversations 1000 --seed 2 --threads 2 --format json > "$$volume/b"; \
	cmp "$$volume/a" "$$volume/b" && echo "the same"
.PHONY: proof
