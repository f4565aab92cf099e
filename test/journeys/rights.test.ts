/**
 * R15 the matrix of rights: every route × every profile × inside and outside the perimeter × every kind of token, asked
 * of the running product over the wire and compared with what is declared. A route that forgot to ask is a difference.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { perimeters } from '#shared/contracts/perimeters.ts'
import type { Route } from '#shared/contracts/route.ts'
import { type OperationId, routes } from '#shared/contracts/routes.ts'
import { type Profile, profiles, rightsOf } from '#shared/domain/rights.ts'
import { openIdentityDatabase } from '../../infra/local/identity/database.ts'
import { signingKeyOf } from '../../infra/local/identity/keys.ts'
import { mintAccessToken } from '../../infra/local/identity/mint.ts'
import { sqliteAccounts } from '../../infra/local/identity/sqlite-accounts.ts'
import { newPerson, providerOf, type Somebody } from './people.ts'
import { addPackage, newDataFolder, type Product, startProduct, until } from './product.ts'

type Where = 'inside' | 'outside'
const places: readonly Where[] = ['inside', 'outside']
const kinds = ['session', 'script', 'none', 'expired', 'other-installation', 'disabled'] as const
type Kind = (typeof kinds)[number]
type Asked = { readonly path: string; readonly body?: unknown }

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let elsewhere: string

beforeAll(async () => {
  data = await newDataFolder()
  elsewhere = await mkdtemp(join(tmpdir(), 'pulse-other-'))
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
}, 360_000)

afterAll(async () => {
  await product?.stop()
  await data?.remove()
  await rm(elsewhere, { recursive: true, force: true })
})

const profileNames = Object.keys(profiles).filter((name): name is Profile => Object.hasOwn(profiles, name))

/** Tokens by profile and kind. What is expired or another installation's is an administrator's: it would open everything. */
const makeTokens = async (entityId: string, everybody: string): Promise<(profile: Profile, kind: Kind) => string | null> => {
  const { issuer, clientId } = await providerOf(product)
  const expired = await mintAccessToken({ file: join(data.path, 'identity.db'), issuer, clientId, lifetimeSeconds: -60 })
  const file = join(elsewhere, 'identity.db')
  const database = openIdentityDatabase(file)
  await signingKeyOf(database)
  await sqliteAccounts(database).create({ login: 'admin', name: 'Administrator', groups: ['administrator'], password: 'of another one' })
  const other = await mintAccessToken({ file, issuer, clientId, lifetimeSeconds: 3600 })
  database.close()

  const people = new Map<string, { somebody: Somebody; script: string; disabled: Somebody }>()
  for (const profile of profileNames) {
    const given = { profiles: [profile], entityIds: [entityId], groupIds: [everybody] }
    const somebody = await newPerson(product, { login: `in-${profile}`, ...given })
    const disabled = await newPerson(product, { login: `out-${profile}`, ...given })
    await product.call(routes.editUser, { params: { id: disabled.user.id }, body: { disabled: true } })
    const made = await somebody.raw('POST', '/access-tokens', { name: 'all', rights: [...profiles[profile]], days: 1 })
    people.set(profile, { somebody, script: routes.createAccessToken.response.parse(made.body).token, disabled })
  }
  return (profile, kind) => {
    const one = people.get(profile)
    switch (kind) {
      case 'session':
        return one?.somebody.tokens.access_token ?? ''
      case 'script':
        return one?.script ?? ''
      case 'disabled':
        return one?.disabled.tokens.access_token ?? ''
      case 'expired':
        return expired
      case 'other-installation':
        return other
      case 'none':
        return null
    }
  }
}

/** `everybody`: a group of users in which all who ask are. */
type World = { readonly inside: string; readonly outside: string; readonly packageId: string; readonly everybody: string }

