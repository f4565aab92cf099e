/** `npm run rebuild-index [-- --data DIR]`: the running `npm start` builds its index of terms anew from its inventories. docs/runbook.md, terms. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { IndexProgress } from '#shared/contracts/inventory.ts'
import { readRunning } from './running.ts'

const betweenLooksMs = 500
/** One step takes as long as its function may run, and is tried again. */
const longestSilenceMs = 1_500_000

const only = (what: string, names: readonly string[] | undefined, pattern: RegExp): string => {
  const [name, ...others] = (names ?? []).filter((each) => pattern.test(each))
  if (name === undefined || others.length > 0) throw new Error(`one ${what} was expected among ${(names ?? []).join(', ')}.`)
  return name
}

const shown = ({ next }: IndexProgress): string => {
  if (next === null) return 'done'
  return next.rebuild === 'machines' ? 'reading the inventories' : `writing the chunk ${next.chunk}`
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { data: { type: 'string', default: '.pulse' } } })
  const data = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.data)
  const running = readRunning(data)
  if (!running) throw new Error(`Nothing runs with the data folder ${data}: start it with npm start -- --data ${data}.`)
  Object.assign(process.env, running.aws)
  const [documents, queues] = [new DynamoDBClient({}), new SQSClient({})]
  const table = only('main table', (await documents.send(new ListTablesCommand({}))).TableNames, /Main/)
  const queue = only('queue of terms', (await queues.send(new ListQueuesCommand({}))).QueueUrls, /Terms(?!.*DeadLetters)/)
  const run = randomUUID()
  await queues.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ rebuild: 'machines', run }) }))
  let said = 'asked for'
  for (let heard = Date.now(); ; ) {
    const { Item } = await documents.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: 'INDEX' }, sk: { S: 'REBUILD' } }, ConsistentRead: true }),
    )
    const progress = Item ? IndexProgress.parse(unmarshall(Item)) : null
    if (progress?.run === run) {
      const text = `${progress.at} ${shown(progress)}`
      if (text !== said) {
        console.error(text)
        said = text
        heard = Date.now()
      }
      if (progress.isDone) return
    }
    if (Date.now() - heard > longestSilenceMs)
      throw new Error(`The rebuild has not gone on since "${said}": look at the log of index-terms.`)
    await new Promise((done) => setTimeout(done, betweenLooksMs))
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
