/** Every AWS call that any journey's functions made, against the roles that the template gives them. */
import { globSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readRecord, reportOn, stackOf } from '../../infra/local/permissions/report.ts'
import { synthesizedTemplate } from '../../infra/local/template/synthesized.ts'
import { recordsFolder } from '../journeys/product.ts'

/** Allowed though no journey needs it, each for a reason. */
const neverUsed: readonly { readonly granted: RegExp; readonly because: string }[] = [
  {
    granted: /^(expand|on-alarm|on-report|on-inventory|index-terms) sqs:(ChangeMessageVisibility|GetQueueUrl) /,
    because: "the CDK grants them together with what Lambda's poller needs to receive and delete",
  },
  {
    granted: /^(progress sqs:(GetQueueAttributes|GetQueueUrl) .*Uncounted|machine-changes sqs:(GetQueueAttributes|GetQueueUrl) .*Untold)/,
    because: 'the CDK grants them together with sending to the dead letters',
  },
  {
    granted: /^(progress|on-inventory) dynamodb:(DeleteItem|Query) table/,
    because: 'connections that are gone are forgotten; which function meets one first is chance',
  },
  {
    granted: /^on-alarm sqs:SendMessage /,
    because: 'chunks that a crash left unexpanded are asked for again; more is due at once than there is time for',
  },
  {
    granted: /^(api|edge-api|on-inventory|index-terms) s3:ListBucket /,
    because: 'without it S3 answers 403 and not 404 for what is not there; nobody lists',
  },
  {
    granted: /^on-inventory execute-api:ManageConnections /,
    because: 'it rings where a console shows machines; no journey looks at that page while an inventory comes',
  },
]

const calls = globSync('*.jsonl', { cwd: recordsFolder }).flatMap((file) => readRecord(`${recordsFolder}/${file}`))
const { refused, unused } = reportOn(stackOf(await synthesizedTemplate(new URL('../..', import.meta.url).pathname)), calls)

it('the journeys ran, and were recorded', () => {
  expect(new Set(calls.map((call) => call.function)).size, 'functions that called AWS').toBe(11)
})

it('no function asked for what its role does not allow', () => {
  expect(refused).toEqual([])
})

it('no role allows what nothing uses, but for what is listed here with its reason', () => {
  const found = unused.map((each) => `${each.function} ${each.action} ${each.resources.map((arn) => arn.split(':').at(-1)).join(' ')}`)
  expect(found.filter((granted) => !neverUsed.some((known) => known.granted.test(granted)))).toEqual([])
})
