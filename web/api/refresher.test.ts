import { describe, expect, it } from 'vitest'
import { createRefresher } from './refresher.ts'

const setUp = (underWay = false) => {
  const asked: string[] = []
  const answers: (() => void)[] = []
  const refresh = createRefresher({
    isUnderWay: () => underWay,
    ask: (topic) => {
      asked.push(topic)
      return new Promise((resolve) => answers.push(resolve))
    },
  })
  const answer = async () => {
    answers.shift()?.()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { asked, refresh, answer }
}

describe('F1 what a live message makes old', () => {
  it('is asked once while the answer is awaited, and once more after it, however many messages come', async () => {
    const { asked, refresh, answer } = setUp()
    for (let message = 0; message < 50; message += 1) void refresh('deployment:d1')
    expect(asked).toHaveLength(1)
    await answer()
    expect(asked).toHaveLength(2)
    await answer()
    expect(asked).toHaveLength(2)
    void refresh('deployment:d1')
    expect(asked).toHaveLength(3)
  })
  it('is asked again when the answer on its way was asked for before the message', async () => {
    const { asked, refresh, answer } = setUp(true)
    void refresh('machines')
    await answer()
    expect(asked).toEqual(['machines', 'machines'])
  })
  it('of one topic does not wait for another', () => {
    const { asked, refresh } = setUp()
    void refresh('machines')
    void refresh('deployments')
    expect(asked).toEqual(['machines', 'deployments'])
  })
})
