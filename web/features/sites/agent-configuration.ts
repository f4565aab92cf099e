/** What is written where, so that an inventory agent sends here. The agents' own words; docs/inventory.md says the same. */

export const agents = ['ocs', 'fusioninventory', 'glpi', 'injector'] as const
export type Agent = (typeof agents)[number]

/** `login`: null where nobody asks for one, at an edge launcher on the LAN. */
export type Server = {
  readonly url: string
  readonly realm: string
  readonly login: { readonly user: string; readonly password: string } | null
}

/** As agents reach it: a console that is served beside its API knows the API by its path alone. */
export const agentAddress = (api: string, path: string): string => new URL(`${api}${path}`, location.href).href

const utf8Base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

const withLogin = (url: string, { user, password }: NonNullable<Server['login']>): string => {
  const address = new URL(url)
  address.username = user
  address.password = password
  return address.href
}

export const agentConfiguration = (
  agent: Agent,
  { url, realm, login }: Server,
): { readonly file: string | null; readonly text: string } => {
  switch (agent) {
    case 'ocs': {
      // OCS takes user and password in base64, and answers only the realm that it was told.
      const lines = login ? [`user=${utf8Base64(login.user)}`, `password=${utf8Base64(login.password)}`, `realm=${realm}`] : []
      return { file: '/etc/ocsinventory/ocsinventory-agent.cfg', text: [`server=${url}`, ...lines, ''].join('\n') }
    }
    case 'fusioninventory':
    case 'glpi': {
      const lines = login ? [`user = ${login.user}`, `password = ${login.password}`] : []
      const folder = agent === 'glpi' ? 'glpi-agent' : 'fusioninventory'
      return { file: `/etc/${folder}/conf.d/pulse.cfg`, text: [`server = ${url}`, ...lines, ''].join('\n') }
    }
    case 'injector': {
      const address = login ? withLogin(url, login) : url
      return { file: null, text: `fusioninventory-injector --url '${address}' --directory ./inventories\n` }
    }
  }
}
