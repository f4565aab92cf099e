/** Speaks to the door of the agents as they do on the wire, byte by byte. */
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'

export type Door = { readonly url: string; readonly user: string; readonly password: string }
export type Heard = { readonly status: number; readonly type: string; readonly bytes: Buffer; readonly text: string; readonly ms: number }
type Packing = 'zlib' | 'gzip' | 'none'

const packers = { zlib: deflateSync, gzip: gzipSync, none: (bytes: Buffer) => bytes }
const unpacked = (bytes: Buffer): string =>
  (bytes[0] === 0x78 ? inflateSync(bytes) : bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')

export const say = async (
  { url, user, password }: Door,
  body: string | Buffer,
  options: { packing?: Packing; type?: string; headers?: Record<string, string> } = {},
): Promise<Heard> => {
  const { packing = 'zlib', type = packing === 'none' ? 'application/xml' : 'application/x-compress-zlib', headers = {} } = options
  const began = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': type,
      'user-agent': 'test',
      ...headers,
    },
    body: new Uint8Array(packers[packing](Buffer.from(body))),
    signal: AbortSignal.timeout(30_000),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    bytes,
    text: unpacked(bytes),
    ms: performance.now() - began,
  }
}

/** Of a board: machines with the same one are the same machine. `last`: what tells it from the others, at most 12 hexadecimal digits. */
export const uuid = (last: string | number): string => `4c4c4544-0051-3610-8052-${String(last).padStart(12, '0')}`

type Described = {
  readonly name: string
  readonly deviceId?: string
  readonly uuid?: string
  readonly serial?: string
  readonly mac?: string
  readonly programs?: Readonly<Record<string, string>>
  readonly more?: string
}
export const xmlInventory = ({
  name,
  deviceId = `${name}-2026-01-01-00-00-00`,
  uuid,
  serial,
  mac,
  programs = {},
  more = '',
}: Described): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<REQUEST><CONTENT><HARDWARE><NAME>${name}</NAME>${uuid ? `<UUID>${uuid}</UUID>` : ''}<OSNAME>Debian GNU/Linux 12</OSNAME></HARDWARE>
${serial ? `<BIOS><SSN>${serial}</SSN></BIOS>` : ''}${mac ? `<NETWORKS><DESCRIPTION>eth0</DESCRIPTION><MACADDR>${mac}</MACADDR></NETWORKS>` : ''}
${Object.entries(programs)
  .map(([program, version]) => `<SOFTWARES><NAME>${program}</NAME><VERSION>${version}</VERSION></SOFTWARES>`)
  .join('\n')}${more}</CONTENT><DEVICEID>${deviceId}</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>`

export const prolog = (deviceId: string): string =>
  `<?xml version="1.0"?><REQUEST><DEVICEID>${deviceId}</DEVICEID><QUERY>PROLOG</QUERY><TOKEN>12345678</TOKEN></REQUEST>`

export const jsonInventory = (deviceId: string, content: Readonly<Record<string, unknown>>, partial = false): string =>
  JSON.stringify({
    action: 'inventory',
    deviceid: deviceId,
    itemtype: 'Computer',
    ...(partial && { partial }),
    content: { versionclient: 'GLPI-Agent_v1.12', ...content },
  })
