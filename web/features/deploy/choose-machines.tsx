'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import type { Chosen } from '../machines/chosen.ts'
import { MachineTable } from '../machines/machine-table.tsx'

type Props = { readonly chosen: readonly Chosen[]; readonly onChosen: (chosen: readonly Chosen[]) => void; readonly fault: string }

/** Names shown before "show more". */
const shownNames = 12

/** The machines to deploy on: those chosen before, and a list to choose more from. */
export const ChooseMachines = ({ chosen, onChosen, fault }: Props) => {
  const t = useTranslations('deploy')
  const [choosing, setChoosing] = useState(chosen.length === 0)
  return (
    <SpaceBetween size="s">
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${chosen.length})`}
            actions={
              <Button formAction="none" onClick={() => setChoosing(!choosing)}>
                {choosing ? t('hideList') : t('chooseMachines')}
              </Button>
            }
          >
            {t('machines')}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {fault !== '' && <Alert type="error">{fault}</Alert>}
          {chosen.length === 0 ? (
            t('noMachine')
          ) : (
            <TokenGroup
              items={chosen.map(({ name }) => ({ label: name, dismissLabel: t('remove', { name }) }))}
              limit={shownNames}
              onDismiss={({ detail }) => onChosen(chosen.filter((_, place) => place !== detail.itemIndex))}
            />
          )}
        </SpaceBetween>
      </Container>
      {choosing && (
        <MachineTable
          chosen={chosen}
          onChosen={onChosen}
          header={<Header variant="h3">{t('chooseMachines')}</Header>}
          empty={<Empty title={t('noneFound')} help={t('noneFoundHelp')} />}
        />
      )}
    </SpaceBetween>
  )
}
