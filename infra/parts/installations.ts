/** One console may lead to several installations: what each side has to be told of the other. */
import * as z from 'zod'
import { Installation } from '#shared/contracts/console-config.ts'

/** `-c` gives text, cdk.json and local mode give either. */
const jsonText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export const OtherInstallations = z
  .preprocess(jsonText, z.array(Installation, 'must be a JSON list of installations, as in /config.json'))
  .default([])

const originOnly = (address: string): boolean => URL.parse(address)?.origin === address
export const OtherConsoles = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((origin) => origin.trim()) : value),
    z.array(z.string().refine(originOnly, 'must be origins such as https://pulse.example.org, with commas between')),
  )
  .default([])

/** Where pages of the console connect to when this installation is chosen, as sources of a content security policy. */
export const reachedFor = ({ api, live, issuer, logoutUrl, uploads }: Installation): readonly string[] => [
  ...new Set([
    new URL(api).origin,
    new URL(live).origin,
    // A path ends with a slash, or the policy would mean that very address alone.
    `${issuer.replace(/\/$/, '')}/`,
    ...[logoutUrl, uploads].flatMap((address) => (address === undefined ? [] : [new URL(address).origin])),
  ]),
]
