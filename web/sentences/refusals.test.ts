/** Whatever the API can refuse with reads well in both languages: a sentence that the console has no words for fails here. */
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Route } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'
import { faultKey } from '../ui/faults.ts'
import { faultsOf } from './hostile.ts'
import { saidIn } from './words.ts'
import { sentencesOf, type Written, writtenIn } from './written.ts'

/** Whole files whose sentences no person meets: edge launchers and agents are told them, or readers of the API's description. */
const notForPeople =
  /^functions\/(api\/openapi|adapters\/refusals|runtime\/edges|use-cases\/(relay-inventory|receive-inventory|record-inventory|unfit-uploads|ask-about-machines))\.ts|^shared\/contracts\/(edge|live|routes\/inventory)\.ts/
/** The same within a file that also speaks to people. */
const toEdges = [
  'The enrolment token is unknown, used or expired.',
  'must be a token made less than 24 hours ago and not used yet',
  'must not be the name of another edge launcher of the site',
]
/** Says what parseIntervals says, whose sentences are here themselves. */
const saidBefore = ['{parsed.message} (at character {parsed.position + 1})']

/** In place of what is written into a sentence, by the name that the code has for it. */
const samples: readonly (readonly [RegExp, string])[] = [
  [/state$/, 'paused'],
  [/^verb$/, 'stop'],
  [/endAt$/, '2026-11-24T02:00:00Z'],
  [/method$/, 'GET'],
  [/rawPath$/, '/nothing'],
  [/^what$/, 'machine'],
  [/\.access\.right$/, 'machine:list'],
  [/field$/, '/name'],
  [/^(errors\[0\]\?\.)?message$/, 'must not be empty'],
  [/length$|^most|^max|^deepest|^lines?$|size$|minutes|seconds|hours/, '5'],
]
const filled = (text: string): string =>
  text.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => samples.find(([known]) => known.test(name))?.[1] ?? 'x-1')

const written = writtenIn(
  'functions/{api,runtime,use-cases,adapters}/**/*.ts',
  'shared/contracts/**/*.ts',
  'shared/domain/{package/file-path,window/intervals}.ts',
).filter(({ where, text }) => !notForPeople.test(where) && !toEdges.includes(text) && !saidBefore.includes(text))
const of = (role: Written['role']): Written[] => written.filter((one) => one.role === role)

const inBoth = (['en', 'fr'] as const).map(saidIn)
const wordless = (found: readonly Written[], say: (sentence: string) => readonly (string | null)[]): string[] =>
  found.filter(({ text }) => say(filled(text)).includes(null)).map(({ text, where }) => `${where} ${text}`)

describe('sentences with which the API refuses', () => {
  it('are found where a refusal takes them, and by a detour', () => {
    const source = `
      const fault = (state) => (state === 'over' ? \`It has ended (\${state}).\` : null)
      const later = 'must be tomorrow'
      throw new Refusal('conflict', few ? 'Too few.' : \`Of \${count} none fits.\`, [{ field, message: 'must be more' }])
      throw invalid('/name', name, long ? 'must be short' : short ? 'is short' : later)
      throw notFound('thing', id)
      throw new TypeError('This is a fault of ours.')
      const route = { summary: 'Says nothing.', response: z.string().meta({ description: 'The day.' }) }
    `
    expect(sentencesOf('a.ts', source).map(({ role, text }) => `${role}: ${text}`)).toEqual([
      'detail: It has ended ({state}).',
      'fault: must be tomorrow',
      'detail: Too few.',
      'detail: Of {count} none fits.',
      'fault: must be more',
      'fault: must be short',
      'fault: is short',
      'missing: thing',
    ])
    expect(of('detail').length).toBeGreaterThan(70)
    expect(of('fault').length).toBeGreaterThan(130)
    expect(of('missing').length).toBeGreaterThan(10)
  })

  it('can all be said in French and English', () => {
    expect(wordless(of('detail'), (sentence) => inBoth.map(({ refusal }) => refusal(sentence)))).toEqual([])
  })

  it('can all be said of a field', () => {
    expect(wordless(of('fault'), (sentence) => inBoth.map(({ fault }) => fault(sentence)))).toEqual([])
  })

  it('name every kind of thing that is missing or outside', () => {
    const [, french] = inBoth
    const sentences = [
      ...of('missing').map(({ text, where }) => ({ said: `There is no ${text} x-1.`, where })),
      ...of('outside').map(({ text, where }) => ({ said: `The ${text} x-1 is outside your perimeter.`, where })),
    ]
    const vague = sentences.filter(({ said }) => /^L’élément|^null/.test(String(french?.refusal(said))))
    expect(vague).toEqual([])
  })

  it('that contracts say by themselves have words too', () => {
    const forPeople = Object.values<Route>(routes).filter(({ access }) => access.kind === 'right' || access.kind === 'signed-in')
    const faults = new Set(
      forPeople.flatMap(({ params, query, body }) => [params, query, body].flatMap((schema) => (schema ? faultsOf(schema) : []))),
    )
    const [first] = z.array(z.string()).max(2).safeParse(['', '', '']).error?.issues ?? []
    expect(faults.size).toBeGreaterThan(80)
    expect([...faults, first?.message ?? ''].filter((sentence) => !faultKey(sentence))).toEqual([])
  })
})

describe('what is said of them', () => {
  const [english, french] = inBoth
  it.each([
    [
      'The deployment is over (done-with-failures): there is nothing to pause.',
      'Le déploiement n’est plus en cours (Terminé, avec des échecs) : il n’y a rien à mettre en pause.',
    ],
    [
      'The end date of the deployment has passed (2026-11-24T02:00:00Z): launch the deployment again with another.',
      'La date de fin du déploiement est passée (<2026-11-24T02:00:00Z>) : relancez le déploiement avec une autre.',
    ],
    ['There is no group of users abc.', 'Le groupe d’utilisateurs abc n’existe pas ou plus.'],
    [
      '/command must start with a file of the package; it has no a b.sh.',
      'Commande : doit commencer par un fichier du paquet ; il n’a pas a b.sh.',
    ],
    ['/packages/0/packageId must be a package that exists.', 'Paquet : ce paquet n’existe plus.'],
    [
      'This needs the right machine:list, which the token does not hold.',
      'Il faut le droit « Voir les ordinateurs », que le jeton ne donne pas.',
    ],
    ['Something nobody has ever said.', null],
  ])('%s', (sentence, said) => {
    expect(french?.refusal(sentence)).toBe(said)
    expect(english?.refusal(sentence) === null).toBe(said === null)
  })
})
