'use client'
/** The frame of every page: navigation, breadcrumbs, results, the page itself, and perhaps a split panel. */
import AppLayout from '@cloudscape-design/components/app-layout'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import Flashbar from '@cloudscape-design/components/flashbar'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useFollow, usePaths } from '../../ui/app-link.tsx'
import { ExpertCalls } from './expert-calls.tsx'
import { LiveIndicator } from './live-indicator.tsx'
import { Navigation } from './navigation.tsx'
import { useNotices } from './notices.tsx'

type Props = {
  readonly title: string
  /** Between Home and this page. */
  readonly under?: readonly { readonly text: string; readonly href: string }[]
  readonly wide?: boolean
  readonly splitPanel?: ReactNode
  readonly onSplitPanelClosed?: () => void
  readonly children: ReactNode
}

const PanelSizeContext = createContext(400)
/** Height of the split panel, in pixels, for what fills it. */
export const usePanelSize = (): number => useContext(PanelSizeContext)

const navigationKey = 'pulse.navigation'

export const Page = ({ title, under = [], wide = false, splitPanel, onSplitPanelClosed, children }: Props) => {
  const t = useTranslations('modules')
  const paths = usePaths()
  const follow = useFollow()
  const notices = useNotices()
  const [navigationOpen, setNavigationOpen] = useState(() => innerWidth > 688 && localStorage.getItem(navigationKey) !== 'closed')
  const [panelSize, setPanelSize] = useState(() => Math.round(innerHeight * 0.55))
  const home = paths.home
  const crumbs = [{ text: t('home'), href: home }, ...under, { text: title, href: '' }]
  const isHome = under.length === 0 && title === t('home')
  return (
    <PanelSizeContext value={panelSize}>
      <title>{`${title} · Pulse Cloud`}</title>
      <AppLayout
        headerSelector="#top-bar"
        navigation={<Navigation />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => {
          setNavigationOpen(detail.open)
          localStorage.setItem(navigationKey, detail.open ? 'open' : 'closed')
        }}
        toolsHide
        {...(isHome ? {} : { breadcrumbs: <BreadcrumbGroup items={crumbs} onFollow={follow} /> })}
        notifications={<Flashbar items={notices.items} stackItems={notices.items.length > 2} />}
        stickyNotifications
        maxContentWidth={wide ? Number.MAX_VALUE : 1280}
        content={
          <>
            <LiveIndicator />
            {children}
            <ExpertCalls />
          </>
        }
        splitPanel={splitPanel}
        splitPanelOpen={Boolean(splitPanel)}
        splitPanelSize={panelSize}
        onSplitPanelResize={({ detail }) => setPanelSize(detail.size)}
        onSplitPanelToggle={({ detail }) => {
          if (!detail.open) onSplitPanelClosed?.()
        }}
        splitPanelPreferences={{ position: 'bottom' }}
      />
    </PanelSizeContext>
  )
}
