/**
 * What an inventory agent asks and what it is answered: the protocols of the OCS Inventory, FusionInventory and GLPI
 * agents. Only the envelope is looked at here; whether an inventory makes sense is judged later, from the stored upload.
 */

import type { RefusalReason } from './refusals.ts'

/** How often agents send, hours. */
export const hoursBetweenInventories = 24

export type Reply = { readonly status: number; readonly format: 'xml' | 'json'; readonly text: string }
export type Asked =
  | { readonly kind: 'prolog'; readonly format: 'xml'; readonly deviceId: string }
  | { readonly kind: 'contact'; readonly format: 'json'; readonly deviceId: string; readonly enabledTasks: readonly string[] }
  | { readonly kind: 'inventory'; readonly format: 'xml' | 'json'; readonly deviceId: string }
  /** `status` and `sentence` go back to the agent, which writes them into its log. */
  | {
      readonly kind: 'refused'
      readonly format: 'xml' | 'json'
      readonly status: 400 | 501
      readonly reason: RefusalReason
      readonly sentence: string
    }

const refused = (format: 'xml' | 'json', sentence: string, reason: RefusalReason = 'unreadable'): Asked => ({
  kind: 'refused',
  format,
  status: reason === 'not-inventory' ? 501 : 400,
  reason,
  sentence,
})

/** A device id is an opaque name; what could be taken for a path or a second line is none. */
export const isDeviceId = (text: string): boolean => text.length > 0 && text.length <= 255 && !/[\p{Cc}/\\]/u.test(text)

/** Reads the envelope. `text` is what arrived, unpacked. */
export const askedIn = (text: string): Asked => {
  const start = /^[\s\uFEFF]*(.)/.exec(text)?.[1]
  if (start === '{') return askedInJson(text)
  if (start === '<') return askedInXml(text)
  return refused('xml', 'The upload is neither XML nor JSON.')
}

const declaration = /<!(DOCTYPE|ENTITY)/i

const askedInXml = (text: string): Asked => {
  // No agent declares entities; whoever does wants ours resolved.
  if (declaration.test(text)) return refused('xml', 'The upload has a DOCTYPE or ENTITY declaration, which is never read.')
  const from = text.indexOf('<CONTENT')
  const to = text.lastIndexOf('</CONTENT>')
  const envelope = from >= 0 && to > from ? text.slice(0, from) + text.slice(to) : text.slice(0, 10_000)
  const query = /<QUERY>\s*([A-Z]{1,30})\s*<\/QUERY>/i.exec(envelope)?.[1]?.toUpperCase()
  const deviceId = plain(/<DEVICEID>([^<]{0,1000})<\/DEVICEID>/i.exec(envelope)?.[1] ?? '')
  if (query === undefined) return refused('xml', 'The upload has no QUERY: PROLOG or INVENTORY is understood.')
  if (query !== 'PROLOG' && query !== 'INVENTORY')
    return refused('xml', `QUERY ${query} is not taken here: PROLOG and INVENTORY are.`, 'not-inventory')
  if (!isDeviceId(deviceId))
    return refused('xml', 'DEVICEID must have 1 to 255 characters, without slashes or control characters.', 'nameless')
  return query === 'PROLOG' ? { kind: 'prolog', format: 'xml', deviceId } : { kind: 'inventory', format: 'xml', deviceId }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string => text.trim().replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '')

const askedInJson = (text: string): Asked => {
  if (isDeeperThan(text, deepestJson)) return refused('json', `The upload is nested deeper than ${deepestJson}.`)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return refused('json', 'The upload begins like JSON and is none.')
  }
  if (typeof document !== 'object' || document === null) return refused('json', 'The upload must be a JSON object.')
  const field = (name: string): unknown => (Object.hasOwn(document, name) ? Reflect.get(document, name) : undefined)
  const deviceId = field('deviceid')
  const action = field('action') ?? 'inventory'
  if (typeof deviceId !== 'string' || !isDeviceId(deviceId))
    return refused('json', 'deviceid must have 1 to 255 characters, without slashes or control characters.', 'nameless')
  const tasks = field('enabled-tasks')
  const enabledTasks = Array.isArray(tasks)
    ? tasks.filter((task) => typeof task === 'string' && /^[\w-]{1,50}$/.test(task)).slice(0, 50)
    : []
  if (action === 'contact') return { kind: 'contact', format: 'json', deviceId, enabledTasks }
  if (action === 'inventory') return { kind: 'inventory', format: 'json', deviceId }
  return refused(
    'json',
    `action ${typeof action === 'string' ? action.slice(0, 50) : ''} is not taken here: contact and inventory are.`,
    'not-inventory',
  )
}

export const deepestJson = 16

/** Counts brackets outside strings, before anything recurses into them. */
export const isDeeperThan = (text: string, most: number): boolean => {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 92) at++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) {
      if (++depth > most) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}

/**
 * What the agent hears. `agentId`: the GLPI agent's header, which marks an agent that can speak JSON. `needsFull`: what
 * is known of it lacks sections that it will not send again by itself: answering its contact with an error makes its next
 * run begin with a prolog, and answering that one in XML makes it send everything.
 */
export const replyTo = (asked: Asked, { agentId, needsFull }: { agentId: string | null; needsFull: boolean }): Reply => {
  switch (asked.kind) {
    case 'prolog':
      return agentId !== null && !needsFull
        ? json(200, { status: 'pending', expiration: 0 })
        : xml(200, `<PROLOG_FREQ>${hoursBetweenInventories}</PROLOG_FREQ><RESPONSE>SEND</RESPONSE>`)
    case 'contact':
      return needsFull
        ? json(409, { status: 'error', message: 'A full inventory is needed: the next run sends it.', expiration: hoursBetweenInventories })
        : json(200, {
            status: 'ok',
            expiration: hoursBetweenInventories,
            // Without a task for a GLPI server it asks once more.
            tasks: { inventory: { server: 'glpi', version: '10.0.17' } },
            disabled: asked.enabledTasks.filter((task) => task !== 'inventory'),
          })
    case 'inventory':
      return asked.format === 'json'
        ? json(200, { status: 'ok', expiration: hoursBetweenInventories })
        : xml(200, '<RESPONSE>NO_ACCOUNT_UPDATE</RESPONSE>')
    case 'refused':
      return refusal(asked.format, asked.status, asked.sentence)
  }
}

export const refusal = (format: 'xml' | 'json', status: number, sentence: string): Reply =>
  format === 'json'
    ? json(status, { status: 'error', message: sentence, expiration: hoursBetweenInventories })
    : xml(status, `<ERROR>${escaped(sentence)}</ERROR>`)

/** What the tasks deploy, collect and ESX ask before they run: nothing is planned for them. */
export const noTasks: Reply = { status: 200, format: 'json', text: JSON.stringify({ configValidityPeriod: 600, schedule: [] }) }

const json = (status: number, body: unknown): Reply => ({ status, format: 'json', text: JSON.stringify(body) })
const xml = (status: number, inner: string): Reply => ({
  status,
  format: 'xml',
  text: `<?xml version="1.0" encoding="UTF-8"?>\n<REPLY>${inner}</REPLY>\n`,
})
const escaped = (text: string): string => text.replace(/[<>&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : '&amp;'))
