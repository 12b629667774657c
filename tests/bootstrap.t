#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can be wrong where a newcomer begins: each time ./bootstrap says what, and what to do. apt-get, dpkg-query and sudo are played by scripts.

root=$(cd "${srcdir:?}" && pwd)
if [ ! -e /etc/debian_version ] || [ ! -x "$root/bootstrap" ]; then
	echo "1..0 # SKIP this is no Debian, or no source tree"
	exit 0
fi
folder=$(mktemp -d) || exit 99
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
count=0
failed=0

ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; sed 's/^/# /' "$folder/said"; fi
}
play() { # name script-line…
	name=$1
	shift
	rm -f "$folder/bin/$name"	# it may be a link to the real one
	{ echo '#!/bin/sh'; printf '%s\n' "$@"; } >"$folder/bin/$name"
	chmod 755 "$folder/bin/$name"
}
# Only what is named here is there.
scene() {
	rm -rf "${folder:?}/bin"
	mkdir -p "$folder/bin"
	for tool in sh cat chmod cp dirname env head id mkdir nproc printf rm sed tr; do ln -s "$(command -v $tool)" "$folder/bin/$tool" 2>/dev/null; done
}
start() { # task: in a tree that has only what bootstrap looks at
	(cd "$folder/tree" && PATH=$folder/bin "$folder/bin/env" -u PACKAGES -u BUILD_FOLDER ./bootstrap "$1") >"$folder/said" 2>&1
	code=$?
}
says() { grep -q -- "$1" "$folder/said"; }

chmod 755 "$folder"
mkdir "$folder/tree"
cp "$root/bootstrap" "$folder/tree/"
: >"$folder/tree/configure.ac"

scene
start nonsense
[ $code -eq 2 ] && says './bootstrap demo' && says './bootstrap check'
ok $? "a wrong word is answered with what there is"

scene
start build
[ $code -eq 1 ] && says "this is no Debian" && says '^libsqlite3-dev$' && says "PACKAGES=skip ./bootstrap build"
ok $? "where there is no apt-get the packages are named, and how to go on"

scene
play dpkg-query 'exit 1'
play apt-get 'exit 0'
play id 'echo 1000'
start build
[ $code -eq 1 ] && says "there is no sudo" && says "apt-get install --no-install-recommends .*libsqlite3-dev"
ok $? "without sudo it says what root has to run"

play sudo 'echo "sorry, you may not" >&2; exit 1'
start build
[ $code -eq 1 ] && says "couldn't be installed" && says "apt-get install --no-install-recommends .*libsqlite3-dev"
ok $? "with a sudo that refuses too"

play sudo 'exec "$@"'
play apt-get 'echo "E: Could not resolve archive.invalid"; exit 100'
start build
[ $code -eq 1 ] && says "no network?" && says "As root"
ok $? "without a network too"

scene
play dpkg-query 'shift 3; for p; do printf "installed=%s " "$p"; done'
play apt-get "touch $folder/asked; exit 0"
start build
[ ! -e "$folder/asked" ] && [ $code -eq 1 ] && says "there is no autoreconf"
ok $? "nothing is installed where nothing is missing"

if [ "$(id -u)" -ne 0 ]; then
	chmod 555 "$folder/tree"
	start build
	chmod 755 "$folder/tree"
elif setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
	setpriv=$(command -v setpriv)
	(cd "$folder/tree" && PATH=$folder/bin "$setpriv" --reuid=65534 --regid=65534 --clear-groups ./bootstrap build) >"$folder/said" 2>&1
	code=$?
fi
[ $code -eq 1 ] && says "can't be written by" && says "cp -r"
ok $? "in a folder that may not be written it says where to go"

play autoreconf 'printf "#!/bin/sh\necho configure: error: libjq is missing >&2; exit 1\n" >configure; chmod +x configure'
start build
[ $code -eq 1 ] && says "libjq is missing" && says "config.log"
ok $? "where configuring fails it says where to look"

printf '#!/bin/sh\necho "all:; @echo wrong >&2; exit 1" >Makefile\n' >"$folder/tree/configure"
ln -s "$(command -v make)" "$folder/bin/make"
start build
[ $code -eq 1 ] && says "building failed" && says "rm -r 'build'"
ok $? "where building fails it says what may help"

echo "1..$count"
exit $failed
