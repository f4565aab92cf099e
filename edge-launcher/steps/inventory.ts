/** Runs the machine's own inventory agent, whichever it has. */
import type { ProgramEnd } from './follow-program.ts'
import { failedStep, lostStep, type StepEnd } from './step-end.ts'

export const inventoryTimeoutMs = 30 * 60_000
const noAgent = 64

const agents = ['glpi-agent', 'fusioninventory-agent', 'ocsinventory-agent'] as const
// Where their packages put them; an SSH session's PATH often lacks these.
const folders = [
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/opt/glpi-agent/bin',
  '/opt/glpi-agent',
  '/opt/fusioninventory-agent/bin',
  '/Applications/GLPI-Agent/bin',
  '/cygdrive/c/Program Files/GLPI-Agent',
  '/cygdrive/c/Program Files/FusionInventory-Agent',
]

/**
 * POSIX sh. All three agents send to the server of their own configuration, and with --force they do so whether or not
 * it is their time. The last line on standard error says which one failed.
 */
export const inventoryCommand = `
for agent in ${agents.join(' ')}; do
  found=$(command -v "$agent") || found=
  if [ -z "$found" ]; then
    for folder in ${folders.map((folder) => `'${folder}'`).join(' ')}; do
      for name in "$agent" "$agent.bat"; do
        if [ -z "$found" ] && [ -f "$folder/$name" ] && [ -x "$folder/$name" ]; then found=$folder/$name; fi
      done
    done
  fi
  [ -n "$found" ] || continue
  echo "inventory by $found"
  "$found" --force && exit 0
  code=$?
  echo "$agent ended with exit code $code" >&2
  [ "$code" -eq ${noAgent} ] && code=1
  exit "$code"
done
exit ${noAgent}
`

/** `lastError`: the last line that was seen on standard error. */
export const inventoryEnd = (end: ProgramEnd, lastError: string): StepEnd<number> => {
  switch (end.kind) {
    case 'lost':
      return lostStep(end.detail)
    case 'not-started':
      return failedStep('inventory-failed', `the inventory agent could not be started: ${end.detail}`)
    case 'vanished':
      return failedStep('inventory-failed', 'the inventory agent ended without an exit code: it was killed, or the machine restarted')
    case 'ended':
      return ended(end, lastError)
  }
}

const ended = ({ code, how }: Extract<ProgramEnd, { kind: 'ended' }>, lastError: string): StepEnd<number> => {
  if (how === 'interrupted') return { kind: 'interrupted' }
  if (how === 'timed-out')
    return failedStep('inventory-failed', `the inventory agent was ended after ${inventoryTimeoutMs / 60_000} min`, code)
  if (code === 0) return { kind: 'done', value: 0 }
  if (code === noAgent) return failedStep('inventory-failed', `no inventory agent is on the machine (${agents.join(', ')})`, code)
  const said = agents.some((agent) => lastError.startsWith(`${agent} ended with exit code `))
  return failedStep('inventory-failed', said ? lastError : `the inventory agent ended with exit code ${code ?? 'unreadable'}`, code)
}
