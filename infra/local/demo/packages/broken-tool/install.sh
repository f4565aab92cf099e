#!/bin/sh
# A package whose installer fails everywhere: to see how failures look.
echo "Broken Tool 0.9, installer"
sleep 1
echo "Reading tool.conf"
if ! grep -q '^licence=' tool.conf; then
  echo "tool.conf: line 3: no licence= entry" >&2
  echo "Installation aborted, nothing was changed." >&2
  exit 78
fi
