'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { EditPackage, type PackageWithFiles } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'
import { PackageFields, type PackageValues } from './package-fields.tsx'

/** Everything but the files, the version and the repository. */
export const EditPackageForm = ({ item, onClose }: { readonly item: PackageWithFiles; readonly onClose: () => void }) => {
  const t = useTranslations('packages')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const initial: PackageValues = {
    label: item.label,
    version: item.version,
    description: item.description,
    command: item.command,
    commandName: item.commandName,
    rebootNeeded: item.rebootNeeded,
  }
  const form = useForm({
    initial,
    schema: EditPackage,
    body: ({ label, description, command, commandName, rebootNeeded }) => ({
      label,
      description,
      command,
      rebootNeeded,
      ...(commandName.trim() === '' ? {} : { commandName }),
    }),
    send: async (body) => {
      await api.call(routes.editPackage, { params: { id: item.id }, body })
      await client.invalidateQueries({ queryKey: [routes.getPackage.path, item.id] })
      await client.invalidateQueries({ queryKey: [routes.listPackages.path] })
      tell({ type: 'success', text: t('saved', { name: `${item.label} ${item.version}` }) })
      onClose()
    },
  })
  return (
    <FormModal
      title={t('editTitle', { name: `${item.label} ${item.version}` })}
      action={t('save')}
      busy={form.busy}
      error={form.error}
      onSubmit={() => void form.submit()}
      onClose={onClose}
    >
      <PackageFields form={form} made />
    </FormModal>
  )
}
