/** How fast inventories are taken in by the real road (agents' door, queue, recording, index), and where the processor time goes. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Installation } from '../fleet/installation.ts'
import { machinesIndexed, uploadFleet } from '../fleet/real-road.ts'
import type { Figure } from './figures.ts'
import { type BenchOptions, seed, withFleet } from './fleet-product.ts'
import { productCpuByThread, productCpuMs } from './product-cpu.ts'

const uploaded = 600
/** Before anything is counted: a process that has just begun still compiles its code. */
const uploadedBefore = 200
/** Machines that it adds. */
export const machinesOfIngestion = uploadedBefore + uploaded
const longestMs = 600_000
/** Threads below this share of an inventory's time are not worth a line. */
const leastMs = 0.3

const untilIndexed = async (installation: Installation, machines: number): Promise<void> => {
  for (const began = performance.now(); (await machinesIndexed(installation)) < machines; await pause(250))
    if (performance.now() - began > longestMs) throw new Error(`the index did not come to ${machines} machines within ${longestMs} ms`)
}

export const ingestionFrom = async (installation: Installation, first: number): Promise<Figure[]> => {
  const atFirst = await machinesIndexed(installation)
  await uploadFleet(installation, { seed, from: first, count: uploadedBefore, round: 0 }, () => {})
  await untilIndexed(installation, atFirst + uploadedBefore)
  const from = first + uploadedBefore
  const before = productCpuByThread(installation.pid)
  const cpuBefore = productCpuMs(installation.pid)
  const known = await machinesIndexed(installation)
  const began = performance.now()
  await uploadFleet(installation, { seed, from, count: uploaded, round: 0 }, () => {})
  const accepted = performance.now()
  await untilIndexed(installation, known + uploaded)
  const done = performance.now()
  const perSecond = (until: number): number => uploaded / ((until - began) / 1000)
  const each = (ms: number): number => ms / uploaded
  const threads = [...productCpuByThread(installation.pid)]
    .map(([name, ms]): [string, number] => [name, each(ms - (before.get(name) ?? 0))])
    .filter(([, ms]) => ms >= leastMs)
    .sort(([, left], [, right]) => right - left)
  return [
    { name: 'inventories accepted from agents', value: perSecond(accepted), unit: '/s' },
    { name: 'inventories accepted, recorded and indexed', value: perSecond(done), unit: '/s', goal: { atLeast: 40 } },
    {
      name: 'CPU of the whole local product per first inventory of 150 programs',
      value: each(productCpuMs(installation.pid) - cpuBefore),
      unit: 'ms',
    },
    ...threads.map(([name, value]): Figure => ({ name: `of that, ${name}`, value, unit: 'ms' })),
  ]
}

export const ingestion = (options: BenchOptions): Promise<Figure[]> => withFleet(options, ingestionFrom)
