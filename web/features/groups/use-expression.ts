'use client'
/** The expression of a dynamic group as text and as a tree: whichever is changed, the other follows. */
import { useState } from 'react'
import { type Branch, textOf, treeOfText, withCriterion, without } from './tree.ts'

type State = { readonly text: string; readonly tree: Branch | null }

export type ExpressionDraft = {
  /** Empty: all criteria hold. */
  readonly text: string
  /** null: what is written is wrong, and has no tree. */
  readonly tree: Branch | null
  readonly write: (text: string) => void
  readonly build: (tree: Branch) => void
  /** A criterion is gone, and those after it have moved up. */
  readonly drop: (criterion: number) => void
  /** One more criterion takes part. */
  readonly include: (criterion: number) => void
}

/** `criteria`: how many there are. */
export const useExpression = (initial: string, criteria: number): ExpressionDraft => {
  const [state, setState] = useState<State>({ text: initial, tree: null })
  // A tree that was built stays as it was built; one that was read from a text is read anew.
  const tree = state.tree ?? treeOfText(state.text, criteria)
  const build = (next: Branch) => setState({ text: textOf(next), tree: textOf(next) === '' ? null : next })
  return {
    text: state.text,
    tree,
    write: (text) => setState({ text, tree: null }),
    build,
    drop: (criterion) => {
      // Where nothing is written, all criteria hold, and go on doing so.
      if (state.text.trim() === '' || tree === null) return
      const next = without(tree, criterion)
      // Of one criterion alone there is nothing to combine.
      if (criteria === 2 && textOf(next) === '1') setState({ text: '', tree: null })
      else build(next)
    },
    include: (criterion) => {
      if (tree !== null) build(withCriterion(tree, criterion))
    },
  }
}
