/**
 * What a person may do. One right for each action of the product; a profile is a set of rights.
 * Every route of the API declares the right that it needs. docs/rights.md says what each is for.
 */
export const rights = [
  // People
  'user:list',
  'user:manage',
  'profile:manage',
  'entity:manage',
  'audit:read',
  'status:read',
  // Sites
  'site:list',
  'site:manage',
  'edge:enrol',
  // Machines
  'machine:list',
  'machine:create',
  'machine:edit',
  'machine:delete',
  'machine:probe',
  'machine:diagnostic',
  'machine:screen',
  'inventory:read',
  'inventory:import',
  'inventory:decide',
  // Groups of machines
  'group:list',
  'group:edit',
  'group:share',
  'group:delete',
  // Packages
  'package:list',
  'package:edit',
  'package:delete',
  // Deployments
  'deployment:list',
  'deployment:create',
  'deployment:pause',
  'deployment:stop',
  'deployment:log',
  'bundle:edit',
  // Quick actions
  'action:run',
  'action:manage',
] as const
export type Right = (typeof rights)[number]

const reading: readonly Right[] = [
  'site:list',
  'machine:list',
  'inventory:read',
  'group:list',
  'package:list',
  'deployment:list',
  'deployment:log',
]
const deploying: readonly Right[] = ['deployment:create', 'deployment:pause', 'deployment:stop', 'action:run']

/** The ready profiles. They cannot be changed; others are made beside them. */
export const profiles = {
  administrator: rights,
  operator: [
    ...reading,
    ...deploying,
    'status:read',
    'machine:create',
    'machine:edit',
    'machine:probe',
    'machine:diagnostic',
    'machine:screen',
    'inventory:import',
    'inventory:decide',
    'group:edit',
    'group:share',
    'group:delete',
    'bundle:edit',
  ],
  packager: [...reading, 'package:edit', 'package:delete', 'bundle:edit'],
  helpdesk: [...reading, ...deploying, 'machine:probe', 'machine:diagnostic', 'machine:screen'],
  reader: reading,
} as const satisfies Record<string, readonly Right[]>
export type Profile = keyof typeof profiles

export const isProfile = (name: string): name is Profile => Object.hasOwn(profiles, name)

/** All rights that the named profiles give together; `made` are those beside the ready ones. Names of neither give nothing. */
export const rightsOf = (names: readonly string[], made: ReadonlyMap<string, readonly Right[]> = new Map()): ReadonlySet<Right> =>
  new Set(names.flatMap((name): readonly Right[] => (isProfile(name) ? profiles[name] : (made.get(name) ?? []))))
