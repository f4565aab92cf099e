import type { Provider } from 'oidc-provider'

/** A request as the provider's middleware sees it: its address is relative to the issuer. */
export type Context = Parameters<Parameters<Provider['use']>[0]>[0]
