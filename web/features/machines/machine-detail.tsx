'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { NamedThing } from '../../ui/named-thing.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { useEntities } from '../entities/use-entities.ts'
import { MergeMachine } from '../inventory/merge-machine.tsx'
import { SplitMachine } from '../inventory/split-machine.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { useSiteName } from '../sites/use-sites.ts'
import { AcceptHostKey, Fingerprint } from './accept-host-key.tsx'
import { DeleteMachines } from './delete-machines.tsx'
import { Lamp } from './lamp.tsx'
import { MachineForm } from './machine-form.tsx'
import { MachineTabs } from './machine-tabs.tsx'
import { FromWhere, SshAddresses } from './reaching.tsx'
import { useCheckNow } from './use-check-now.ts'

export const MachineDetail = () => {
  const t = useTranslations('machines')
  const paths = usePaths()
  const id = useAddressQuery().get('id')
  const [isGoing, setGoing] = useState(false)
  const answer = useAsk(routes.getMachine, { params: { id } }, { enabled: id !== '' && !isGoing, topics: ['machines'] })
  return (
    <Page title={answer.data?.name ?? t('one')} under={[{ text: t('title'), href: paths.machines }]}>
      <NamedThing id={id} answer={answer} noId={t('noId')}>
        {(machine) => <MachineContent machine={machine} isGoing={isGoing} onGoing={setGoing} />}
      </NamedThing>
    </Page>
  )
}

/** What the menu opens. */
const dialogues = ['edit', 'merge', 'split', 'delete'] as const

type ContentProps = {
  readonly machine: Machine
  /** It is being deleted: what would ask for more of it is not shown any more. */
  readonly isGoing: boolean
  readonly onGoing: (isGoing: boolean) => void
}

const MachineContent = ({ machine, isGoing, onGoing }: ContentProps) => {
  const t = useTranslations('machines')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const siteName = useSiteName()
  const { pathOf } = useEntities()
  const checkNow = useCheckNow()
  const [open, setOpen] = useState<'edit' | 'delete' | 'accept' | 'merge' | 'split' | null>(null)
  const close = () => setOpen(null)
  const items = [
    ...(can('machine:edit') ? [{ id: 'edit', text: t('edit') }] : []),
    ...(can('inventory:decide')
      ? [
          { id: 'merge', text: t('mergeWith') },
          { id: 'split', text: t('splitOff') },
        ]
      : []),
    ...(can('machine:delete') ? [{ id: 'delete', text: t('delete') }] : []),
  ]
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {items.length > 0 && (
                <ButtonDropdown items={items} onItemClick={({ detail }) => setOpen(dialogues.find((one) => one === detail.id) ?? null)}>
                  {t('actions')}
                </ButtonDropdown>
              )}
              {can('machine:probe') && (
                <Button iconName="refresh" loading={checkNow.busy} onClick={() => void checkNow.check([machine])}>
                  {t('checkNow')}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {machine.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {machine.refusedHostKey && (
          <Alert
            type="error"
            header={t('keyChanged')}
            {...(can('machine:edit') ? { action: <Button onClick={() => setOpen('accept')}>{t('acceptKey')}</Button> } : {})}
          >
            {t('keyChangedHelp')}
          </Alert>
        )}
        <Container header={<Header variant="h2">{t('identity')}</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: t('status'), value: <Lamp lamp={machine.lamp} detailed /> },
              { label: t('site'), value: siteName(machine.siteId) },
              { label: t('entity'), value: pathOf(machine.entityId) },
              { label: t('sshAddresses'), value: <SshAddresses machine={machine} /> },
              { label: t('port'), value: <FromWhere value={machine.port} from={machine.portFrom} /> },
              { label: t('user'), value: <FromWhere value={machine.user} from={machine.userFrom} /> },
              { label: t('keyName'), value: machine.keyName },
              { label: t('macs'), value: machine.macs.length === 0 ? t('noMacs') : machine.macs.join(', ') },
              { label: t('hostKey'), value: machine.hostKey ? <Fingerprint hostKey={machine.hostKey} /> : t('notPinned') },
              { label: t('system'), value: machine.operatingSystem ?? t('noSystem') },
              { label: t('lastSeen'), value: machine.lastSeenAt ? <When at={machine.lastSeenAt} past /> : t('neverSeen') },
              { label: t('created'), value: <When at={machine.createdAt} past /> },
              { label: t('changed'), value: <When at={machine.updatedAt} past /> },
            ]}
          />
        </Container>
        {!isGoing && <MachineTabs machine={machine} />}
      </SpaceBetween>
      {open === 'edit' && <MachineForm machine={machine} onClose={close} />}
      {open === 'accept' && <AcceptHostKey machine={machine} onClose={close} />}
      {open === 'merge' && <MergeMachine machine={machine} onClose={close} />}
      {open === 'split' && <SplitMachine machine={machine} onClose={close} />}
      {open === 'delete' && (
        <DeleteMachines machines={[machine]} onBusy={onGoing} onDeleted={() => router.push(paths.machines)} onClose={close} />
      )}
    </ContentLayout>
  )
}
