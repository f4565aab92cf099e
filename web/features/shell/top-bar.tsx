'use client'
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation'
import { usePathname, useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePaths } from '../../ui/app-link.tsx'
import { inLocale, isLocale, localeKey, locales } from '../../ui/locales.ts'
import { useProfileName } from '../people/use-profiles.ts'
import { useSession } from '../session/session.tsx'
import { signOut } from '../session/sign-in.ts'
import { isDark, toggleMode } from './mode.ts'
import { useNotices } from './notices.tsx'

const languageNames = { en: 'English', fr: 'Français' } as const

export const TopBar = () => {
  const t = useTranslations('shell')
  const locale = useLocale()
  const router = useRouter()
  const pathname = usePathname()
  const paths = usePaths()
  const { name, profiles, expert, setExpert, installation, installations, manager, choose } = useSession()
  const profileName = useProfileName()
  const { tellFailure } = useNotices()
  const [dark, setDark] = useState(isDark)

  const speak = (language: string) => {
    if (!isLocale(language)) return
    localStorage.setItem(localeKey, language)
    router.push(inLocale(pathname, language) + location.search)
  }
  const installationMenu: TopNavigationProps.MenuDropdownUtility = {
    type: 'menu-dropdown',
    iconName: 'globe',
    text: installation.name,
    title: t('installation'),
    items: installations.map((one) => ({ id: one.api, text: one.name, disabled: one.api === installation.api })),
    onItemClick: ({ detail }) => {
      const other = installations.find(({ api }) => api === detail.id)
      if (other) choose(other)
    },
  }
  const utilities: TopNavigationProps.Utility[] = [
    ...(installations.length > 1 ? [installationMenu] : []),
    {
      type: 'button',
      iconName: dark ? 'light-dark' : 'light-dark',
      title: dark ? t('toLight') : t('toDark'),
      ariaLabel: dark ? t('toLight') : t('toDark'),
      onClick: () => {
        toggleMode()
        setDark(isDark())
      },
    },
    {
      type: 'menu-dropdown',
      iconName: 'globe',
      text: languageNames[locale],
      ariaLabel: t('language'),
      title: t('language'),
      items: locales.map((one) => ({ id: one, text: languageNames[one], disabled: one === locale })),
      onItemClick: ({ detail }) => speak(detail.id),
    },
    {
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: name,
      description: profiles.map((profile) => profileName({ id: profile, name: profile })).join(', '),
      items: [
        { id: 'tokens', text: t('tokens'), href: paths.tokens },
        { id: 'expert', itemType: 'checkbox', checked: expert, text: t('expert') },
        { id: 'log-out', text: t('logOut') },
      ],
      onItemFollow: (event) => {
        event.preventDefault()
        router.push(paths.tokens)
      },
      onItemClick: ({ detail }) => {
        if (detail.id === 'expert') void setExpert(!expert).catch(tellFailure)
        if (detail.id === 'log-out') void signOut(manager, installation, locale)
      },
    },
  ]
  return (
    <div id="top-bar">
      <TopNavigation
        identity={{
          href: paths.home,
          title: 'Pulse Cloud',
          onFollow: (event) => {
            event.preventDefault()
            router.push(paths.home)
          },
        }}
        utilities={utilities}
      />
    </div>
  )
}
