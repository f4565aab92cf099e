/** How the pages of inventories are read and pressed. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import type { Machine } from '#shared/contracts/machines.ts'
import { press } from '../browser.ts'

export const tabOf = (machine: Machine, more = ''): string => `machines/detail/?id=${machine.id}&tab=inventory${more}`
/** Of the first column, in the order of the page. */
export const namesIn = async (table: Locator): Promise<string[]> =>
  (await table.getByRole('rowheader').allTextContents()).map((text) => text.trim())
/** A refusal that the page explains is no fault of the console, though the browser writes it down. */
export const own = (faults: readonly string[]): string[] =>
  faults.filter((fault) => !/the server responded with a status of 40[034]/.test(fault))
/** The bars of the chart from the top: label, and length in lengths of the shortest. */
export const barsIn = async (page: Page): Promise<string[]> => {
  const chart = page.getByTestId('chart')
  const labels = await chart.locator('[class*=labels-inline-start] [role=listitem]').allTextContents()
  const lengths = await chart
    .locator('[class*=series__rect]')
    .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().width))
  return lengths.map((length, at) => `${labels[at]} ${Math.round(length / Math.min(...lengths))}`)
}
export const download = async (page: Page, name: string): Promise<string> => {
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, name)])
  return readFile(await file.path(), 'utf8')
}
