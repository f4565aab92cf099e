/**
 * What runs on machines: POSIX sh and nothing else that a minimal system lacks. docs/architecture.md, "On the machine".
 * Everything from outside arrives as "$1", "$2", … or on standard input. `$1` is always the execution's identifier.
 */

/** Exit codes of our own, apart from those that shells and tools use. */
export const exitCodes = { noTar: 64, notUnpacked: 65, altered: 66, notStarted: 70 } as const

// Whether the runner of the attempt in directory "$1" lives: the same process of the same boot, not another with its pid.
const alive = `
alive() {
  pid= boot= born=
  read -r pid boot born <"$1/pid" 2>/dev/null || return 1
  kill -0 "$pid" 2>/dev/null || return 1
  [ "$boot" = none ] || [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)" ] || return 1
  [ "$born" = none ] || [ "$born" = "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f20)" ]
}
# The code in "$1/exit": digits, whatever is in the file.
code_of() { head -c 4 "$1/exit" 2>/dev/null | tr -cd '0-9'; }
`

// Ends the program in directory "$a", whose runner alive() has just found as $pid: politely, then not. Its end is written down.
const endProgram = `
# dash takes "--" after "-s NAME" only; older shells take a negative number as it is.
end_group() { kill -s "$1" -- "-$pid" 2>/dev/null || kill "-$1" "-$pid" 2>/dev/null || kill -s "$1" "$pid" 2>/dev/null; }
end_program() {
  end_group TERM
  for second in 1 2 3 4 5 6 7 8 9 10; do [ -e "$a/exit" ] && break; sleep 1; done
  [ -e "$a/exit" ] || { end_group KILL; echo 137 >"$a/exit.new" && mv "$a/exit.new" "$a/exit"; }
}
`

/**
 * Says what is there: `m <sha256 of the complete manifest, or ->`, and for the latest attempt whose script was started
 * `a <attempt> running`, `a <attempt> exited <code>`, `a <attempt> interrupted <code>` or `a <attempt> vanished`.
 */
export const inspectScript = `${alive}
base="$HOME/.pulse/$1"
printf 'm %s\\n' "$(head -c 64 "$base/manifest" 2>/dev/null | tr -cd '0-9a-f' | grep . || echo -)"
last=0
for marker in "$base"/attempt-*/started; do
  [ -d "$marker" ] || continue
  number=\${marker%/started}; number=\${number##*/attempt-}
  case "$number" in *[!0-9]*|'') continue ;; esac
  [ "$number" -gt "$last" ] && last=$number
done
[ "$last" -gt 0 ] || exit 0
a="$base/attempt-$last"
for try in 1 2 3; do
  how=exited; [ -d "$a/interrupted" ] && how=interrupted
  if [ -e "$a/exit" ]; then printf 'a %s %s %s\\n' "$last" "$how" "$(code_of "$a")"; exit 0; fi
  if alive "$a"; then printf 'a %s running\\n' "$last"; exit 0; fi
  sleep 1
done
printf 'a %s vanished\\n' "$last"
`

/** `$2`: SHA-256 of the manifest. A tar of `files/…` and `sums` comes on standard input; it counts once every sum is right. */
export const transferScript = `
umask 022
base="$HOME/.pulse/$1"
mkdir -p "$base" && chmod 700 "$HOME/.pulse" || exit ${exitCodes.notUnpacked}
find "$HOME/.pulse" -mindepth 1 -maxdepth 1 -type d -mtime +30 ! -name "$1" -exec rm -rf {} + 2>/dev/null
rm -rf "$base/incoming" "$base/files" "$base/manifest" && mkdir "$base/incoming" && cd "$base/incoming" || exit ${exitCodes.notUnpacked}
command -v tar >/dev/null || { echo 'there is no tar on this machine' >&2; exit ${exitCodes.noTar}; }
tar -xof - || exit ${exitCodes.notUnpacked}
[ -d files ] || mkdir files
if command -v sha256sum >/dev/null; then sha256sum -c sums >/dev/null || exit ${exitCodes.altered}
elif command -v shasum >/dev/null; then shasum -a 256 -c sums >/dev/null || exit ${exitCodes.altered}
else echo 'there is neither sha256sum nor shasum on this machine' >&2; exit ${exitCodes.noTar}; fi
mv files "$base/files" && printf '%s' "$2" >"$base/manifest.new" && mv "$base/manifest.new" "$base/manifest" || exit ${exitCodes.notUnpacked}
cd "$base" && rm -rf incoming
`

/**
 * Starts a program, unless it was started before, and follows it until it ends.
 *
 * `$2` its directory, such as attempt-1, `$3` start or follow, `$4` and `$5` how many bytes of stdout and stderr are
 * known already, `$6` how many of each to send at most, `$7` seconds that it may take, `$8` where it runs: files or home.
 * The command comes on standard input.
 *
 * Says, each on a line: `s` it is started; `o N` or `e N` and then N bytes of stdout or stderr; `k` still there;
 * `x CODE HOW OUT ERR` it ended, by itself (0), by its time limit (1) or because it was interrupted (2), with the sizes
 * of its outputs in bytes; or `v` it vanished without an exit code.
 */
