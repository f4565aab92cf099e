'use client'
/**
 * The visual builder of an expression: a tree of AND and OR over numbered criteria, NOT as a mark on each part. Builders
 * of queries that one can install have whole conditions for leaves and no NOT of a single one; here leaves are numbers.
 */
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import styles from './groups.module.css'
import { type Branch, branch, changedAt, leaf, type Operator, operators, type Path, type Tree } from './tree.ts'

type Props = {
  readonly tree: Branch
  /** What each criterion says, by its number less one. */
  readonly criteria: readonly string[]
  readonly onChange: (tree: Branch) => void
}
type Change = (path: Path, change: (node: Tree) => Tree | null) => void

export const TreeEditor = ({ tree, criteria, onChange }: Props) => (
  <BranchEditor node={tree} path={[]} criteria={criteria} change={(path, change) => onChange(changedAt(tree, path, change))} />
)

type NodeProps<Node> = { readonly node: Node; readonly path: Path; readonly criteria: readonly string[]; readonly change: Change }

const isOperator = (text: string | undefined): text is Operator => operators.some((one) => one === text)

const BranchEditor = ({ node, path, criteria, change }: NodeProps<Branch>) => {
  const t = useTranslations('groupForm')
  const options = operators.map((value) => ({ value, label: t(value) }))
  const place = path.map((at) => at + 1).join('.')
  const add = (one: Tree) => change(path, () => ({ ...node, of: [...node.of, one] }))
  const named = new Set(node.of.map((one) => (one.kind === 'criterion' ? one.number : 0)))
  const next = criteria.findIndex((_, at) => !named.has(at + 1)) + 1
  return (
    <fieldset className={styles['branch']} aria-label={t('branchAt', { place: place || '0' })}>
      <div className={styles['row']}>
        <div className={styles['grows']}>
          <Select
            ariaLabel={t('operatorAt', { place: place || '0' })}
            options={options}
            selectedOption={options.find(({ value }) => value === node.operator) ?? null}
            expandToViewport
            onChange={({ detail }) => {
              const { value } = detail.selectedOption
              if (isOperator(value)) change(path, () => ({ ...node, operator: value }))
            }}
          />
        </div>
        <Marks node={node} path={path} change={change} place={place} />
      </div>
      {node.of.map((child, at) => {
        const props = { path: [...path, at], criteria, change }
        // Parts have no names of their own, and two may be alike: their places tell them apart.
        const key = `${at} ${child.kind}`
        return child.kind === 'criterion' ? (
          <LeafEditor key={key} node={child} {...props} />
        ) : (
          <BranchEditor key={key} node={child} {...props} />
        )
      })}
      <SpaceBetween direction="horizontal" size="s">
        <Button variant="inline-link" formAction="none" iconName="add-plus" onClick={() => add(leaf(next || 1))}>
          {t('addCriterionHere')}
        </Button>
        <Button variant="inline-link" formAction="none" iconName="add-plus" onClick={() => add(branch(other(node.operator), []))}>
          {t('addBranch')}
        </Button>
      </SpaceBetween>
    </fieldset>
  )
}

/** AND within OR and OR within AND: what an inner one is for. */
const other = (operator: Operator): Operator => (operator === 'AND' ? 'OR' : 'AND')

const LeafEditor = ({ node, path, criteria, change }: NodeProps<Tree & { readonly kind: 'criterion' }>) => {
  const t = useTranslations('groupForm')
  const place = path.map((at) => at + 1).join('.')
  const options = criteria.map((text, at) => ({ value: String(at + 1), label: `${at + 1}) ${text}` }))
  return (
    <div className={styles['row']}>
      <div className={styles['grows']}>
        <Select
          ariaLabel={t('criterionAt', { place })}
          options={options}
          selectedOption={options[node.number - 1] ?? null}
          expandToViewport
          onChange={({ detail }) => change(path, () => ({ ...node, number: Number(detail.selectedOption.value) }))}
        />
      </div>
      <Marks node={node} path={path} change={change} place={place} />
    </div>
  )
}

/** NOT, and taking the part away; the root stays. */
const Marks = ({ node, path, change, place }: Omit<NodeProps<Tree>, 'criteria'> & { readonly place: string }) => {
  const t = useTranslations('groupForm')
  return (
    <>
      <Checkbox
        checked={node.not}
        ariaLabel={t('notAt', { place: place || '0' })}
        onChange={({ detail }) => change(path, () => ({ ...node, not: detail.checked }))}
      >
        NOT
      </Checkbox>
      {path.length > 0 && (
        <Button
          variant="inline-icon"
          iconName="remove"
          formAction="none"
          ariaLabel={t('removeAt', { place })}
          onClick={() => change(path, () => null)}
        />
      )}
    </>
  )
}
