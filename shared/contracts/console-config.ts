import * as z from 'zod'

/** `/config.json` beside the console: the installations it can log in to. Public. */
export const ConsoleConfig = z.object({
  installations: z
    .array(
      z.object({
        name: z.string(),
        api: z.url().meta({ description: 'Base address of the API, without a trailing slash.' }),
        live: z.string().regex(/^wss?:\/\//),
        issuer: z.url().meta({ description: 'OIDC issuer.' }),
        clientId: z.string(),
        logoutUrl: z
          .url()
          .optional()
          .meta({ description: 'Cognito: the `/logout` address of its login pages. Absent: the issuer names its `end_session_endpoint`.' }),
      }),
    )
    .min(1),
})
export type ConsoleConfig = z.infer<typeof ConsoleConfig>
