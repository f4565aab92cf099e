'use client'
import Cards from '@cloudscape-design/components/cards'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import { useTranslations } from 'next-intl'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Page } from '../shell/page.tsx'
import { useUnderGroups } from './group-form.tsx'

/** The three ways to make a group, each on a page of its own. */
export const NewGroup = () => {
  const t = useTranslations('groupForm')
  const paths = usePaths()
  const ways = [
    { id: 'static', name: t('newStatic'), help: t('newStaticHelp'), href: paths.newStaticGroup },
    { id: 'dynamic', name: t('newDynamic'), help: t('newDynamicHelp'), href: paths.newDynamicGroup },
    { id: 'import', name: t('newImport'), help: t('newImportHelp'), href: paths.importGroup },
  ]
  return (
    <Page title={t('newTitle')} under={useUnderGroups()}>
      <ContentLayout header={<Header variant="h1">{t('newTitle')}</Header>}>
        <Cards
          items={ways}
          trackBy="id"
          ariaLabels={{ itemSelectionLabel: (_, { name }) => name, selectionGroupLabel: t('newTitle') }}
          cardsPerRow={[{ cards: 1 }, { minWidth: 700, cards: 3 }]}
          cardDefinition={{
            header: ({ name, href }) => (
              <AppLink href={href} fontSize="heading-m">
                {name}
              </AppLink>
            ),
            sections: [{ id: 'help', content: ({ help }) => help }],
          }}
        />
      </ContentLayout>
    </Page>
  )
}
