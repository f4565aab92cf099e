/** A clock that jumps to whatever happens next. One thing at a time; what is due at the same instant comes in the order it was asked for. */
import { soonestFirst } from './soonest-first.ts'

type Act = () => void | Promise<void>

// Far more than a deployment can honestly have to do within one second of its life.
const mostInOneSecond = 200_000

export type Timeline = {
  readonly now: () => number
  readonly at: (instant: number, act: Act) => void
  readonly in: (ms: number, act: Act) => void
  /** Plays until nothing is left, `until` has come, or `isOver` says so. How many things happened. */
  readonly play: (until: number, isOver?: () => boolean) => Promise<number>
}

export const timelineFrom = (start: number): Timeline => {
  const waiting = soonestFirst<Act>()
  let present = start
  const at = (instant: number, act: Act): void => waiting.add(Math.max(instant, present), act)
  return {
    now: () => present,
    at,
    in: (ms, act) => at(present + ms, act),
    play: async (until, isOver = () => false) => {
      let played = 0
      let second = 0
      let inSecond = 0
      for (let next = waiting.first(); next !== null && next.at <= until && !isOver(); next = waiting.first()) {
        waiting.take()
        present = next.at
        inSecond = Math.floor(present / 1000) === second ? inSecond + 1 : 0
        second = Math.floor(present / 1000)
        if (inSecond > mostInOneSecond) throw new Error(`something turns in circles at ${new Date(present).toISOString()}`)
        const going = next.what()
        if (going) await going
        played += 1
      }
      if (!isOver()) present = Math.max(present, until)
      return played
    },
  }
}
