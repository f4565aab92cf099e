/** The edge launcher's configuration: read once, everything that is wrong named at once. */
import { readFileSync } from 'node:fs'
import { isIP, isIPv6 } from 'node:net'
import { hostname } from 'node:os'
import * as z from 'zod'
import { line } from '#shared/contracts/common.ts'
import type { RelayConfig } from './inventory/relay.ts'

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const isNetwork = (text: string): boolean => {
  const [address = '', length = ''] = text.split('/')
  return isIP(address) > 0 && /^\d{1,3}$/.test(length) && Number(length) <= (isIPv6(address) ? 128 : 32)
}

const Environment = z.object({
  PULSE_URL: z
    .url({ protocol: /^https?$/, error: 'must be the address of the installation, such as https://pulse.example.org' })
    .transform((text) => new URL(text))
    // Without TLS anybody on the way could give orders; on one machine nobody is on the way.
    .refine((url) => url.protocol === 'https:' || loopback.test(url.hostname), 'must begin with https:// (http only on this machine)')
    .refine((url) => url.search === '' && url.hash === '' && url.username === '', 'must be a plain address, without user, ? or #'),
  PULSE_ENROLMENT_TOKEN: z.string().trim().min(20, 'must be the token that the console shows when an edge is added').optional(),
  PULSE_ENROLMENT_TOKEN_FILE: z.string().min(1).optional(),
  PULSE_EDGE_NAME: line(100).default(() => hostname().slice(0, 100)),
  PULSE_STATE_DIR: z.string().min(1).default('/var/lib/pulse-edge'),
  PULSE_SLOTS: z.coerce.number().int().min(1).max(1000).default(100),
  PULSE_MIRROR_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(20 * 1024 ** 3),
  PULSE_INVENTORY_PORT: z
    .union([
      z.literal('off'),
      z.coerce.number('must be a port, or off').int().min(0, 'must be a port, or off').max(65_535, 'must be a port, or off'),
    ])
    .default(9999),
  PULSE_INVENTORY_ADDRESS: z
    .string()
    .refine((text) => isIP(text) > 0, 'must be an IP address of this host')
    .default('0.0.0.0'),
  PULSE_INVENTORY_NETWORKS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((network) => network !== ''))
    .refine((networks) => networks.every(isNetwork), 'must be networks such as 203.0.113.0/24, separated by commas'),
  PULSE_INVENTORY_USER: line(100).optional(),
  PULSE_INVENTORY_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(200).optional(),
  PULSE_RECONNECT_SECONDS: z.coerce.number().min(1).max(3600).default(300),
})

export type Config = {
  /** Without a trailing slash. */
  readonly url: string
  readonly enrolmentToken: string | null
  readonly name: string
  readonly stateDirectory: string
  /** How many attempts run at once. */
  readonly slots: number
  readonly mirrorBytes: number
  /** How long a machine that was reached once may be away before the attempt is given up. */
  readonly reconnectMs: number
  /** Where inventory agents of the LAN are answered; null: nowhere. */
  readonly inventory: RelayConfig | null
}

/** The configuration, or one sentence for each variable at fault. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config | { readonly faults: readonly string[] } => {
  // An empty variable is how compose files and systemd say "none".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) =>
        given[String(path[0])] === undefined ? `${path.join('.')} is missing` : `${path.join('.')} ${message}`,
      ),
    }
  }
  const env = parsed.data
  let enrolmentToken = env.PULSE_ENROLMENT_TOKEN ?? null
  if (env.PULSE_ENROLMENT_TOKEN_FILE !== undefined && enrolmentToken === null) {
    try {
      enrolmentToken = readFileSync(env.PULSE_ENROLMENT_TOKEN_FILE, 'utf8').trim()
    } catch {
      return { faults: ['PULSE_ENROLMENT_TOKEN_FILE names a file that cannot be read'] }
    }
  }
  if ((env.PULSE_INVENTORY_USER === undefined) !== (env.PULSE_INVENTORY_PASSWORD === undefined))
    return { faults: ['PULSE_INVENTORY_USER and PULSE_INVENTORY_PASSWORD come together, or neither does'] }
  return {
    url: env.PULSE_URL.href.replace(/\/+$/, ''),
    enrolmentToken,
    name: env.PULSE_EDGE_NAME,
    stateDirectory: env.PULSE_STATE_DIR,
    slots: env.PULSE_SLOTS,
    mirrorBytes: env.PULSE_MIRROR_BYTES,
    reconnectMs: env.PULSE_RECONNECT_SECONDS * 1000,
    inventory:
      env.PULSE_INVENTORY_PORT === 'off'
        ? null
        : {
            host: env.PULSE_INVENTORY_ADDRESS,
            port: env.PULSE_INVENTORY_PORT,
            networks: env.PULSE_INVENTORY_NETWORKS,
            login:
              env.PULSE_INVENTORY_USER !== undefined && env.PULSE_INVENTORY_PASSWORD !== undefined
                ? { user: env.PULSE_INVENTORY_USER, password: env.PULSE_INVENTORY_PASSWORD }
                : null,
          },
  }
}
