/** EventBridge Scheduler as the SDK speaks it (REST JSON), for local mode, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { verifyRequest } from '../sigv4/verify.ts'
import { nextFiring, parseExpression } from './expression.ts'
import { type Kept, openSchedules, Schedule } from './store.ts'

export type Delivery = {
  readonly targetArn: string
  readonly roleArn: string
  readonly input: string
  readonly scheduleName: string
  readonly groupName: string
}
export type SchedulerOptions = {
  readonly file: string
  readonly groups: readonly string[]
  readonly secretOf: (accessKeyId: string) => string | undefined
  /** Rejects when the target did not take it: tried again, then dead letters. */
  readonly deliver: (delivery: Delivery) => Promise<void>
  readonly deadLetter: (queueArn: string, body: string) => Promise<void>
  readonly region: string
  readonly accountId: string
  readonly port?: number
  readonly now?: () => number
}

const statuses = {
  ValidationException: 400,
  ConflictException: 409,
  ResourceNotFoundException: 404,
  UnrecognizedClientException: 403,
  InvalidSignatureException: 403,
} as const
class SchedulerError extends Error {
  readonly type: keyof typeof statuses
  constructor(type: keyof typeof statuses, message: string) {
    super(message)
    this.type = type
  }
}

// Timers hold 31 bits of milliseconds; and the clock of the machine may be set.
const longestWaitMs = 60_000
const retryMs = 1000

export const startScheduler = async (
  options: SchedulerOptions,
): Promise<{ url: string; tick: () => Promise<void>; close: () => Promise<void> }> => {
  const now = options.now ?? Date.now
  const schedules = openSchedules(options.file)
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const fire = async (kept: Kept): Promise<void> => {
    const { schedule, tries } = kept
    const { Target } = schedule
    const input = Target.Input ?? '{}'
    const firstTry = kept.firstTry ?? now()
    try {
      await options.deliver({
        targetArn: Target.Arn,
        roleArn: Target.RoleArn,
        input,
        scheduleName: schedule.Name,
        groupName: schedule.GroupName,
      })
    } catch {
      const most = Target.RetryPolicy?.MaximumRetryAttempts ?? 185
      const age = (Target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000
      if (tries < most && now() - firstTry < age) {
        schedules.setDue(kept, now() + Math.min(60_000, retryMs * 2 ** Math.min(tries, 6)), tries + 1, firstTry)
        return
      }
      if (Target.DeadLetterConfig) await options.deadLetter(Target.DeadLetterConfig.Arn, input)
    }
    const next = dueAfter(schedule, kept.created, Math.max(now(), kept.dueAt ?? 0))
    if (next === null && schedule.ActionAfterCompletion === 'DELETE') schedules.delete(schedule.GroupName, schedule.Name, kept.modified)
    else schedules.setDue(kept, next, 0, null)
  }
  const tick = async (): Promise<void> => {
    for (let due = schedules.due(now()); due.length > 0 && !closed; due = schedules.due(now())) await Promise.all(due.map(fire))
  }
  const arm = (): void => {
    clearTimeout(timer)
    if (closed) return
    const next = schedules.nextDue()
    timer = setTimeout(() => void tick().finally(arm), next === null ? longestWaitMs : Math.min(longestWaitMs, Math.max(0, next - now())))
  }

  const server = createServer((request, response) => {
    answer(options, { schedules, now, changed: arm }, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve))
  arm()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tick,
    close: async () => {
      closed = true
      clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      schedules.close()
    },
  }
}

/** The first firing after an instant; a one-time schedule has none once it has fired. */
const dueAfter = (schedule: Schedule, created: number, after: number | null): number | null => {
  const expression = parseExpression(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone)
  if (!expression || schedule.State === 'DISABLED') return null
  if (expression.kind === 'at') return after === null ? expression.at : null
  const from = Math.max(after ?? created, (schedule.StartDate ?? 0) * 1000 - 1)
  const next = nextFiring(expression, from, created)
  return next !== null && schedule.EndDate !== undefined && next > schedule.EndDate * 1000 ? null : next
}

type Room = { readonly schedules: ReturnType<typeof openSchedules>; readonly now: () => number; readonly changed: () => void }

const answer = async (options: SchedulerOptions, room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const send = (status: number, value: unknown, type?: string) => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...(type ? { 'x-amzn-errortype': type } : {}) })
      .end(JSON.stringify(value))
  }
  try {
    const verdict = verifyRequest({
      method: request.method ?? '',
      url: request.url ?? '/',
      headers: request.headers,
      body,
      secretOf: options.secretOf,
      now: Date.now(),
    })
    if (!verdict.ok)
      throw new SchedulerError(
        verdict.code === 'InvalidAccessKeyId' ? 'UnrecognizedClientException' : 'InvalidSignatureException',
        verdict.message,
      )
    const input: unknown = body.length > 0 ? JSON.parse(body.toString('utf8')) : {}
    send(200, operate(options, room, request.method ?? '', new URL(request.url ?? '/', 'http://localhost'), input))
  } catch (error) {
    if (error instanceof SchedulerError) return send(statuses[error.type], { Message: error.message }, error.type)
    if (error instanceof z.ZodError)
      return send(
        400,
        { Message: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') },
        'ValidationException',
      )
    send(500, { Message: error instanceof Error ? error.message : String(error) }, 'InternalServerException')
  }
}

