'use client'
/** How criteria hold together: written, with its fault where it is, and built, side by side. */
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { ShownCriterion } from '#shared/contracts/groups.ts'
import { type ExpressionFault, parseExpression } from '#shared/domain/group/expression.ts'
import styles from './groups.module.css'
import { allOf, textOf } from './tree.ts'
import { TreeEditor } from './tree-editor.tsx'
import { useCriterionText } from './use-criterion-text.ts'
import type { ExpressionDraft } from './use-expression.ts'

type Props = { readonly draft: ExpressionDraft; readonly criteria: readonly ShownCriterion[]; readonly fault: string }

export const ExpressionEditor = ({ draft, criteria, fault }: Props) => {
  const t = useTranslations('groupForm')
  const say = useExpressionFault()
  const criterionText = useCriterionText()
  const parsed = draft.text.trim() === '' ? null : parseExpression(draft.text, criteria.length)
  const wrong = parsed !== null && !parsed.valid ? parsed.fault : null
  const usual = textOf(allOf(criteria.length))
  return (
    <ColumnLayout columns={2}>
      <FormField
        label={t('expression')}
        description={t('expressionHelp')}
        constraintText={wrong ? '' : t('expressionExample')}
        errorText={wrong ? say(wrong) : fault}
      >
        <SpaceBetween size="xs">
          <Input
            value={draft.text}
            placeholder={usual}
            autoComplete={false}
            spellcheck={false}
            invalid={wrong !== null || fault !== ''}
            onChange={({ detail }) => draft.write(detail.value)}
          />
          {wrong && <FaultShown text={draft.text} fault={wrong} />}
        </SpaceBetween>
      </FormField>
      <div>
        <Box variant="awsui-key-label">{t('builder')}</Box>
        {draft.tree === null ? (
          <SpaceBetween size="xs">
            <Box color="text-body-secondary">{t('builderWaits')}</Box>
            <Button formAction="none" onClick={() => draft.write('')}>
              {t('startOver')}
            </Button>
          </SpaceBetween>
        ) : (
          <TreeEditor tree={draft.tree} criteria={criteria.map(criterionText)} onChange={draft.build} />
        )}
      </div>
    </ColumnLayout>
  )
}

/** What is written, with a mark where it is wrong. */
const FaultShown = ({ text, fault: { column, found } }: { readonly text: string; readonly fault: ExpressionFault }) => (
  <div className={styles['written']} aria-hidden="true">
    {text.slice(0, column - 1)}
    <mark>{found === '' ? '␣' : found}</mark>
    {text.slice(column - 1 + found.length)}
  </div>
)

/** Where and why an expression is wrong, in the person's language. */
const useExpressionFault = (): ((fault: ExpressionFault) => string) => {
  const t = useTranslations('expressionFaults')
  return ({ code, column, found, operator, criteria }) => {
    const what = found === '' ? t('end') : t('found', { found })
    return t('at', { column, fault: t(code, { found: what, operator, criteria }) })
  }
}
