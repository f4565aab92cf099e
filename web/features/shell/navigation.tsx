'use client'
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Right } from '#shared/domain/rights.ts'
import { useFollow, usePaths } from '../../ui/app-link.tsx'
import { useCan } from '../session/session.tsx'

/** The modules that the person's profile holds; the others are not shown. */
export const Navigation = () => {
  const t = useTranslations('modules')
  const can = useCan()
  const paths = usePaths()
  const pathname = usePathname()
  const follow = useFollow()
  const modules: readonly { readonly right: Right; readonly text: string; readonly href: string }[] = [
    { right: 'machine:list', text: t('machines'), href: paths.machines },
    { right: 'deployment:list', text: t('deployments'), href: paths.deployments },
    { right: 'package:list', text: t('packages'), href: paths.packages },
    { right: 'package:list', text: t('bundles'), href: paths.bundles },
    { right: 'site:list', text: t('sites'), href: paths.sites },
  ]
  const items: SideNavigationProps.Item[] = [
    { type: 'link', text: t('home'), href: paths.home },
    ...modules.filter(({ right }) => can(right)).map(({ text, href }) => ({ type: 'link' as const, text, href })),
  ]
  const activeHref = modules.find(({ href }) => pathname.startsWith(href))?.href ?? (pathname === paths.home ? paths.home : '')
  return <SideNavigation items={items} activeHref={activeHref} onFollow={follow} />
}
