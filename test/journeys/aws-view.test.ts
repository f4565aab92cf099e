/** What `npm start -- --json` hands out under `aws` lets the ordinary SDK look into the stand-ins. */
import { DynamoDBClient, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { ListScheduleGroupsCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { addMachine, addPackage, until } from './product.ts'
import { runningProduct } from './running.ts'
import { clientOf } from './stand-ins.ts'

const product = runningProduct('--no-demo')

/** How long after its launch a deployment is looked at, whatever was lost. */
const launchAlarmMs = 60_000

describe('M6 the stand-ins, seen through the ordinary SDK', () => {
  it('tables hold what the API made', async () => {
    const machine = await addMachine(product, { name: 'seen-from-outside', address: '127.0.1.99', port: 2 })
    const dynamodb = clientOf(product, DynamoDBClient, 'DYNAMODB')
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}))
    expect(TableNames).toHaveLength(3)
    const found = await Promise.all(
      TableNames.map((TableName) =>
        dynamodb.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: `MACHINE#${machine.id}` } },
          }),
        ),
      ),
    )
    expect(found.flatMap(({ Items = [] }) => Items).map((item) => item.name?.S)).toEqual(['seen-from-outside'])
  })

  it('the bucket holds the files of a package under their hash', async () => {
    await addPackage(product, { label: 'Stored', command: 'true' }, { 'a.txt': 'content' })
    const s3 = clientOf(product, S3Client, 'S3')
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
    const listings = await Promise.all(
      Buckets.map(({ Name }) => s3.send(new ListObjectsV2Command({ Bucket: Name ?? '', Prefix: 'files/' }))),
    )
    const keys = listings.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key))
    expect(keys).toEqual(['files/ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73'])
  })

  it('every queue has its dead letters', async () => {
    const { QueueUrls = [] } = await clientOf(product, SQSClient, 'SQS').send(new ListQueuesCommand({}))
    expect(QueueUrls.length).toBeGreaterThanOrEqual(6)
  })

  it('a deployment that begins tomorrow has exactly one schedule, which goes when it is stopped', async () => {
    const scheduler = clientOf(product, SchedulerClient, 'SCHEDULER')
    const { ScheduleGroups = [] } = await scheduler.send(new ListScheduleGroupsCommand({}))
    const schedules = async () =>
      (await Promise.all(ScheduleGroups.map(({ Name }) => scheduler.send(new ListSchedulesCommand({ GroupName: Name ?? '' }))))).flatMap(
        ({ Schedules = [] }) => Schedules,
      )
    expect(await schedules()).toEqual([])
    const { items } = await product.call(routes.listMachines, { query: {} })
    const { items: packages } = await product.call(routes.listPackages, { query: {} })
    const { id } = await product.call(routes.createDeployment, {
      body: {
        packageId: packages[0]?.id ?? '',
        machineIds: [items[0]?.id ?? ''],
        options: { startAt: new Date(Date.now() + 86_400_000).toISOString() },
      },
    })
    await until(schedules, (all) => all.length === 1)
    await product.call(routes.stopDeployment, { params: { id } })
    // Where the alarm of the stop comes before its executions are counted, the one that was set at the launch takes it away.
    await until(schedules, (all) => all.length === 0, launchAlarmMs + 30_000)
  })
})
