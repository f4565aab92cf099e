/** What all rooms of this journey share. */
import type { RunningBrowser, RunningProduct } from '../running.ts'
import type { Captured } from './uploads.ts'

export type Stage = { readonly product: RunningProduct; readonly browser: RunningBrowser; readonly captured: Captured }
