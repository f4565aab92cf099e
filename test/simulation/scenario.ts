/** A history before it is played: the sites, the machines, what was ordered, and what goes wrong when. Plain data, so that it can be printed, shrunk and played again. */
import type { DeploymentOptions } from '#shared/contracts/deployments.ts'
import type { Nature } from './machine.ts'

export type SitePlan = { readonly timeZone: string; readonly edges: number; readonly slots: number }
export type MachinePlan = Nature & { readonly site: number }

export type Disturbance = { readonly atMinute: number } & (
  | { readonly what: 'edge dies'; readonly edge: number; readonly minutes: number; readonly keepsJournal: boolean }
  | { readonly what: 'edge is restarted'; readonly edge: number; readonly minutes: number }
  | { readonly what: 'edge is cut off from the cloud'; readonly edge: number; readonly minutes: number }
  | { readonly what: 'answers to claims are lost'; readonly minutes: number }
  | { readonly what: 'machine goes away'; readonly machine: number; readonly minutes: number }
  | { readonly what: 'machine restarts'; readonly machine: number }
  | { readonly what: 'machine is wiped'; readonly machine: number }
  | { readonly what: 'alarms are late'; readonly minutes: number; readonly byMinutes: number }
  | { readonly what: 'reports are late'; readonly minutes: number; readonly byMinutes: number }
  | { readonly what: 'the stream is late'; readonly minutes: number; readonly byMinutes: number }
  | { readonly what: 'the bell is broken'; readonly minutes: number }
  | { readonly what: 'a person pauses'; readonly machine: number | null; readonly minutes: number }
  | { readonly what: 'a person asks'; readonly verb: Verb; readonly machine: number | null }
  | { readonly what: 'a person launches again'; readonly which: 'failed' | 'unfinished' | 'all'; readonly machine: number | null }
)
export const verbs = ['pause', 'resume', 'stop', 'interrupt'] as const
export type Verb = (typeof verbs)[number]

export type Scenario = {
  readonly seed: number
  readonly start: string
  readonly sites: readonly SitePlan[]
  readonly machines: readonly MachinePlan[]
  /** The order of each package in the bundle; one: no bundle. */
  readonly orders: readonly number[]
  readonly options: Partial<DeploymentOptions>
  readonly disturbances: readonly Disturbance[]
  /** Also what is rare in life happens often: messages come twice and overtake each other, indexes lag behind. */
  readonly isRough: boolean
}
