'use client'
import Container from '@cloudscape-design/components/container'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useFormatter, useTranslations } from 'next-intl'
import type { GroupWithCount } from '#shared/contracts/groups.ts'
import { When } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import { KindWord } from './kind-word.tsx'
import { SharedWith } from './shared-with.tsx'

/** What a group is, whose, and since when. */
export const GroupFacts = ({ group }: { readonly group: GroupWithCount }) => {
  const t = useTranslations('groups')
  const format = useFormatter()
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('kind'), value: <KindWord group={group} /> },
          { label: t('machinesSeen'), value: format.number(group.count) },
          ...(group.storedAt === null ? [] : [{ label: t('storedAt'), value: <When at={group.storedAt} past /> }]),
          { label: t('owner'), value: group.isMine ? t('me') : plainText(group.owner.name) },
          { label: t('sharedWith'), value: <SharedWith shares={group.shares} all /> },
          { label: t('visibility'), value: t(group.visible ? 'visibleHere' : 'hidden') },
          { label: t('created'), value: <When at={group.createdAt} past /> },
          { label: t('changed'), value: <When at={group.updatedAt} past /> },
        ]}
      />
    </Container>
  )
}
