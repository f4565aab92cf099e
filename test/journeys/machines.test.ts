/** B1, B2, L2: the list of machines with its filters, import, which address SSH uses, and what a deletion takes along. */
import { deletion } from './machines/deletion.ts'
import { list } from './machines/list.ts'
import { reaching } from './machines/reaching.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo')
const browser = runningBrowser()

list(product, browser)
reaching(product, browser)
deletion(product, browser)
