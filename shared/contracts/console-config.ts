import * as z from 'zod'

/** What a console must know of an installation to log in to it. */
export const Installation = z.object({
  name: z.string().min(1),
  api: z.url().meta({ description: 'Base address of the API, without a trailing slash.' }),
  live: z.string().regex(/^wss?:\/\//),
  issuer: z.url().meta({ description: 'OIDC issuer.' }),
  clientId: z.string(),
  logoutUrl: z
    .url()
    .optional()
    .meta({ description: 'Cognito: the `/logout` address of its login pages. Absent: the issuer names its `end_session_endpoint`.' }),
  uploads: z
    .url()
    .optional()
    .meta({ description: 'Where packages are uploaded to: needed for an installation that is not the console’s own.' }),
})
export type Installation = z.infer<typeof Installation>

/** `/config.json` beside the console: the installations it can log in to. Public. */
export const ConsoleConfig = z.object({ installations: z.array(Installation).min(1) })
export type ConsoleConfig = z.infer<typeof ConsoleConfig>
