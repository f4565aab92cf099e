/** `npm run -s token [-- --data DIR]`: an access token of the local administrator, for curl. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mintAccessToken } from './identity/mint.ts'
import { readRunning } from './running.ts'

const lifetimeSeconds = 3600
const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}
const read = () => {
  try {
    return parseArgs({ options: { data: { type: 'string', default: '.pulse' } } }).values
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split('\n')[0] : String(error)} Use: npm run -s token [-- --data DIR]`)
  }
}
const data = resolve(process.env['INIT_CWD'] ?? process.cwd(), read().data)
const running = readRunning(data)
if (!running)
  fail(`Nothing runs with the data folder ${data}: start it with npm start${data.endsWith('/.pulse') ? '' : ` -- --data ${data}`}.`)
else if (running.issuer !== `${running.console}/identity`)
  fail(`People log in there with ${running.issuer}: make a token in the console, under My access tokens.`)
else {
  const { issuer, clientId } = running
  console.log(await mintAccessToken({ file: join(data, 'identity.db'), issuer, clientId, lifetimeSeconds }))
}
