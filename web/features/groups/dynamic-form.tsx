'use client'
/** A group whose machines are found by criteria: what is looked for, how it holds together, what that finds now. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CreateGroup, type Group, groupModes, maxCriteria, type ShownCriterion } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { parseExpression } from '#shared/domain/group/expression.ts'
import { useApi } from '../../api/provider.tsx'
import { faultUnder } from '../../ui/fault-under.ts'
import { useForm } from '../../ui/use-form.ts'
import { CheckResult } from './check-result.tsx'
import { asAsked } from './criteria.ts'
import { CriteriaTable } from './criteria-table.tsx'
import { CriterionEditor } from './criterion-editor.tsx'
import { ExpressionEditor } from './expression-editor.tsx'
import { GroupFields } from './group-fields.tsx'
import { GroupForm } from './group-form.tsx'
import { unusedInText } from './tree.ts'
import { useExpression } from './use-expression.ts'
import { useGroupCheck } from './use-group-check.ts'
import { useGroupSaved } from './use-group-saved.ts'

const modeHelp = { request: 'requestHelp', result: 'resultHelp' } as const

export const DynamicForm = ({ group }: { readonly group: Group | null }) => {
  const t = useTranslations('groupForm')
  const api = useApi()
  const saved = useGroupSaved()
  const [criteria, setCriteria] = useState<readonly ShownCriterion[]>(group?.criteria ?? [])
  const [editing, setEditing] = useState<number | null>(null)
  const draft = useExpression(group?.expression ?? '', criteria.length)
  // One criterion alone needs no expression, but may be negated by one that was written before.
  const expression = draft.text.trim()
  const valid = expression === '' || (criteria.length > 0 && parseExpression(expression, criteria.length).valid)
  // While the expression is wrong, what each criterion finds by itself is still worth knowing.
  const check = useGroupCheck(criteria, valid ? expression : '', group?.id)
  const unused = unusedInText(expression, criteria.length)
  const form = useForm({
    initial: {
      name: group?.name ?? '',
      description: group?.description ?? '',
      visible: group?.visible ?? false,
      mode: group?.mode ?? ('request' as const),
    },
    schema: CreateGroup,
    body: (typed) => ({
      kind: 'dynamic',
      ...typed,
      criteria: criteria.map(asAsked),
      expression: expression === '' ? null : expression,
    }),
    send: async (body) => {
      if (group === null) return saved(await api.call(routes.createGroup, { body }))
      if (body.kind !== 'dynamic') return
      const { name, description, visible, mode, criteria: asked, expression: written } = body
      // Asked again of a result, the same criteria would store it anew: what was removed from it would come back.
      const asksAnew = criteria !== group.criteria || expression !== (group.expression ?? '')
      const changed = { name, description, visible, mode, ...(asksAnew ? { criteria: asked, expression: written } : {}) }
      return saved(await api.call(routes.editGroup, { params: { id: group.id }, body: changed }))
    },
  })
  const remove = (number: number) => {
    setCriteria(criteria.filter((_, place) => place !== number - 1))
    draft.drop(number)
    setEditing(null)
  }
  return (
    <GroupForm
      title={group ? t('editTitle', { name: group.name }) : t('dynamicTitle')}
      help={t('dynamicHelp')}
      action={t(group ? 'save' : 'create')}
      busy={form.busy}
      disabled={!valid}
      error={form.error}
      onSubmit={() => void form.submit()}
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">{t('criteria')}</Header>}>
          <SpaceBetween size="l">
            <CriteriaTable
              criteria={criteria}
              counts={check.answer?.perCriterion ?? null}
              checking={check.checking}
              unused={unused}
              onEdit={setEditing}
              onRemove={remove}
            />
            {faultUnder(form.faults, 'criteria') !== '' && <Box color="text-status-error">{faultUnder(form.faults, 'criteria')}</Box>}
            {editing === null && criteria.length >= maxCriteria ? (
              <Box color="text-body-secondary">{t('mostCriteria', { count: maxCriteria })}</Box>
            ) : (
              <CriterionEditor
                key={editing ?? 'new'}
                criterion={editing === null ? null : (criteria[editing - 1] ?? null)}
                number={editing ?? criteria.length + 1}
                groupId={group?.id}
                onDone={(one) => {
                  setCriteria(editing === null ? [...criteria, one] : criteria.map((old, place) => (place === editing - 1 ? one : old)))
                  setEditing(null)
                }}
                onCancel={editing === null ? null : () => setEditing(null)}
              />
            )}
          </SpaceBetween>
        </Container>
        {(criteria.length > 1 || expression !== '') && (
          <Container
            header={
              <Header variant="h2" description={t('combineHelp')}>
                {t('combine')}
              </Header>
            }
          >
            <SpaceBetween size="m">
              <ExpressionEditor draft={draft} criteria={criteria} fault={form.faults['expression'] ?? ''} />
              {unused.map((number) => (
                <Alert
                  key={number}
                  type="warning"
                  action={
                    <Button formAction="none" onClick={() => draft.include(number)}>
                      {t('includeOne')}
                    </Button>
                  }
                >
                  {t('unused', { number })}
                </Alert>
              ))}
            </SpaceBetween>
          </Container>
        )}
        <CheckResult check={check} incomplete={criteria.length === 0 ? 'none' : valid ? null : 'expression'} />
        <Container header={<Header variant="h2">{t('saveAs')}</Header>}>
          <SpaceBetween size="m">
            <GroupFields
              values={form.values}
              faults={form.faults}
              onChange={({ name, description, visible }) => {
                if (name !== undefined) form.set('name', name)
                if (description !== undefined) form.set('description', description)
                if (visible !== undefined) form.set('visible', visible)
              }}
            />
            <FormField label={t('mode')} errorText={form.faults['mode'] ?? ''}>
              <RadioGroup
                value={form.values.mode}
                items={groupModes.map((value) => ({ value, label: t(value), description: t(modeHelp[value]) }))}
                onChange={({ detail }) => form.set('mode', groupModes.find((one) => one === detail.value) ?? 'request')}
              />
            </FormField>
            {group?.mode === 'result' && form.values.mode === 'result' && <Alert type="info">{t('resultStays')}</Alert>}
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </GroupForm>
  )
}