const makeWorld = async (): Promise<World> => {
  const inside = await product.call(routes.createEntity, { body: { name: 'Inside', parentId: 'root' } })
  const outside = await product.call(routes.createEntity, { body: { name: 'Outside', parentId: 'root' } })
  const pack = await addPackage(product, { label: 'Any', command: 'true' }, { 'a.txt': 'a' })
  const everybody = await product.call(routes.createUserGroup, { body: { name: 'Everybody' } })
  return { inside: inside.id, outside: outside.id, packageId: pack.id, everybody: everybody.id }
}

let serial = 0

const sharedGroup = async (everybody: string, machineIds: readonly string[]): Promise<string> => {
  const body = { kind: 'static' as const, name: `g-${++serial}`, machineIds: [...machineIds] }
  const { id } = await product.call(routes.createGroup, { body })
  await product.call(routes.shareGroup, { params: { id }, body: { shares: [{ kind: 'userGroup', id: everybody }] } })
  return id
}
const startAt = new Date(Date.now() + 86_400_000).toISOString()

/** `isGranted`: the request is to be carried out, and not refused. */
type Aim = (where: Where, isGranted: boolean) => Promise<Asked>
/** They speak of inventories that only agents send: asked here is whether the door opens. */
const opensOnly: readonly OperationId[] = [
  'getMachineInventory',
  'listInventoryChanges',
  'compareInventories',
  'getInventorySince',
  'mergeMachine',
  'splitMachine',
]

