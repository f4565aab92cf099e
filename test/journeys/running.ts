/** What a file of journeys drives: begun before its tests, gone after them. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from './browser.ts'
import { newDataFolder, type Product, startProduct } from './product.ts'

export type RunningProduct = Product & {
  /** Starts it anew over the same data, after it was killed or stopped. `more`: arguments beside those of the first start. */
  readonly start: (...more: readonly string[]) => Promise<void>
}

/** `npm start` with these arguments and a data folder of its own; what is read of it is of the process that runs now. */
export const runningProduct = (...args: readonly string[]): RunningProduct => {
  let data: Awaited<ReturnType<typeof newDataFolder>> | null = null
  let started: Product | null = null
  const now = (): Product => {
    if (!started) throw new Error('the product has not been started: it runs from beforeAll to afterAll')
    return started
  }
  const start: RunningProduct['start'] = async (...more) => {
    data ??= await newDataFolder()
    started = await startProduct(data.path, [...args, ...more])
  }
  // The first start ever builds the console.
  beforeAll(() => start(), 360_000)
  afterAll(async () => {
    await started?.stop()
    await data?.remove()
  })
  return {
    get ready() {
      return now().ready
    },
    get token() {
      return now().token
    },
    call: (route, request) => now().call(route, request),
    raw: (...request) => now().raw(...request),
    kill: () => now().kill(),
    killNpm: () => now().killNpm(),
    stop: () => now().stop(),
    start,
  }
}

export type RunningBrowser = Pick<Browser, 'newContext'>

export const runningBrowser = (): RunningBrowser => {
  let opened: Browser | null = null
  beforeAll(async () => {
    opened = await openBrowser()
  })
  afterAll(() => opened?.close())
  return {
    newContext: (options) => {
      if (!opened) throw new Error('the browser has not been opened: it is there from beforeAll to afterAll')
      return opened.newContext(options)
    },
  }
}
