'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'
import { fingerprintOf, keyTypeOf } from './fingerprint.ts'

export const Fingerprint = ({ hostKey }: { readonly hostKey: string | null }) =>
  hostKey === null ? (
    <>—</>
  ) : (
    <Box variant="code">
      {keyTypeOf(hostKey)} {fingerprintOf(hostKey) ?? hostKey}
    </Box>
  )

/** A machine shows another host key than the pinned one: the person compares and decides. */
export const AcceptHostKey = ({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) => {
  const t = useTranslations('hostKey')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const offered = machine.refusedHostKey
  if (offered === null) return null
  const accept = async () => {
    await api.call(routes.editMachine, { params: { id: machine.id }, body: { hostKey: offered } })
    await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    await client.invalidateQueries({ queryKey: [routes.getMachine.path, machine.id] })
    tell({ type: 'success', text: t('accepted', { name: machine.name }) })
  }
  return (
    <Confirm title={t('title', { name: machine.name })} action={t('accept')} onConfirm={accept} onClose={onClose}>
      <Alert type="warning">{t('warning')}</Alert>
      <Box padding={{ vertical: 's' }}>
        <KeyValuePairs
          items={[
            { label: t('pinned'), value: <Fingerprint hostKey={machine.hostKey} /> },
            { label: t('offered'), value: <Fingerprint hostKey={offered} /> },
          ]}
        />
      </Box>
      <p>{t('compare')}</p>
      <Box variant="code">ssh-keygen -lf /etc/ssh/ssh_host_{shortName(offered)}_key.pub</Box>
    </Confirm>
  )
}

/** The part of sshd's file name that tells the kind of key. */
const shortName = (hostKey: string): string => {
  const type = keyTypeOf(hostKey)
  if (type.startsWith('ecdsa')) return 'ecdsa'
  return type === 'ssh-rsa' ? 'rsa' : 'ed25519'
}
