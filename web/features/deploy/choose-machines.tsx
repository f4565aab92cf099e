'use client'
import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useFormatter, useTranslations } from 'next-intl'
import { Empty } from '../../ui/empty.tsx'
import type { Faults } from '../../ui/use-faults.ts'
import { MachineTable } from '../machines/machine-table.tsx'
import { namesIn, type Targets, targetField, targetKinds } from './targets.ts'

type Props = { readonly targets: Targets; readonly onTargets: (change: Partial<Targets>) => void; readonly faults: Faults }

/** Names shown before "show more". */
const shownNames = 12
/** Faults of single names written out. */
const shownFaults = 10

/** The machines to deploy on: chosen in the list, pasted names, or all that match a filter. */
export const ChooseMachines = ({ targets, onTargets, faults }: Props) => {
  const t = useTranslations('deploy')
  const word = useTranslations('targetKinds')
  const format = useFormatter()
  const field = targetField[targets.kind]
  const wrong = Object.entries(faults).filter(([name]) => name === field || name.startsWith(`${field}.`) || name === 'machineIds')
  const names = namesIn(targets.names)
  const count = { chosen: targets.machines.length, names: names.length, filter: null }[targets.kind]
  const nameOf = (name: string) => (targets.kind === 'names' ? names[Number(name.split('.')[1])] : undefined)
  return (
    <SpaceBetween size="s">
      <Container
        header={
          <Header variant="h2" counter={count === null ? '' : `(${format.number(count)})`}>
            {t('machines')}
          </Header>
        }
      >
        <SpaceBetween size="s">
          <SegmentedControl
            label={t('machines')}
            selectedId={targets.kind}
            options={targetKinds.map((kind) => ({ id: kind, text: word(kind) }))}
            onChange={({ detail }) => onTargets({ kind: targetKinds.find((kind) => kind === detail.selectedId) ?? 'chosen' })}
          />
          {wrong.length > 0 && (
            <Alert type="error">
              {wrong.slice(0, shownFaults).map(([name, text]) => (
                <div key={name}>
                  {nameOf(name)
                    ? t('faultOfName', { name: nameOf(name) ?? '', fault: text })
                    : targets.kind === 'chosen' && targets.machines.length === 0
                      ? t('noMachine')
                      : text}
                </div>
              ))}
              {wrong.length > shownFaults && <div>{t('moreFaults', { count: wrong.length - shownFaults })}</div>}
            </Alert>
          )}
          {targets.kind === 'names' && (
            <FormField label={t('names')} description={t('namesHelp')}>
              <Textarea
                value={targets.names}
                rows={6}
                spellcheck={false}
                placeholder={'pc-001\npc-002'}
                onChange={({ detail }) => onTargets({ names: detail.value })}
              />
            </FormField>
          )}
          {targets.kind === 'filter' && t('filterHelp')}
          {targets.kind === 'chosen' &&
            (targets.machines.length === 0 ? (
              wrong.length === 0 && t('noMachine')
            ) : (
              <TokenGroup
                items={targets.machines.map(({ name }) => ({ label: name, dismissLabel: t('remove', { name }) }))}
                limit={shownNames}
                onDismiss={({ detail }) => onTargets({ machines: targets.machines.filter((_, place) => place !== detail.itemIndex) })}
              />
            ))}
        </SpaceBetween>
      </Container>
      {targets.kind !== 'names' && (
        <MachineTable
          chosen={targets.machines}
          {...(targets.kind === 'chosen' ? { onChosen: (machines) => onTargets({ machines }) } : {})}
          header={<Header variant="h3">{t(targets.kind === 'chosen' ? 'chooseMachines' : 'theseMachines')}</Header>}
          empty={<Empty title={t('noneFound')} help={t('noneFoundHelp')} />}
        />
      )}
    </SpaceBetween>
  )
}
