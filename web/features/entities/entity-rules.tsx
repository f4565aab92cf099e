'use client'
/** The rules that put machines into entities: an ordered list, changed as a whole. */
import Alert from '@cloudscape-design/components/alert'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EditEntityRules, type EntityRules as Rules } from '#shared/contracts/entities.ts'
import { routes } from '#shared/contracts/routes.ts'
import { ruleKinds } from '#shared/domain/people/entity-rules.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { Failure, useProblemText } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'
import { ApplyRules } from './apply-rules.tsx'
import { useEntities } from './use-entities.ts'

export const EntityRules = () => {
  const { data, error, refetch } = useAsk(routes.getEntityRules, {}, { staleMs: Number.POSITIVE_INFINITY })
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
  return <RulesForm key={data.version} saved={data} />
}

const RulesForm = ({ saved }: { readonly saved: Rules }) => {
  const t = useTranslations('entityRules')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const textOf = useProblemText()
  const { options } = useEntities()
  const [touched, setTouched] = useState(false)
  const { values, set, faults, busy, error, submit } = useForm({
    initial: { rules: saved.rules, version: saved.version },
    schema: EditEntityRules,
    body: (typed) => typed,
    send: async (body) => {
      await api.call(routes.editEntityRules, { body })
      await client.invalidateQueries({ queryKey: [routes.getEntityRules.path] })
      tell({ type: 'success', text: t('saved') })
    },
  })
  const { rules } = values
  const change = (next: Rules['rules']) => {
    setTouched(true)
    set('rules', next)
  }
  const edit = (at: number, part: Partial<Rules['rules'][number]>) =>
    change(rules.map((rule, place) => (place === at ? { ...rule, ...part } : rule)))
  const up = (at: number) =>
    change(rules.map((rule, place) => (place === at - 1 ? (rules[at] ?? rule) : place === at ? (rules[at - 1] ?? rule) : rule)))
  const kinds = ruleKinds.map((kind) => ({ value: kind, label: t(kind) }))
  const placeholders = { 'ip-range': '10.1.0.0/16', name: 'pc-labo-*', tag: 'labo' } as const
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('help')}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ApplyRules disabled={touched} />
              <Button variant="primary" disabled={!touched} loading={busy} onClick={() => void submit()}>
                {t('save')}
              </Button>
            </SpaceBetween>
          }
        >
          {t('title')}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {error !== null && (
          <Alert type="error" header={textOf(error).title}>
            {textOf(error).detail}
          </Alert>
        )}
        <AttributeEditor
          items={rules}
          empty={<Box color="text-body-secondary">{t('none')}</Box>}
          addButtonText={t('add')}
          removeButtonText={t('remove')}
          onAddButtonClick={() => change([...rules, { kind: 'name', value: '', entityId: options[0]?.value ?? '' }])}
          onRemoveButtonClick={({ detail }) => change(rules.filter((_, at) => at !== detail.itemIndex))}
          definition={[
            {
              label: t('kind'),
              control: ({ kind }, at) => (
                <SpaceBetween direction="horizontal" size="xxs">
                  <Button
                    variant="icon"
                    iconName="angle-up"
                    ariaLabel={t('up', { place: at + 1 })}
                    disabled={at === 0}
                    onClick={() => up(at)}
                  />
                  <Select
                    ariaLabel={t('kind')}
                    options={kinds}
                    selectedOption={kinds.find(({ value }) => value === kind) ?? null}
                    onChange={({ detail }) => edit(at, { kind: ruleKinds.find((one) => one === detail.selectedOption.value) ?? kind })}
                  />
                </SpaceBetween>
              ),
            },
            {
              label: t('value'),
              errorText: (_, at) => faults[`rules.${at}.value`],
              control: ({ kind, value }, at) => (
                <Input
                  ariaLabel={t('value')}
                  value={value}
                  placeholder={placeholders[kind]}
                  spellcheck={false}
                  autoComplete={false}
                  onChange={({ detail }) => edit(at, { value: detail.value })}
                />
              ),
            },
            {
              label: t('entity'),
              errorText: (_, at) => faults[`rules.${at}.entityId`],
              control: ({ entityId }, at) => (
                <Select
                  ariaLabel={t('entity')}
                  options={options}
                  selectedOption={options.find(({ value }) => value === entityId) ?? null}
                  filteringType="auto"
                  expandToViewport
                  onChange={({ detail }) => edit(at, { entityId: detail.selectedOption.value ?? '' })}
                />
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}
