/** Asks the machine to halt or to restart. */
import type { Order } from '#shared/contracts/edge.ts'
import { remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { doneStep, failedStep, lostStep, type StepEnd } from './step-end.ts'

const timeoutMs = 60_000
const refused = 71

/**
 * POSIX sh. `$2` attempt, `$3` halt or reboot. Says `asked` on a line once the mark is made: whoever finds the mark asks
 * no more, so that a machine that has restarted is not restarted again.
 *
 * `shutdown` is called by its name, as the machine's own PATH finds it, with the time that lets this session end: some
 * take minutes only, some seconds, some wait in the foreground; one that is still there after a few seconds counts down.
 */
export const haltScript = `
case "$3" in halt|reboot) ;; *) exit ${refused} ;; esac
base="$HOME/.pulse/$1" h="$HOME/.pulse/$1/halt-$2"
mkdir -p "$base" && chmod 700 "$HOME/.pulse" && mkdir -p "$h" || exit ${refused}
PATH="$PATH:/usr/sbin:/sbin"
if mkdir "$h/asked" 2>/dev/null; then
  if ! command -v shutdown >/dev/null; then
    echo 'there is no shutdown on this machine' >"$h/said"; echo 127 >"$h/code"; mv "$h/code" "$h/exit"
  else
    case "$(uname -s)" in
      CYGWIN*|MSYS*|MINGW*)
        case "$(command -v shutdown)" in
          *[Ss][Yy][Ss][Tt][Ee][Mm]32*) if [ "$3" = reboot ]; then set -- /r /t 10; else set -- /s /t 10; fi ;;
          *) if [ "$3" = reboot ]; then set -- -r 10; else set -- -s 10; fi ;;
        esac ;;
      SunOS) if [ "$3" = reboot ]; then set -- -y -g 10 -i 6; else set -- -y -g 10 -i 5; fi ;;
      FreeBSD|NetBSD|DragonFly) if [ "$3" = reboot ]; then set -- -r +1; else set -- -p +1; fi ;;
      OpenBSD) if [ "$3" = reboot ]; then set -- -r +1; else set -- -hp +1; fi ;;
      *) if [ "$3" = reboot ]; then set -- -r +1; else set -- -h +1; fi ;;
    esac
    echo "shutdown $*" >"$h/command"
    nohup sh -c 'h=$1; shift; shutdown "$@" >"$h/said" 2>&1; echo "$?" >"$h/code"; mv "$h/code" "$h/exit"' sh "$h" "$@" </dev/null >/dev/null 2>&1 &
  fi
fi
echo asked
for try in 1 2 3 4 5 6 7 8 9 10; do
  [ -e "$h/exit" ] && break
  sleep 0.3 2>/dev/null || sleep 1
done
cat "$h/command" "$h/said" 2>/dev/null | head -c 2000
code=$(head -c 4 "$h/exit" 2>/dev/null | tr -cd '0-9')
[ "\${code:-0}" -eq 0 ] && exit 0
echo "shutdown ended with exit code $code: $(head -c 500 "$h/said")" >&2
exit ${refused}
`

export type Halting = {
  readonly order: Order
  /** Called when the machine has the mark: from now on it may go away at any time. */
  readonly onAsked: () => void
  readonly onLine: (text: string) => void
}

export const halt = async (session: Session, { order, onAsked, onLine }: Halting, signal: AbortSignal): Promise<StepEnd> => {
  let text = ''
  let isAsked = false
  const command = remoteCommand(haltScript, [order.executionId, String(order.attempt), order.halt])
  const end = await session.run(command, {
    signal,
    timeoutMs,
    onOutput: (chunk) => {
      if (text.length < 4096) text += chunk.toString('utf8')
      if (!isAsked && text.startsWith('asked\n')) {
        isAsked = true
        onAsked()
      }
    },
  })
  for (const line of text.split('\n').slice(1)) if (line.trim() !== '') onLine(line)
  // Whoever was asked to go and is gone has done as asked.
  if (end.kind === 'lost') return isAsked ? doneStep : lostStep(end.detail)
  return end.code === 0 ? doneStep : failedStep('halt-failed', end.errors || `exit code ${end.code}`)
}