/** For each route that the perimeter touches: a request that would be carried out, aimed at something new at this place. */
const aimed = ({ packageId, everybody, ...entities }: World) => {
  const machine = async (where: Where) => {
    const body = { name: `m-${++serial}`, siteId: 'local', address: '127.0.1.60', port: 2, entityId: entities[where] }
    return (await product.call(routes.createMachine, { body })).id
  }
  const order = (machineId: string) => ({ packageId, machineIds: [machineId], options: { startAt } })
  const deployment = async (where: Where): Promise<string> => {
    const { id } = await product.call(routes.createDeployment, { body: order(await machine(where)) })
    const executions = () => product.call(routes.listExecutions, { params: { id }, query: {} })
    while ((await executions()).items.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    return id
  }
  const entity = async (where: Where) =>
    (await product.call(routes.createEntity, { body: { name: `e-${++serial}`, parentId: entities[where] } })).id
  let shared: Promise<string> | null = null
  /** Of machines, which all who ask see. */
  const group = () => {
    shared ??= sharedGroup(everybody, [])
    return shared
  }
  /** Read again and again, and changed by nobody. */
  const kept = { machine: new Map<Where, string>(), deployment: new Map<Where, string>() }
  const keep = async (what: 'machine' | 'deployment', where: Where): Promise<string> => {
    const known = kept[what].get(where) ?? (await (what === 'machine' ? machine(where) : deployment(where)))
    kept[what].set(where, known)
    return known
  }
  /** What is granted needs something of its own to change; a refusal changes nothing. */
  const target = (where: Where, isGranted: boolean) => (isGranted ? deployment(where) : keep('deployment', where))
  const stopped = async (id: string): Promise<void> => {
    await product.call(routes.stopDeployment, { params: { id } })
    await until(
      () => product.call(routes.getDeployment, { params: { id } }),
      ({ state }) => state === 'stopped',
    )
  }
  return {
    kept: keep,
    requests: {
      createMachine: async (where) => ({
        path: '/machines',
        body: { name: `m-${++serial}`, siteId: 'local', address: '127.0.1.60', entityId: entities[where] },
      }),
      importMachines: async (where) => ({
        path: '/machines/import',
        body: [{ name: `m-${++serial}`, site: 'local', addresses: ['127.0.1.60'], entity: entities[where] }],
      }),
      getMachine: async (where) => ({ path: `/machines/${await keep('machine', where)}` }),
      editMachine: async (where) => ({ path: `/machines/${await keep('machine', where)}`, body: { user: 'deploy' } }),
      deleteMachine: async (where) => ({ path: `/machines/${await machine(where)}` }),
      foreseeDeletion: async (where) => ({ path: `/machines/${await keep('machine', where)}/deletion` }),
      listMachineExecutions: async (where) => ({ path: `/machines/${await keep('machine', where)}/executions` }),
      probeMachines: async (where) => ({ path: '/machine-probes', body: { machineIds: [await keep('machine', where)] } }),
      createDeployment: async (where) => ({ path: '/deployments', body: order(await keep('machine', where)) }),
      getDeployment: async (where) => ({ path: `/deployments/${await keep('deployment', where)}` }),
      listExecutions: async (where) => ({ path: `/deployments/${await keep('deployment', where)}/executions` }),
      checkDeployment: async (where) => ({ path: '/checks/deployment', body: order(await keep('machine', where)) }),
      getReport: async (where) => ({ path: `/deployments/${await keep('deployment', where)}/report` }),
      exportReport: async (where) => ({ path: `/deployments/${await keep('deployment', where)}/report.csv` }),
      stopDeployment: async (where, isGranted) => ({ path: `/deployments/${await target(where, isGranted)}/stop` }),
      pauseDeployment: async (where, isGranted) => ({ path: `/deployments/${await target(where, isGranted)}/pause` }),
      resumeDeployment: async (where, isGranted) => {
        const id = await target(where, isGranted)
        if (isGranted) await product.call(routes.pauseDeployment, { params: { id } })
        return { path: `/deployments/${id}/resume` }
      },
      relaunchDeployment: async (where, isGranted) => {
        const id = await target(where, isGranted)
        if (isGranted) await stopped(id)
        return { path: `/deployments/${id}/relaunch`, body: { which: 'unfinished' } }
      },
      stopExecution: async (where, isGranted) => ({ path: `/executions/${await target(where, isGranted)}.0.0/stop` }),
      pauseExecution: async (where, isGranted) => ({ path: `/executions/${await target(where, isGranted)}.0.0/pause` }),
      resumeExecution: async (where, isGranted) => {
        const id = `${await target(where, isGranted)}.0.0`
        if (isGranted) await product.call(routes.pauseExecution, { params: { id } })
        return { path: `/executions/${id}/resume` }
      },
      relaunchExecution: async (where, isGranted) => {
        const id = `${await target(where, isGranted)}.0.0`
        if (isGranted) await product.call(routes.stopExecution, { params: { id } })
        return { path: `/executions/${id}/relaunch` }
      },
      getMachineInventory: async (where) => ({ path: `/machines/${await keep('machine', where)}/inventory` }),
      listInventoryChanges: async (where) => ({ path: `/machines/${await keep('machine', where)}/inventory/changes` }),
      compareInventories: async (where) => ({ path: `/machines/${await keep('machine', where)}/inventory/comparison` }),
      getInventorySince: async (where) => ({
        path: `/machines/${await keep('machine', where)}/inventory/since?section=software&name=any`,
      }),
      mergeMachine: async (where) => ({ path: `/machines/${await keep('machine', where)}/merge`, body: { machineId: 'nobody' } }),
      splitMachine: async (where) => ({ path: `/machines/${await keep('machine', where)}/split`, body: { agentKey: 'nobody' } }),
      listInventoryDoubts: async () => ({ path: '/inventory-doubts' }),
      decideInventoryDoubt: async () => ({ path: '/inventory-doubts/nothing/decision', body: { decision: 'separate' } }),
      listInventoryRefusals: async () => ({ path: '/inventory-refusals' }),
      getExecution: async (where) => ({ path: `/executions/${await keep('deployment', where)}.0.0` }),
      readLog: async (where) => ({ path: `/executions/${await keep('deployment', where)}.0.0/log` }),
      createEntity: async (where) => ({ path: '/entities', body: { name: `e-${++serial}`, parentId: entities[where] } }),
      editEntity: async (where) => ({ path: `/entities/${await entity(where)}`, body: { name: `e-${++serial}` } }),
      deleteEntity: async (where) => ({ path: `/entities/${await entity(where)}` }),
      assignMachines: async (where) => ({
        path: `/entities/${entities[where]}/machines`,
        body: { machineIds: [await keep('machine', where)] },
      }),
      createGroup: async (where) => ({
        path: '/groups',
        body: { kind: 'static', name: `g-${++serial}`, machineIds: [await keep('machine', where)] },
      }),
      changeGroupMembers: async (where) => ({
        path: `/groups/${await group()}/members`,
        body: { add: [await keep('machine', where)] },
      }),
      editEntityRules: async () => ({
        path: '/entity-rules',
        body: { rules: [], version: (await product.call(routes.getEntityRules, {})).version },
      }),
      applyEntityRules: async () => ({ path: '/entity-rules/application' }),
    } satisfies Partial<Record<OperationId, Aim>>,
  }
}

/** Nothing there, and nothing sent: whoever gets past the door hears of that, not of rights. */
const blank = (route: Route): Asked => ({
  path: route.path.replace(/\{\w+\}/g, 'nobody'),
  ...(route.body ? { body: {} } : {}),
})

const ask = async (method: string, { path, body }: Asked, token: string | null, kind: Kind) => {
  const response = await fetch(`${product.ready.api}${kind === 'script' ? '/scripts' : ''}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

/** What the declarations say: a status, or that it is neither 401 nor 403. */
const expected = (
  id: OperationId,
  route: Route,
  profile: Profile,
  where: Where,
  kind: Kind,
  isAimed: boolean,
): number | 'past the door' => {
  const { access } = route
  if (access.kind === 'public') return id === 'enrolEdge' ? (kind === 'script' ? 404 : 400) : 200
  // Edge launchers and inventory agents have functions of their own, which scripts do not reach.
  if (access.kind === 'edge' || access.kind === 'agent') return kind === 'script' ? 404 : 401
  if (kind === 'none' || kind === 'expired' || kind === 'other-installation') return 401
  if (kind === 'disabled') return 403
  if (access.kind === 'right' && !rightsOf([profile]).has(access.right)) return 403
  if (id === 'revokeAccessToken' && kind === 'script') return 403
  const perimeter = perimeters[id]
  if (perimeter === 'whole') return 403
  if ((perimeter === 'forbids' || perimeter === 'parts') && where === 'outside') return 403
  return isAimed && !opensOnly.includes(id) ? route.status : 'past the door'
}

/** Texts of the answer: of what is inside, and of what is outside. `body`: of those that are asked with one. */
type Listed = {
  readonly id: OperationId
  readonly path: string
  readonly body?: unknown
  readonly inside: string
  readonly outside: string
}
const mayCall = (profile: Profile, { access }: Route): boolean => access.kind !== 'right' || rightsOf([profile]).has(access.right)

it('R15 every route, profile, place and token answers as declared', { timeout: 600_000 }, async () => {
  const world = await makeWorld()
  const tokenOf = await makeTokens(world.inside, world.everybody)
  const { kept, requests } = aimed(world)
  const aims: Partial<Record<OperationId, Aim>> = requests
  const entries: [string, Route][] = Object.entries<Route>(routes)
  const ids = z.record(z.string(), z.unknown()).parse(routes)
  const differences: string[] = []
  let cases = 0
  const check = (what: string, right: boolean): void => {
    cases++
    if (!right) differences.push(what)
  }

  for (const [name, route] of entries) {
    const id = Object.keys(ids).find((one): one is OperationId => one === name)
    if (id === undefined) throw new Error(name)
    const aim = aims[id]
    const needsAim = ['forbids', 'parts', 'whole'].includes(perimeters[id])
    expect(aim !== undefined, `${id} is aimed at something`).toBe(needsAim)
    for (const profile of profileNames)
      for (const where of places)
        for (const kind of kinds) {
          const want = expected(id, route, profile, where, kind, aim !== undefined)
          // Whoever is refused before anything is looked at needs nothing new to be made for it.
          const request = aim && want !== 401 && kind !== 'disabled' ? await aim(where, want === route.status) : blank(route)
          const got = await ask(route.method, request, tokenOf(profile, kind), kind)
          const right = want === 'past the door' ? got.status !== 401 && got.status !== 403 && got.status < 500 : got.status === want
          check(`${id} as ${profile}, ${where}, ${kind}: ${got.status} instead of ${want}: ${got.text.slice(0, 200)}`, right)
        }
  }

  // Names are indexed a moment after machines are made.
  const names = { inside: 'seen-from-inside', outside: 'seen-from-outside' }
  const named: string[] = []
  for (const where of places) {
    const body = { name: names[where], siteId: 'local', address: '127.0.1.60', port: 2, entityId: world[where] }
    named.push((await product.call(routes.createMachine, { body })).id)
  }
  const both = await sharedGroup(world.everybody, named)
  const suggested = '/inventory/suggestions?field=Machine%2FName&text=seen-from'
  for (const [token, name] of [
    [product.token, names.outside],
    [tokenOf('administrator', 'session'), names.inside],
  ] as const)
    await until(
      () => ask('GET', { path: suggested }, token, 'session'),
      ({ text }) => text.includes(name),
    )

  // Lists show what is inside, and nothing of what is outside.
  const lists = [
    {
      id: 'listMachines',
      path: '/machines?limit=100&name=',
      inside: await kept('machine', 'inside'),
      outside: await kept('machine', 'outside'),
    },
    {
      id: 'exportMachines',
      path: '/machines.csv',
      inside: await kept('machine', 'inside'),
      outside: await kept('machine', 'outside'),
    },
    {
      id: 'listDeployments',
      path: '/deployments?limit=100',
      inside: await kept('deployment', 'inside'),
      outside: await kept('deployment', 'outside'),
    },
    { id: 'listEntities', path: '/entities', inside: world.inside, outside: world.outside },
    { id: 'suggestFieldValues', path: suggested, ...names },
    { id: 'countFieldValues', path: '/inventory/values?limit=100&field=Machine%2FName', ...names },
    { id: 'exportFieldValues', path: '/inventory/values.csv?field=Machine%2FName', ...names },
    { id: 'getGroup', path: `/groups/${both}`, inside: '"count":1', outside: '"count":2' },
    {
      id: 'checkGroup',
      path: '/groups/check',
      body: { criteria: [{ module: 'inventory', field: 'Machine/Name', value: 'seen-from-*' }] },
      ...names,
    },
    {
      id: 'importGroup',
      path: '/groups/import',
      body: { field: 'Machine/Name', values: Object.values(names), check: true },
      inside: '"matched":1,"unmatched":[{"line":2,',
      outside: '"matched":2',
    },
  ] satisfies readonly Listed[]
  expect(lists.map(({ id }) => id).sort()).toEqual(
    Object.keys(perimeters)
      .filter((id) => Reflect.get(perimeters, id) === 'filters')
      .sort(),
  )
  for (const { id, path, body, inside, outside } of lists as readonly Listed[])
    for (const profile of profileNames.filter((name) => mayCall(name, routes[id])))
      for (const kind of ['session', 'script'] as const) {
        let text = ''
        for (let cursor: string | null = ''; cursor !== null; ) {
          const separator = path.includes('?') ? '&' : '?'
          const answer = await ask(
            routes[id].method,
            { body, path: cursor === '' ? path : `${path}${separator}cursor=${cursor}` },
            tokenOf(profile, kind),
            kind,
          )
          text += answer.text
          if (path.includes('.csv')) break
          cursor = z.object({ nextCursor: z.string().nullable().default(null) }).parse(JSON.parse(answer.text)).nextCursor
        }
        check(`${id} as ${profile}, ${kind}: does not show what is inside`, text.includes(inside))
        check(`${id} as ${profile}, ${kind}: shows what is outside`, !text.includes(outside))
      }

  console.log(`matrix of rights: ${cases} cases, ${differences.length} differences`)
  expect(differences).toEqual([])
  expect(cases).toBeGreaterThan(entries.length * profileNames.length * places.length * kinds.length - 1)
})
