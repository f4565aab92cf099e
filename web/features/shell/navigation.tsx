'use client'
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Right } from '#shared/domain/rights.ts'
import { useFollow, usePaths } from '../../ui/app-link.tsx'
import { useVisibleGroups } from '../groups/use-visible-groups.ts'
import { plainText } from '../log/plain-text.ts'
import { useCan } from '../session/session.tsx'

/** The modules that the person's profile holds; the others are not shown. */
export const Navigation = () => {
  const t = useTranslations('modules')
  const can = useCan()
  const paths = usePaths()
  const pathname = usePathname()
  const group = useSearchParams().get('id') ?? ''
  const shortcuts = useVisibleGroups()
  const follow = useFollow()
  const modules: readonly { readonly right: Right; readonly text: string; readonly href: string }[] = [
    { right: 'machine:list', text: t('machines'), href: paths.machines },
    { right: 'inventory:read', text: t('inventory'), href: paths.inventory },
    { right: 'inventory:decide', text: t('inventoryDoubts'), href: paths.inventoryDoubts },
    { right: 'deployment:list', text: t('deployments'), href: paths.deployments },
    { right: 'package:list', text: t('packages'), href: paths.packages },
    { right: 'package:list', text: t('bundles'), href: paths.bundles },
    { right: 'site:list', text: t('sites'), href: paths.sites },
  ]
  const administration: typeof modules = [
    { right: 'user:list', text: t('users'), href: paths.users },
    { right: 'user:list', text: t('userGroups'), href: paths.userGroups },
    { right: 'user:list', text: t('profiles'), href: paths.profiles },
    { right: 'entity:manage', text: t('entities'), href: paths.entities },
    { right: 'audit:read', text: t('audit'), href: paths.audit },
  ]
  const groups = can('group:list')
    ? [
        { type: 'link' as const, text: t('groups'), href: paths.groups },
        ...shortcuts.map(({ id, name }) => ({ type: 'link' as const, text: plainText(name), href: paths.group(id) })),
      ]
    : []
  const linksOf = (all: typeof modules) =>
    all
      .filter(({ right }) => can(right))
      .map(({ text, href }) =>
        href === paths.machines && groups.length > 0
          ? { type: 'link-group' as const, text, href, items: groups }
          : { type: 'link' as const, text, href },
      )
  const administrating = linksOf(administration)
  const items: SideNavigationProps.Item[] = [
    { type: 'link', text: t('home'), href: paths.home },
    ...linksOf(modules),
    ...(administrating.length > 0 ? [{ type: 'section' as const, text: t('administration'), items: administrating }] : []),
  ]
  const shown = shortcuts.find(({ id }) => id === group)
  const groupHref = shown ? paths.group(shown.id) : paths.groups
  const activeHref = pathname.startsWith(paths.groups)
    ? groupHref
    : ([...modules, ...administration].find(({ href }) => pathname.startsWith(href))?.href ?? (pathname === paths.home ? paths.home : ''))
  return <SideNavigation items={items} activeHref={activeHref} onFollow={follow} />
}
