/** Machines chosen for a deployment, handed from page to page in this tab; a list of thousands has no place in an address. */
import * as z from 'zod'

const Chosen = z.object({ id: z.string(), name: z.string(), siteId: z.string() })
export type Chosen = z.infer<typeof Chosen>

const keyOf = (selection: string): string => `pulse.selection.${selection}`

/** Keeps the machines and returns the selection's name for the address. */
export const keepSelection = (chosen: readonly Chosen[]): string => {
  const selection = crypto.randomUUID().slice(0, 8)
  sessionStorage.setItem(keyOf(selection), JSON.stringify(chosen))
  return selection
}

/** The machines of a selection; none when it is not known here. */
export const recallSelection = (selection: string): readonly Chosen[] => {
  const text = sessionStorage.getItem(keyOf(selection))
  return text === null ? [] : (z.array(Chosen).safeParse(JSON.parse(text)).data ?? [])
}
