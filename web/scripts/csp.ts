/** The content security policy of one exported page: its own inline scripts by hash, nothing else inline that runs. */
import { createHash } from 'node:crypto'

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi

/** Hashes of the inline scripts of a page, each once. */
export const scriptHashes = (html: string): readonly string[] => [
  ...new Set(
    [...html.matchAll(inlineScript)].map(
      ([, text]) =>
        `'sha256-${createHash('sha256')
          .update(text ?? '')
          .digest('base64')}'`,
    ),
  ),
]

/**
 * `connect-src` cannot name the API, the identity provider and the bucket: they are known from /config.json only
 * when the console runs. Loopback without TLS is for `npm start`. React and Cloudscape set style attributes.
 */
export const policyOf = (html: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${scriptHashes(html).join(' ')}`.trimEnd(),
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')

/** The page with its policy as the first thing in its head. A page that has one gets a new one. */
export const withPolicy = (html: string): string => {
  const bare = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, '')
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(bare).replaceAll('"', '&quot;')}">`
  if (!/<head[^>]*>/i.test(bare)) throw new Error('a page without a head has no place for a policy')
  return bare.replace(/<head[^>]*>/i, (head) => `${head}${meta}`)
}
