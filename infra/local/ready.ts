/** What is said when everything answers. */

export type Ready = {
  readonly console: string
  readonly api: string
  /** Both null where accounts are another provider's. */
  readonly login: string | null
  readonly password: string | null
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
    ...(ready.login === null
      ? [`  login     with the account that --first-administrator names, at the provider`]
      : [`  login     ${ready.login}`, `  password  ${ready.password}`]),
    `  data      ${ready.data}`,
    `  agents    ${ready.inventory.url} (user ${ready.inventory.user}, password in inventory.json there)`,
    started.demo
      ? 'Log in, open Computers, select some demo machines, and deploy "Pulse hello".'
      : `Log in, open Computers and add a machine${started.edge ? '' : ' (no edge launcher runs: --no-edge)'}.`,
    `For scripts: ${ready.login === null ? 'My access tokens, in the console' : 'npm run -s token'}. Ctrl-C stops; nothing is lost.`,
    '',
  ].join('\n')
