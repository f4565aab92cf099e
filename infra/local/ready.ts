/** What is said when everything answers. */

export type Ready = {
  readonly console: string
  readonly api: string
  readonly login: string
  readonly password: string
  readonly data: string
  /** What an inventory agent is configured with. */
  readonly inventory: { readonly url: string; readonly user: string; readonly password: string; readonly realm: string }
  readonly aws: Readonly<Record<string, string>>
}

/** One line of JSON, with exactly these fields. */
export const readyLine = ({ console, api, login, password, data, inventory, aws }: Ready): string =>
  `${JSON.stringify({ console, api, login, password, data, inventory: { url: inventory.url, user: inventory.user, password: inventory.password, realm: inventory.realm }, aws })}\n`

export const readyText = (ready: Ready, started: { readonly demo: boolean; readonly edge: boolean }): string =>
  [
    `Pulse runs at ${ready.console}`,
    `  login     ${ready.login}`,
    `  password  ${ready.password}`,
    `  data      ${ready.data}`,
    `  agents    ${ready.inventory.url} (user ${ready.inventory.user}, password in inventory.json there)`,
    started.demo
      ? 'Log in, open Computers, select some demo machines, and deploy "Pulse hello".'
      : `Log in, open Computers and add a machine${started.edge ? '' : ' (no edge launcher runs: --no-edge)'}.`,
    'For scripts: npm run -s token. Ctrl-C stops; nothing is lost.',
    '',
  ].join('\n')