export const runScript = `${alive}${endProgram}
a="$HOME/.pulse/$1/$2" mode=$3 out=$4 err=$5 most=$6 limit=$7
if [ "$mode" = start ]; then
  was=$(umask)
  umask 077
  mkdir -p "$a" || exit ${exitCodes.notStarted}
  if ! [ -d "$a/started" ]; then
    cat >"$a/command" && : >"$a/stdout" && : >"$a/stderr" && date +%s >"$a/began" || exit ${exitCodes.notStarted}
    cat >"$a/runner" <<'RUNNER' || exit ${exitCodes.notStarted}
a=$1
umask "$2"
boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
born=$(sed 's/.*) //' "/proc/$$/stat" 2>/dev/null | cut -d' ' -f20)
printf '%s %s %s\\n' "$$" "\${boot:-none}" "\${born:-none}" >"$a/pid.new" && mv "$a/pid.new" "$a/pid"
# A signal to the group ends the script; its end must still be written down. Ignoring would be inherited.
trap : HUP INT TERM
if [ "$3" = home ]; then folder=$HOME; else folder=$a/../files; fi
if cd "$folder" 2>"$a/stderr"; then sh "$a/command" >"$a/stdout" 2>"$a/stderr" </dev/null; code=$?; else code=127; fi
echo "$code" >"$a/exit.new" && mv "$a/exit.new" "$a/exit"
RUNNER
    # The claim: of two that come this far one makes the directory, and only that one starts the script.
    if mkdir "$a/started" 2>/dev/null; then
      # A process group of its own, so that all of it can be ended: macOS has no setsid, and perl.
      if command -v setsid >/dev/null; then setsid sh "$a/runner" "$a" "$was" "$8" </dev/null >/dev/null 2>&1 &
      elif command -v perl >/dev/null; then
        nohup perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV' sh "$a/runner" "$a" "$was" "$8" </dev/null >/dev/null 2>&1 &
      else nohup sh "$a/runner" "$a" "$was" "$8" </dev/null >/dev/null 2>&1 & fi
    fi
  fi
  umask "$was"
fi
[ -d "$a/started" ] || exit ${exitCodes.notStarted}
echo s
began=$(head -c 12 "$a/began" 2>/dev/null | tr -cd '0-9'); began=\${began:-$(date +%s)}
size_of() { size=$(wc -c <"$1" 2>/dev/null) || size=0; size=$((size)); }
# Sends what is new of file "$2" after byte "$3", at most 64 KiB; n is how much.
frame() {
  n=0
  size_of "$2"
  [ "$size" -gt "$most" ] && size=$most
  [ "$size" -gt "$3" ] || return 0
  n=$((size - $3))
  [ "$n" -gt 65536 ] && n=65536
  printf '%s %s\\n' "$1" "$n"
  tail -c "+$(($3 + 1))" "$2" | head -c "$n"
}
pump() {
  while :; do
    frame o "$a/stdout" "$out"; out=$((out + n)); sent=$n
    frame e "$a/stderr" "$err"; err=$((err + n)); sent=$((sent + n))
    [ "$sent" -gt 0 ] || return 0
  done
}
missing=0 beat=0
while :; do
  over=
  if [ -e "$a/exit" ]; then over=x
  elif alive "$a"; then
    missing=0
    if [ $(($(date +%s) - began)) -ge "$limit" ]; then
      mkdir "$a/timed-out" 2>/dev/null
      end_program
      over=x
    fi
  else
    missing=$((missing + 1))
    [ "$missing" -gt 8 ] && over=v
  fi
  pump
  [ -z "$over" ] || break
  beat=$((beat + 1))
  [ $((beat % 16)) -eq 0 ] && echo k
  sleep 0.3 2>/dev/null || sleep 1
done
if [ "$over" = v ]; then echo v; exit 0; fi
how=0; [ -d "$a/timed-out" ] && how=1; [ -d "$a/interrupted" ] && how=2
size_of "$a/stdout"; outs=$size; size_of "$a/stderr"
printf 'x %s %s %s %s\\n' "$(code_of "$a")" "$how" "$outs" "$size"
`

/**
 * Ends a program before its time; whoever follows it sees how it ends. `$2` its directory. The mark is made first: a
 * program that was interrupted has neither failed nor succeeded, whoever finds it.
 */
export const interruptScript = `${alive}${endProgram}
a="$HOME/.pulse/$1/$2"
[ -d "$a/started" ] || exit 0
for try in 1 2 3 4 5 6 7 8; do
  [ -e "$a/exit" ] && exit 0
  alive "$a" && break
  sleep 0.3 2>/dev/null || sleep 1
done
alive "$a" || exit 0
mkdir "$a/interrupted" 2>/dev/null
if [ -e "$a/exit" ]; then rmdir "$a/interrupted"; exit 0; fi
end_program
`

/** Removes the files and what the script said; the markers stay, so that no attempt ever runs twice. */
export const removeScript = `
base="$HOME/.pulse/$1"
cd "$HOME" || exit 1
rm -f "$base"/attempt-*/stdout "$base"/attempt-*/stderr "$base"/attempt-*/command "$base"/attempt-*/runner
rm -rf "$base/incoming" "$base/manifest" "$base/files"
`
