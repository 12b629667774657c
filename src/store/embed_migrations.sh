#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes migration files (NNNN-name.sql …, in order) as entries of a C array: { number, "file", "text" },
set -eu
for file; do
	name=${file##*/}
	number=$(printf '%s' "${name%%-*}" | sed 's/^0*//')
	printf '{ %s, "%s",\n' "$number" "$name"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/^/\t"/; s/$/\\n"/' "$file"
	printf '},\n'
done
