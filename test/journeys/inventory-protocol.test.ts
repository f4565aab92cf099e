/** What agents say on the wire and hear; whose machine is whose; what is refused. Through the whole product. */
import { describe } from 'vitest'
import { refused } from './inventory-protocol/refused.ts'
import { replies } from './inventory-protocol/replies.ts'
import { whose } from './inventory-protocol/whose.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

describe('H2 replies as each agent wants them', () => replies(product))
describe('R12 whose machine is whose', () => whose(product))
describe('H2 what is refused, and what is not kept', () => refused(product))
