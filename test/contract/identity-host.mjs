// Hosts the identity provider in a process of its own, so that a test can kill it. Arguments: database file, port (0: a free one), and
// the origin of the console that logs in with it (none: its own).
// Prints one line of JSON: { origin }. Plain JavaScript: test/ does not build against infra/.
import { createServer } from 'node:http'
import { startIdentity } from '../../infra/local/identity/provider.ts'

const [file, port, console_] = process.argv.slice(2)
let identity
const server = createServer((request, response) => {
  if (request.url?.startsWith('/identity')) identity.handle(request, response)
  else response.end('the console')
})
await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const at = console_ ?? origin
identity = await startIdentity({
  file,
  issuer: `${origin}/identity`,
  clients: [
    {
      clientId: 'console',
      redirectUris: [`${at}/en/callback/`, `${at}/fr/callback/`],
      postLogoutRedirectUris: [`${at}/en/`, `${at}/fr/`],
    },
  ],
  administrator: { login: 'admin', password: 'a long first password' },
})
console.log(JSON.stringify({ origin, jwks: await identity.jwks() }))
