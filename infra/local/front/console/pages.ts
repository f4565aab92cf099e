/** The console's files, served as the bucket behind CloudFront would: `/x/` is `/x/index.html`, and a page for what is not there. */
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import type { ConsoleConfig } from '#shared/contracts/console-config.ts'

const forever = 'public, max-age=31536000, immutable'
const notLong = 'public, max-age=0, must-revalidate'

export type Pages = (request: IncomingMessage, response: ServerResponse, path: string) => void

/** `directory`: the static export. It must be complete: its files are listed once. */
export const consolePages = (directory: string, config: ConsoleConfig, headers: Readonly<Record<string, string>>): Pages => {
  const missing = join(directory, '404.html')
  const page = existsSync(missing) ? readFileSync(missing) : Buffer.from('Not found')
  const files = sirv(directory, {
    etag: true,
    setHeaders: (response, path) => response.setHeader('cache-control', path.startsWith('/_next/static/') ? forever : notLong),
  })
  return (request, response, path) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    if (path === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(config))
      return
    }
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': notLong }).end(page)
    })
  }
}
