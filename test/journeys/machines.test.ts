/** B1, B2, L2: the list of machines with its filters, import, which address SSH uses, and what a deletion takes along. */
import { describe } from 'vitest'
import { deletion } from './machines/deletion.ts'
import { list } from './machines/list.ts'
import { reaching } from './machines/reaching.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo')
const browser = runningBrowser()

describe('B1 the list', () => list(product, browser))
describe('B1 how SSH reaches a machine', () => reaching(product, browser))
describe('B2 a deletion', () => deletion(product, browser))
