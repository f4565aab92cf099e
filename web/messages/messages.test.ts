import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { afterSuccessChoices, atClosingChoices, logStreams, Warning } from '#shared/contracts/deployments.ts'
import { lampColours } from '#shared/contracts/machines.ts'
import { deploymentStates } from '#shared/domain/deployment/deployment-state.ts'
import { reasonCodes } from '#shared/domain/deployment/reasons.ts'
import { phases, states } from '#shared/domain/deployment/states.ts'
import { whyCodes } from '#shared/domain/deployment/why.ts'
import { doubtKinds } from '#shared/domain/inventory/identity.ts'
import { refusalReasons } from '#shared/domain/inventory/refusals.ts'
import { termFieldNames } from '#shared/domain/inventory/terms.ts'
import { ruleKinds } from '#shared/domain/people/entity-rules.ts'
import { profiles, rights } from '#shared/domain/rights.ts'
import { problemKinds } from '../api/problem.ts'
import { actionsInLog } from '../features/audit/use-action-name.ts'
import { rightRooms } from '../features/people/right-groups.ts'
import en from './en.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }

const keysOf = (messages: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] =>
  Object.entries(messages).flatMap(([room, texts]) => Object.keys(texts).map((key) => `${room}.${key}`))

const web = join(import.meta.dirname, '..')
const sources = globSync('{api,app,features,ui}/**/*.{ts,tsx}', { cwd: web })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(web, file), 'utf8'))

describe('the words of the console', () => {
  it('are the same keys in English and in French', () => {
    expect(keysOf(fr)).toEqual(keysOf(en))
  })

  it('are well-formed in both languages, and French asks for no value that English does not have', () => {
    const faults: string[] = []
    for (const [locale, messages] of [
      ['en', en],
      ['fr', fr],
    ] as const) {
      const rooms: Readonly<Record<string, Record<string, string>>> = messages
      const english: Readonly<Record<string, Record<string, string>>> = en
      for (const [room, texts] of Object.entries(rooms)) {
        const onError = (error: Error) => faults.push(`${locale} ${room}: ${error.message}`)
        const say = createTranslator<Record<string, string>>({ locale, messages: texts, onError })
        for (const key of Object.keys(texts)) {
          say(key, Object.fromEntries([...(english[room]?.[key] ?? '').matchAll(/\{(\w+)/g)].map(([, name]) => [name, 2])))
        }
      }
    }
    expect(faults).toEqual([])
  })

  it('cover every state, phase, reason, lamp, kind of line and kind of problem', () => {
    expect(Object.keys(en.states).sort()).toEqual([...states].sort())
    expect(Object.keys(en.phases)).toEqual([...phases])
    expect(Object.keys(en.deploymentStates)).toEqual([...deploymentStates])
    expect(Object.keys(en.reasons).sort()).toEqual([...reasonCodes].sort())
    expect(Object.keys(en.why)).toEqual(expect.arrayContaining([...whyCodes]))
    expect(Object.keys(en.failedIn)).toEqual(expect.arrayContaining([...phases]))
    expect(Object.keys(en.afterSuccess)).toEqual([...afterSuccessChoices])
    expect(Object.keys(en.atClosing)).toEqual([...atClosingChoices])
    expect(Object.keys(en.warnings)).toEqual(Warning.shape.code.options)
    expect(Object.keys(en.lamp)).toEqual(expect.arrayContaining([...lampColours]))
    expect(Object.keys(en.log)).toEqual(expect.arrayContaining([...logStreams]))
    expect(Object.keys(en.entityRules)).toEqual(expect.arrayContaining([...ruleKinds]))
    expect(Object.keys(en.rights)).toEqual([...rights])
    expect(Object.keys(en.profileNames)).toEqual(Object.keys(profiles))
    expect(Object.keys(en.rightRooms)).toEqual([...rightRooms])
    expect(Object.keys(en.inventoryFields)).toEqual(termFieldNames)
    expect(Object.keys(en.inventoryDoubts)).toEqual(expect.arrayContaining(doubtKinds.flatMap((kind) => [kind, `${kind}-help`])))
    expect(Object.keys(en.problems)).toEqual(expect.arrayContaining([...problemKinds]))
  })

  it('have a name for all that may stand in the audit log', () => {
    const known = Object.keys(en.auditActions)
    expect(actionsInLog.filter((action) => !known.includes(action))).toEqual([])
  })

  it('say every reason for which an upload is refused', () => {
    expect(Object.keys(en.refusalReasons)).toEqual(refusalReasons.flatMap((reason) => [reason, `${reason}-help`]))
  })

  it('are all used', () => {
    const spoken = sources.join('\n')
    // These rooms are read by keys of the domain, checked above.
    const byDomain = [
      'states',
      'phases',
      'phaseStates',
      'deploymentStates',
      'failedIn',
      'reasons',
      'afterSuccess',
      'atClosing',
      'contentKinds',
      'targetKinds',
      'disruption',
      'figures',
      'refused',
      'relaunch',
      'moments',
      'warnings',
      'lamp',
      'problems',
      'faults',
      'refusals',
      'fieldNames',
      'why',
      'log',
      'upload',
      'rights',
      'profileNames',
      'rightRooms',
      'auditActions',
      'entityRules',
      'inventoryFields',
      'inventoryDoubts',
      'refusalReasons',
      'expressionFaults',
    ]
    const unused = keysOf(en).filter((name) => {
      const [room = '', key = ''] = name.split('.')
      return !byDomain.includes(room) && !spoken.includes(`'${key}'`)
    })
    expect(unused).toEqual([])
  })
})
