/**
 * The sentences that the API's code can refuse with, found in its syntax: what stands where a refusal takes its words,
 * and whatever else reads like one of them, so that a sentence which comes by a detour is found too.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'

const root = join(import.meta.dirname, '../..')

/** `detail` is a whole sentence; `fault` says what would be right of a field; the others name the kind of thing that is so. */
export type Role = 'detail' | 'fault' | 'missing' | 'outside'
export type Written = {
  readonly role: Role
  /** With the source of what is written into it between braces: `There is a site {site.id} already.` */
  readonly text: string
  readonly where: string
}

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [])
const childrenOf = (node: Node): Node[] => Object.values(node).flatMap(nodes)
const nameOf = (value: unknown): string => (isNode(value) && typeof value['name'] === 'string' ? value['name'] : '')

/** Where each of these takes its words: the role and the place of the argument. */
const places: ReadonlyMap<string, readonly [Role, number]> = new Map([
  ['Refusal', ['detail', 1]],
  ['invalid', ['fault', 2]],
  ['conflict', ['fault', 2]],
  ['faultAt', ['fault', 3]],
  ['refuse', ['fault', 1]],
  ['refine', ['fault', 1]],
  ['notFound', ['missing', 0]],
  ['outside', ['outside', 0]],
])
/** Properties that hold words of a fault, and those whose words are for readers of the description of the API. */
const ofFaults = ['message', 'error', 'says']
const ofDescriptions = ['description', 'summary', 'title', 'id']

/** What an expression says: each branch of it. Whatever is not written here says nothing. */
const said = (node: Node | undefined, source: string): string[] => {
  if (!node) return []
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : []
  if (node.type === 'ConditionalExpression') return nodes([node['consequent'], node['alternate']]).flatMap((one) => said(one, source))
  if (node.type === 'LogicalExpression') return nodes([node['left'], node['right']]).flatMap((one) => said(one, source))
  if (node.type !== 'TemplateLiteral') return []
  const spans = nodes(node['expressions'])
  return nodes(node['quasis']).reduce<string[]>(
    (begun, quasi, at) => {
      const { cooked } = quasi['value'] as { cooked: string }
      const span = spans[at]
      const words = span ? said(span, source) : ['']
      const written = span && words.length === 0 ? [`{${source.slice(span.start, span['end'] as number)}}`] : words
      return begun.flatMap((text) => written.map((word) => `${text}${cooked}${word}`))
    },
    [''],
  )
}

const looksLike = (text: string): Role | null => {
  if (/^(must|cannot|expected|is not|is of|may not) /.test(text)) return 'fault'
  return /^(\{.+?\}|[A-Z][\w’']*),? .*\.$/s.test(text) && !/[<>\n]/.test(text) ? 'detail' : null
}

export const sentencesOf = (file: string, source: string): Written[] => {
  const found: Written[] = []
  const add = (role: Role | null, node: Node | undefined) => {
    for (const text of said(node, source)) {
      const known = role ?? looksLike(text)
      const where = `${file}:${source.slice(0, node?.start ?? 0).split('\n').length}`
      if (known !== null && text !== '' && !found.some((one) => one.text === text && one.role === known))
        found.push({ role: known, text, where })
    }
  }
  const walk = (node: Node): void => {
    if (/^(Import|Export(All|Named))/.test(node.type) && isNode(node['source'])) return
    if (node.type === 'Property' && ofDescriptions.includes(nameOf(node['key']))) return
    if (node.type === 'NewExpression' && nameOf(node['callee']) !== 'Refusal' && /Error$/.test(nameOf(node['callee']))) return
    if (node.type === 'Property' && ofFaults.includes(nameOf(node['key']))) add('fault', nodes(node['value'])[0])
    if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const callee = node['callee']
      const name = nameOf(callee) || (isNode(callee) ? nameOf(callee['property']) : '')
      const [role, at] = places.get(name) ?? []
      if (role && at !== undefined) add(role, nodes(node['arguments'])[at])
    }
    add(null, node)
    for (const child of childrenOf(node)) walk(child)
  }
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  walk(program as unknown as Node)
  return found
}

/** Of all files that match, tests left out. */
export const writtenIn = (...patterns: readonly string[]): Written[] =>
  globSync([...patterns], { cwd: root, exclude: (path) => String(path).endsWith('.test.ts') })
    .sort()
    .flatMap((file) => sentencesOf(file, readFileSync(join(root, file), 'utf8')))
