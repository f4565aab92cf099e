/**
 * Asks again what a live message has made old, one round at a time for each topic. A round is never broken off by the
 * next message: while a busy deployment speaks more often than the service answers, that would leave the page without any
 * answer at all. What comes during a round is one more round after it.
 */
import type { Topic } from '#shared/contracts/live.ts'

type Ports = {
  /** Whether an answer under this topic is on its way, asked for before the message came. */
  readonly isUnderWay: (topic: Topic) => boolean
  /** Asks what is old, or waits for what is on its way. Never rejects. */
  readonly ask: (topic: Topic) => Promise<void>
}

export const createRefresher = ({ isUnderWay, ask }: Ports): ((topic: Topic) => Promise<void>) => {
  const rounds = new Map<Topic, { again: boolean }>()
  return async (topic) => {
    const running = rounds.get(topic)
    if (running) {
      running.again = true
      return
    }
    const round = { again: isUnderWay(topic) }
    rounds.set(topic, round)
    for (;;) {
      await ask(topic)
      if (!round.again) break
      round.again = false
    }
    rounds.delete(topic)
  }
}
