# SPDX-License-Identifier: GPL-3.0-or-later
#
# make bench: figures as ratios against a raw baseline in the same run. Not part of check. VECTORS=FILE: models that draw on word vectors, too.
bench_programs = tests/bench/store_bench tests/bench/turns tests/bench/steps tests/bench/simulation tests/bench/days tests/bench/floor tests/bench/screen tests/bench/console tests/bench/wake
bench_shared = tests/bench/bench.c tests/bench/bench.h
EXTRA_PROGRAMS += $(bench_programs)
tests_bench_store_bench_SOURCES = tests/bench/store_bench.c $(bench_shared)
tests_bench_store_bench_LDADD = $(LIBS_UP_TO_STORE)
tests_bench_turns_SOURCES = tests/bench/turns.c $(bench_shared)
tests_bench_turns_LDADD = $(LIBS_UP_TO_DESK)
# The sets come from the tests of that room, with cmocka's header and its assertions.
tests_bench_steps_SOURCES = tests/bench/steps.c tests/benchmark/sets.c tests/benchmark/sets.h tests/benchmark/oracle.c tests/benchmark/oracle.h $(bench_shared)
tests_bench_steps_LDADD = $(TEST_DESK)
tests_bench_steps_LDFLAGS = -Wl,--wrap=facts_order -Wl,--wrap=facts_orders -Wl,--wrap=facts_customer -Wl,--wrap=facts_product -Wl,--wrap=facts_product_of_sku \
	-Wl,--wrap=facts_catalogue -Wl,--wrap=action_judge -Wl,--wrap=retrieve -Wl,--wrap=messages_render
tests_bench_simulation_SOURCES = tests/bench/simulation.c $(bench_shared)
tests_bench_simulation_LDADD = $(LIBS_UP_TO_SIM)
tests_bench_days_SOURCES = tests/bench/days.c $(bench_shared)
tests_bench_days_LDADD = $(LIBS_UP_TO_DAY)
tests_bench_floor_SOURCES = tests/bench/floor.c $(bench_shared)
tests_bench_floor_LDADD = $(LIBS_UP_TO_DESK)
tests_bench_screen_SOURCES = tests/bench/screen.c $(bench_shared)
tests_bench_screen_LDADD = $(LIBS_UP_TO_DESK)
tests_bench_console_SOURCES = tests/bench/console.c tests/bench/pty.c tests/bench/pty.h $(bench_shared)
tests_bench_console_LDADD = $(LIBS_UP_TO_DESK) -lutil
tests_bench_wake_SOURCES = tests/bench/wake.c $(bench_shared)
tests_bench_wake_LDADD = $(LIBS_UP_TO_DESK) -lutil

bench: all $(bench_programs)
	@export FLOORWALKER_DATA="$(abs_top_srcdir)"; world="$(abs_top_srcdir)/scenarios/worlds/tarn-and-fell"; set -e; \
	echo "== turns a second on one core, against raw SQLite transactions"; tests/bench/turns "$$world"; \
	echo "== where the time of a turn goes"; tests/bench/steps "$$world" "$(abs_top_srcdir)/../shared/data/tau-retail"; \
	echo "== conversations of the simulator a second"; tests/bench/simulation "$$world" "$(abs_top_srcdir)/scenarios"; \
	echo "== simulated days: contacts a second, and memory, by their number and by how many wait"; tests/bench/days "$$world" "$(abs_top_srcdir)/scenarios" "$(abs_top_srcdir)/scenarios/shifts/weekday.yaml"; \
	echo "== what a desk's acts cost among many conversations"; tests/bench/floor "$$world"; \
	echo "== start-up to the first screen, against a raw reader"; tests/bench/screen ./floorwalker$(EXEEXT) "$$world"; \
	echo "== the console over 100,000 open conversations"; tests/bench/console ./floorwalker$(EXEEXT) "$$world"; \
	echo "== a change of another process, and waiting for one"; tests/bench/wake ./floorwalker$(EXEEXT) "$$world"; \
	echo "== the store's own part, against raw SQLite with the same rows"; tests/bench/store_bench; \
	echo "== models of a shop's own rows, on public sets"; "$(srcdir)/tests/bench/classify.sh" ./floorwalker$(EXEEXT) "$(abs_top_srcdir)/../shared/data" "$(VECTORS)"; \
	echo "== several intents a message, on NLU++ banking"; tests/bench/nlupp_bench "$(abs_top_srcdir)/../shared/data/nlupp/banking"; \
	echo "== learning from use"; "$(srcdir)/tests/bench/learning.sh" . "$$world"
.PHONY: bench