const operate = (options: SchedulerOptions, room: Room, method: string, url: URL, input: unknown): unknown => {
  const [, kind, encoded] = url.pathname.split('/')
  const name = encoded === undefined ? undefined : decodeURIComponent(encoded)
  const arn = `arn:aws:scheduler:${options.region}:${options.accountId}`
  if (kind === 'schedule-groups') return groups(options, arn, method, name)
  if (kind !== 'schedules') throw new SchedulerError('ValidationException', `${url.pathname} is not part of this stand-in`)
  if (name === undefined) return list(options, room, arn, url)
  if (method === 'POST' || method === 'PUT')
    return save(options, room, arn, method, { ...z.record(z.string(), z.unknown()).parse(input), Name: name })
  const group = url.searchParams.get('groupName') ?? 'default'
  const kept = room.schedules.get(group, name)
  if (!kept) throw new SchedulerError('ResourceNotFoundException', `Schedule ${name} does not exist.`)
  if (method === 'DELETE') {
    room.schedules.delete(group, name)
    room.changed()
    return {}
  }
  return {
    Arn: `${arn}:schedule/${group}/${name}`,
    CreationDate: kept.created / 1000,
    LastModificationDate: kept.modified / 1000,
    ...kept.schedule,
  }
}

const groups = (options: SchedulerOptions, arn: string, method: string, name: string | undefined): unknown => {
  const show = (group: string) => ({ Name: group, Arn: `${arn}:schedule-group/${group}`, State: 'ACTIVE' })
  if (method !== 'GET') throw new SchedulerError('ValidationException', 'Groups come from the template')
  if (name === undefined) return { ScheduleGroups: options.groups.map(show) }
  if (!options.groups.includes(name)) throw new SchedulerError('ResourceNotFoundException', `Schedule group ${name} does not exist.`)
  return show(name)
}

const list = (options: SchedulerOptions, room: Room, arn: string, url: URL): unknown => {
  const group = url.searchParams.get('ScheduleGroup')
  if (group !== null && !options.groups.includes(group) && group !== 'default')
    throw new SchedulerError('ResourceNotFoundException', `Schedule group ${group} does not exist.`)
  const limit = Math.min(100, Number(url.searchParams.get('MaxResults') ?? 100))
  const found = room.schedules.list(group, url.searchParams.get('NamePrefix') ?? '', url.searchParams.get('NextToken') ?? '', limit + 1)
  const state = url.searchParams.get('State')
  const shown = found.slice(0, limit)
  const last = shown.at(-1)?.schedule
  return {
    Schedules: shown
      .filter(({ schedule }) => state === null || schedule.State === state)
      .map(({ schedule, created, modified }) => ({
        Arn: `${arn}:schedule/${schedule.GroupName}/${schedule.Name}`,
        Name: schedule.Name,
        GroupName: schedule.GroupName,
        State: schedule.State,
        CreationDate: created / 1000,
        LastModificationDate: modified / 1000,
        Target: { Arn: schedule.Target.Arn },
      })),
    ...(found.length > limit && last ? { NextToken: `${last.GroupName}/${last.Name}` } : {}),
  }
}

const save = (options: SchedulerOptions, room: Room, arn: string, method: string, input: unknown): unknown => {
  const schedule = Schedule.parse(input)
  if (!options.groups.includes(schedule.GroupName) && schedule.GroupName !== 'default')
    throw new SchedulerError('ResourceNotFoundException', `Schedule group ${schedule.GroupName} does not exist.`)
  if (!parseZone(schedule.ScheduleExpressionTimezone))
    throw new SchedulerError('ValidationException', `ScheduleExpressionTimezone ${schedule.ScheduleExpressionTimezone} is not valid.`)
  if (!parseExpression(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone))
    throw new SchedulerError('ValidationException', `Invalid Schedule Expression ${schedule.ScheduleExpression}.`)
  const before = room.schedules.get(schedule.GroupName, schedule.Name)
  if (method === 'POST' && before) throw new SchedulerError('ConflictException', `Schedule ${schedule.Name} already exists.`)
  if (method === 'PUT' && !before) throw new SchedulerError('ResourceNotFoundException', `Schedule ${schedule.Name} does not exist.`)
  const created = before?.created ?? room.now()
  // Two changes within a millisecond are two changes.
  const modified = Math.max(room.now(), (before?.modified ?? 0) + 1)
  room.schedules.save(schedule, created, modified, dueAfter(schedule, created, null))
  room.changed()
  return { ScheduleArn: `${arn}:schedule/${schedule.GroupName}/${schedule.Name}` }
}

const parseZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format(0)
    return true
  } catch {
    return false
  }
}
