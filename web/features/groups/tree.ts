/**
 * What the visual builder holds: a boolean expression over numbered criteria, which may be unfinished while somebody
 * builds it. NOT is a mark on what it negates, so two of them are none. Pure.
 */
import { type Expression, parseExpression, unusedIn } from '#shared/domain/group/expression.ts'

export const operators = ['AND', 'OR'] as const
export type Operator = (typeof operators)[number]

type Leaf = { readonly kind: 'criterion'; readonly not: boolean; readonly number: number }
export type Branch = { readonly kind: 'branch'; readonly not: boolean; readonly operator: Operator; readonly of: readonly Tree[] }
export type Tree = Leaf | Branch
/** Places from the root on, each among the children of the one before. */
export type Path = readonly number[]

export const leaf = (number: number): Leaf => ({ kind: 'criterion', not: false, number })
export const branch = (operator: Operator, of: readonly Tree[]): Branch => ({ kind: 'branch', not: false, operator, of })

/** What holds where nothing is said: all criteria. */
export const allOf = (count: number): Branch =>
  branch(
    'AND',
    Array.from({ length: count }, (_, place) => leaf(place + 1)),
  )

/** The tree of an expression that is right. */
export const treeOf = (expression: Expression): Tree => {
  switch (expression.kind) {
    case 'criterion':
      return leaf(expression.number)
    case 'not': {
      const negated = treeOf(expression.operand)
      return { ...negated, not: !negated.not }
    }
    default:
      return branch(expression.kind === 'and' ? 'AND' : 'OR', expression.operands.map(treeOf))
  }
}

/** As people write it. A branch with nothing in it says nothing, one with a single part says that part; empty when nothing is left. */
export const textOf = (tree: Tree): string => {
  const bare = bareText(tree)
  return bare !== '' && tree.not ? `NOT(${bare})` : bare
}
const bareText = (tree: Tree): string => {
  if (tree.kind === 'criterion') return String(tree.number)
  const parts = tree.of.map(textOf).filter((part) => part !== '')
  return parts.length < 2 ? (parts[0] ?? '') : `${tree.operator}(${parts.join(', ')})`
}

/** The root is always a branch, so that something can be added to it. */
const rooted = (tree: Tree): Branch => (tree.kind === 'branch' ? tree : branch('AND', [tree]))

/** The tree of what somebody wrote: all criteria where they wrote nothing, null where it is wrong. */
export const treeOfText = (text: string, criteria: number): Branch | null => {
  if (text.trim() === '') return allOf(criteria)
  const parsed = parseExpression(text, criteria)
  return parsed.valid ? rooted(treeOf(parsed.expression)) : null
}

/** Criteria that an expression leaves out; none while it is wrong. */
export const unusedInText = (text: string, criteria: number): readonly number[] => {
  const parsed = text.trim() === '' ? null : parseExpression(text, criteria)
  return parsed?.valid ? unusedIn(parsed.expression, criteria) : []
}

/** The tree with another node at a place; null takes the node away, and a branch that is left empty with it. */
export const changedAt = (tree: Branch, path: Path, change: (node: Tree) => Tree | null): Branch => {
  const changed = changeIn(tree, path, change)
  return changed === null ? branch(tree.operator, []) : rooted(changed)
}
const changeIn = (tree: Tree, [place, ...deeper]: Path, change: (node: Tree) => Tree | null): Tree | null => {
  if (place === undefined) return change(tree)
  if (tree.kind === 'criterion') return tree
  const of = tree.of.flatMap((child, at) => (at === place ? (changeIn(child, deeper, change) ?? []) : [child]))
  return of.length === 0 && tree.of.length > 0 ? null : { ...tree, of }
}

/** The tree once a criterion is gone: what named it goes, and those after it move up. */
export const without = (tree: Branch, gone: number): Branch => {
  const kept = withoutIn(tree, gone)
  return kept === null ? branch(tree.operator, []) : rooted(kept)
}
const withoutIn = (tree: Tree, gone: number): Tree | null => {
  if (tree.kind === 'criterion') {
    if (tree.number === gone) return null
    return tree.number > gone ? { ...tree, number: tree.number - 1 } : tree
  }
  const of = tree.of.flatMap((child) => withoutIn(child, gone) ?? [])
  return of.length === 0 ? null : { ...tree, of }
}

/** One more criterion beside those of the root. */
export const withCriterion = (tree: Branch, number: number): Branch =>
  tree.not ? branch('AND', [tree, leaf(number)]) : { ...tree, of: [...tree.of, leaf(number)] }
