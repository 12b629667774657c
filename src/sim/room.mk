# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/sim/libsim.a
src_sim_libsim_a_SOURCES =
