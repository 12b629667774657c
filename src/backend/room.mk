# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/backend/libbackend.a
src_backend_libbackend_a_SOURCES =
