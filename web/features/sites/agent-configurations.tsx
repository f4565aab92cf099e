'use client'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InventorySecret } from '#shared/contracts/inventory-views.ts'
import type { Site } from '#shared/contracts/sites.ts'
import { CopiedLine } from '../../ui/copied-line.tsx'
import { useSession } from '../session/session.tsx'
import { agentAddress, agentConfiguration, agents, type Server } from './agent-configuration.ts'

const lanPort = 9999
const help = { ocs: 'ocsHelp', fusioninventory: 'fusioninventoryHelp', glpi: 'glpiHelp', injector: 'injectorHelp' } as const
type Props = { readonly site: Site; readonly secret: InventorySecret | null }

/** Ready to copy, for each agent: through the cloud with the password that was just made, or through an edge launcher without. */
export const AgentConfigurations = ({ site, secret }: Props) => {
  const t = useTranslations('inventoryAgents')
  const { installation } = useSession()
  const [way, setWay] = useState<'cloud' | 'lan'>('cloud')
  const [edge, setEdge] = useState(site.edges[0]?.name ?? 'edge.lan')
  const server: Server | null =
    way === 'lan'
      ? { url: `http://${edge.trim()}:${lanPort}/`, realm: '', login: null }
      : secret && { url: agentAddress(installation.api, secret.path), realm: secret.realm, login: secret }
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label={t('way')}
        selectedId={way}
        options={[
          { id: 'cloud', text: t('cloud') },
          { id: 'lan', text: t('lan') },
        ]}
        onChange={({ detail }) => setWay(detail.selectedId === 'lan' ? 'lan' : 'cloud')}
      />
      {way === 'lan' && (
        <FormField label={t('edgeAddress')} description={t('lanHelp')}>
          <Input value={edge} autoComplete={false} spellcheck={false} onChange={({ detail }) => setEdge(detail.value)} />
        </FormField>
      )}
      {server ? (
        <Tabs
          tabs={agents.map((agent) => {
            const { file, text } = agentConfiguration(agent, server)
            return {
              id: agent,
              label: t(agent),
              content: (
                <SpaceBetween size="xs">
                  <Box>{t(help[agent])}</Box>
                  <CopiedLine label={file ?? t(agent)} text={text} />
                </SpaceBetween>
              ),
            }
          })}
        />
      ) : (
        <Box color="text-body-secondary">{t('passwordHidden')}</Box>
      )}
    </SpaceBetween>
  )
}
