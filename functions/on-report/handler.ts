import { ReportMessage } from '#shared/contracts/queues.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { executionStore } from '../adapters/executions.ts'
import { machineStore } from '../adapters/machines.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { queueDoor } from '../runtime/batches.ts'
import { documentClient } from '../runtime/clients.ts'
import { OnReportConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { recordReport } from '../use-cases/deployments/record-report.ts'

const config = readConfig(OnReportConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const ports = {
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  machines: machineStore(table),
  sites: siteStore(table),
  now: () => Date.now(),
}

export const handler = queueDoor(ReportMessage, async (report) => {
  const recorded = await recordReport(ports, report)
  if (recorded !== 'applied')
    logger.info('report changed no state', { recorded, executionId: report.executionId, lease: report.lease, seq: report.seq })
})
