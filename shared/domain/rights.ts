/**
 * What a person may do. One right for each action; a profile is a set of rights.
 * Every route of the API declares the right that it needs.
 */
export const rights = [
  'site:list',
  'site:manage',
  'edge:enrol',
  'machine:list',
  'machine:create',
  'machine:edit',
  'machine:delete',
  'machine:probe',
  'inventory:read',
  'inventory:decide',
  'package:list',
  'package:edit',
  'package:delete',
  'bundle:edit',
  'deployment:list',
  'deployment:create',
  'deployment:stop',
  'deployment:log',
] as const
export type Right = (typeof rights)[number]

const reading: readonly Right[] = ['site:list', 'machine:list', 'inventory:read', 'package:list', 'deployment:list', 'deployment:log']

/** The ready profiles; a person's token names those they hold. */
export const profiles = {
  administrator: rights,
  operator: [
    ...reading,
    'machine:create',
    'machine:edit',
    'machine:probe',
    'inventory:decide',
    'bundle:edit',
    'deployment:create',
    'deployment:stop',
  ],
  packager: [...reading, 'package:edit', 'package:delete', 'bundle:edit'],
  helpdesk: [...reading, 'machine:probe', 'deployment:create', 'deployment:stop'],
  reader: reading,
} as const satisfies Record<string, readonly Right[]>
export type Profile = keyof typeof profiles

export const isProfile = (name: string): name is Profile => Object.hasOwn(profiles, name)

/** All rights that the named profiles give together; names that are no profile give nothing. */
export const rightsOf = (names: readonly string[]): ReadonlySet<Right> =>
  new Set(names.filter(isProfile).flatMap((name): readonly Right[] => profiles[name]))
