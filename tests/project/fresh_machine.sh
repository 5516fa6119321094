#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Both commands of the README on a machine that has nothing: a minimal Debian made by debootstrap, with the last commit in it.
# By hand and as root, since it downloads a distribution:
#
#     tests/project/fresh_machine.sh FOLDER [SUITE]       FOLDER is made; SUITE is bookworm unless given
#
# The mirror is PLUME_MIRROR, or the first one of this machine's apt configuration.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '3,8s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$1
suite=${2:-bookworm}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2016  # $(REPO_URI) is apt's, not the shell's
mirror=${PLUME_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" | head -n 1)}
[ "$(id -u)" -eq 0 ] || { echo "fresh_machine: wants root, for chroot" >&2; exit 1; }
[ ! -e "$folder/srv/plume" ] || { echo "fresh_machine: $folder has been used already" >&2; exit 1; }

[ -x "$folder/bin/bash" ] || debootstrap --variant=minbase "$suite" "$folder" "$mirror"
cp /etc/resolv.conf "$folder/etc/resolv.conf"
mkdir -p "$folder/srv/plume"
git -C "$source" archive HEAD | tar -x -C "$folder/srv/plume"
# What the package tools of this machine go through, they go through there.
for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf; do
  [ ! -f "$file" ] || cp "$file" "$folder/etc/apt/apt.conf.d/"
done
mount --bind /proc "$folder/proc"
mount --bind /dev "$folder/dev"
trap 'umount "$folder/proc" "$folder/dev"' EXIT

inside() { chroot "$folder" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@" </dev/null; }

echo "== as a user without rights: names what is missing, changes nothing"
inside useradd --create-home visitor
if inside setpriv --reuid visitor --regid visitor --clear-groups /srv/plume/bootstrap.sh; then
  echo "fresh_machine: bootstrap.sh ought to have ended with 1" >&2
  exit 1
fi
echo "== ./bootstrap.sh"
inside bash -c 'cd /srv/plume && ./bootstrap.sh && ls -l out'
echo "== ./bootstrap.sh test"
inside bash -c 'cd /srv/plume && ./bootstrap.sh test'
