#!/bin/sh
# Pulse Hello: what an installer does, in small. Exit code 0 is success, any other an error.
set -u

needed_mb=20
total=5

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

say "Installing Pulse Hello on ${HOSTNAME:-$(uname -n)}"

say "[1/$total] Looking for free space"
free_mb=$(cat "$HOME/disk-free" 2>/dev/null || echo 99999)
if [ "$free_mb" -lt "$needed_mb" ]; then
  echo "Not enough free space: $free_mb MB left, $needed_mb MB needed." >&2
  echo "Free some space (here: echo 9000 > ~/disk-free) and deploy again." >&2
  exit 3
fi
say "      $free_mb MB free"
sleep 1

say "[2/$total] Checking the catalogue"
lines=$(wc -l < data/catalogue.csv)
say "      $lines entries"
sleep 1

say "[3/$total] Copying files"
mkdir -p "$HOME/pulse-hello" || exit 4
if [ -e "$HOME/pulse-hello/installed" ]; then
  echo "warning: Pulse Hello was installed already, it is replaced" >&2
fi
cp data/catalogue.csv README.md "$HOME/pulse-hello/" || exit 4
sleep 1

say "[4/$total] Setting up"
echo "warning: no printer found, the test page is not printed" >&2
sleep 1

say "[5/$total] Finishing"
date > "$HOME/pulse-hello/installed" || exit 4
say "Pulse Hello is installed in $HOME/pulse-hello"
