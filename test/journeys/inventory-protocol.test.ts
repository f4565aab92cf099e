/** What agents say on the wire and hear; whose machine is whose; what is refused. Through the whole product. */
import { refused } from './inventory-protocol/refused.ts'
import { replies } from './inventory-protocol/replies.ts'
import { whose } from './inventory-protocol/whose.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

replies(product)
whose(product)
refused(product)
