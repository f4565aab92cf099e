/** What was written about machines goes to the index, whoever wrote it: the table's stream forgets nothing. */
import { queue } from '../adapters/queues.ts'
import { streamDoor } from '../runtime/batches.ts'
import { sqsClient } from '../runtime/clients.ts'
import { MachineChangesConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { changedMachines } from '../use-cases/changed-machines.ts'

const config = readConfig(MachineChangesConfig)
const terms = queue(sqsClient(), config.TERMS_QUEUE_URL)

export const handler = streamDoor(async (records) => {
  const machines = changedMachines(records)
  await terms.sendAll(machines.map((machineId) => ({ machineId })))
  logger.info('machines changed', { writes: records.length, machines: machines.length })
})
