/** The pages of people, entities, tokens and the audit log, with enough in them to be looked at; and those of the way in. */
import type { Page } from 'playwright-core'
import { routes } from '#shared/contracts/routes.ts'
import type { Language } from '../journeys/browser.ts'
import type { Product } from '../journeys/product.ts'
import type { Shot } from './pages.ts'

const words = {
  en: {
    user: 'Create user',
    group: 'Create group',
    profile: 'Create profile',
    entity: 'Create entity',
    token: 'Create token',
    copy: 'Copy',
    move: 'Move to entity…',
    rows: 'Select all on this page',
    actions: 'Actions',
    remove: 'Delete',
    members: 'Members…',
    edit: 'Edit',
    takeOut: 'Remove Camille Martin',
    anyone: 'Anyone',
    revoke: 'Revoke',
    login: 'Login',
    password: 'Password',
    submit: 'Log in',
  },
  fr: {
    user: 'Créer un utilisateur',
    group: 'Créer un groupe',
    profile: 'Créer un profil',
    entity: 'Créer une entité',
    token: 'Créer un jeton',
    copy: 'Copier',
    move: 'Déplacer vers une entité…',
    rows: 'Tout sélectionner sur cette page',
    actions: 'Actions',
    remove: 'Supprimer',
    members: 'Membres…',
    edit: 'Modifier',
    takeOut: 'Retirer Camille Martin',
    anyone: 'Tout le monde',
    revoke: 'Révoquer',
    login: 'Identifiant',
    password: 'Mot de passe',
    submit: 'Se connecter',
  },
} as const

const press = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click()
}
const names = [
  'Camille Martin',
  'Hervé Le Guen',
  'Marie Dupont',
  'Inès Benali',
  'Paul Durand',
  'Zoé Petit',
  'Luc Bernard',
  'Anne-Sophie de La Rochefoucauld-Montbel',
  'Omar Haddad',
  'Julie Moreau',
  'Thomas Leroy',
  'Chloé Roux',
]

export const preparePeople = async (product: Product): Promise<readonly Shot[]> => {
  const entity = async (name: string, parentId: string) => (await product.call(routes.createEntity, { body: { name, parentId } })).id
  const lyon = await entity('Lyon', 'root')
  const lab = await entity('Laboratoire de biologie', lyon)
  await entity('Accueil', lyon)
  const nantes = await entity('Nantes', 'root')
  await entity('Atelier', nantes)
  const { version } = await product.call(routes.getEntityRules, {})
  await product.call(routes.editEntityRules, {
    body: {
      version,
      rules: [
        { kind: 'tag', value: 'labo', entityId: lab },
        { kind: 'name', value: 'accueil-*', entityId: lyon },
        { kind: 'ip-range', value: '10.44.0.0/16', entityId: nantes },
      ],
    },
  })
  const group = await product.call(routes.createUserGroup, {
    body: { name: 'Support de Lyon', description: 'Permanence du matin et du soir', profiles: ['helpdesk', 'reader'] },
  })
  await product.call(routes.createUserGroup, { body: { name: 'Équipe paquets', profiles: ['packager'] } })
  await product.call(routes.createProfile, { body: { name: 'Auditeur', rights: ['audit:read', 'machine:list'] } })
  for (const [at, name] of names.entries()) {
    const login = name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]+/g, '.')
      .replace(/\.$/, '')
    const { user } = await product.call(routes.createUser, {
      body: {
        login,
        name,
        email: `${login}@example.org`,
        profiles: at % 3 === 0 ? ['operator'] : [],
        groupIds: at % 2 === 0 ? [group.id] : [],
        entityIds: [at % 2 === 0 ? lyon : nantes],
      },
    })
    if (at === 5) await product.call(routes.editUser, { params: { id: user.id }, body: { disabled: true } })
    if (at === 6) await product.raw('DELETE', '/entities/root')
    if (at === 7) await product.raw('DELETE', `/entities/${lyon}`)
  }
  const longNamed = await entity('Direction de l’administration et des finances, bâtiment Est', lyon)
  await product.call(routes.createUser, {
    body: {
      login: 'anne-charlotte.de-la-tour-du-pin-montauban.externe-2',
      name: 'Anne-Charlotte de La Tour du Pin-Montauban (prestataire externe)',
      email: 'anne-charlotte.de-la-tour-du-pin-montauban@direction-generale.example.org',
      profiles: ['operator', 'packager', 'helpdesk', 'reader'],
      groupIds: [group.id],
      entityIds: [longNamed, lab, nantes],
    },
  })
  await product.call(routes.createProfile, {
    body: {
      name: 'Responsable informatique de proximité des sites distants',
      rights: ['machine:list', 'inventory:read', 'deployment:list'],
    },
  })
  await product.call(routes.createUserGroup, {
    body: {
      name: 'Correspondants informatiques des directions départementales',
      description:
        'Un par direction ; ils préparent les déploiements de leur site et préviennent les personnes concernées avant chaque fenêtre.',
      profiles: ['operator', 'packager', 'helpdesk', 'reader'],
    },
  })
  for (let at = 0; at < 190; at += 1)
    await product.call(routes.createUser, {
      body: {
        login: `poste.${String(at).padStart(3, '0')}`,
        name: `Poste ${at}`,
        groupIds: at < 60 ? [group.id] : [],
        profiles: ['reader'],
      },
    })
  await product.raw('POST', '/users', { login: 'bad login', name: '' })
  for (const [name, days] of [
    ['nightly', 90],
    ['export to the CMDB', 7],
  ] as const)
    await product.call(routes.createAccessToken, { body: { name, days, rights: ['machine:list', 'inventory:read', 'deployment:list'] } })
  const opened = (name: keyof (typeof words)['en']) => (page: Page, language: Language) => press(page, words[language][name])
  const choose = async (page: Page, language: Language, item: string) => {
    await page.getByRole('checkbox', { name: words[language].rows }).check({ force: true })
    await press(page, words[language].actions)
    await page.getByRole('menuitem', { name: item }).click()
  }
  const actOn = async (page: Page, language: Language, row: RegExp, item: 'members' | 'edit' | 'remove') => {
    await page.getByRole('radio', { name: row }).first().check({ force: true })
    await press(page, words[language].actions)
    await page.getByRole('menuitem', { name: words[language][item] }).click()
    await page.getByRole('dialog').first().waitFor()
    await page.waitForTimeout(700)
  }
  return [
    { name: 'people-users', path: 'users/' },
    { name: 'people-users-none', path: 'users/?search=nobody' },
    { name: 'people-user-form', path: 'users/', act: opened('user') },
    {
      name: 'people-user-long',
      path: 'users/?search=anne-charlotte',
      act: (page, language) => actOn(page, language, /anne-charlotte/, 'edit'),
    },
    {
      name: 'people-user-delete',
      path: 'users/?search=anne-charlotte',
      act: (page, language) => actOn(page, language, /anne-charlotte/, 'remove'),
    },
    {
      name: 'people-user-form-wrong',
      path: 'users/',
      act: async (page, language) => {
        await press(page, words[language].user)
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('textbox').first().fill('not a login')
        await dialog.getByRole('button', { name: words[language].user }).click()
        await page.waitForTimeout(300)
      },
    },
    { name: 'people-groups', path: 'user-groups/' },
    {
      name: 'people-members',
      path: 'user-groups/',
      act: async (page, language) => {
        await actOn(page, language, /Support de Lyon/, 'members')
        await page.getByRole('dialog').getByRole('button', { name: words[language].takeOut }).click()
      },
    },
    { name: 'people-group-form', path: 'user-groups/', act: opened('group') },
    { name: 'people-profiles', path: 'profiles/' },
    { name: 'people-profile-form', path: 'profiles/', act: opened('profile') },
    { name: 'people-entities', path: 'entities/' },
    {
      name: 'people-entity-refused',
      path: 'entities/',
      act: async (page, language) => {
        await page.getByRole('radio', { name: /Lyon/ }).first().check({ force: true })
        await press(page, words[language].actions)
        await page.getByRole('menuitem', { name: words[language].remove }).click()
        await page.getByRole('dialog').getByRole('button', { name: words[language].remove }).click()
        await page.waitForTimeout(700)
      },
    },
    { name: 'people-entity-edit', path: 'entities/', act: (page, language) => actOn(page, language, /Lyon/, 'edit') },
    { name: 'people-audit', path: 'audit/' },
    { name: 'people-audit-refused', path: 'audit/?outcome=refused' },
    { name: 'people-audit-person', path: 'audit/', act: opened('anyone') },
    { name: 'people-audit-none', path: 'audit/?outcome=failed' },
    { name: 'people-tokens', path: 'tokens/' },
    { name: 'people-token-revoke', path: 'tokens/', act: opened('revoke') },
    { name: 'people-token-form', path: 'tokens/', act: opened('token') },
    { name: 'people-move', path: 'machines/', act: (page, language) => choose(page, language, words[language].move) },
    {
      name: 'people-error',
      path: 'users/',
      act: async (page) => {
        await page.route('**/api/users**', (route) => route.abort())
        await page.reload()
        await page.waitForTimeout(9000)
        await page.unrouteAll({ behavior: 'ignoreErrors' })
      },
    },
  ]
}

/** On a page where nobody is logged in: the login, refused once, and the choice of a password. */
export const shootTheWayIn = async (
  page: Page,
  product: Product,
  language: Language,
  shoot: (name: string) => Promise<void>,
): Promise<void> => {
  const { user, oneTimePassword } = await product.call(routes.createUser, { body: { login: `new-${Date.now()}`, name: 'New' } })
  const w = words[language]
  const enter = async (password: string) => {
    await page.getByLabel(w.login, { exact: true }).fill(user.login)
    await page.getByLabel(w.password, { exact: true }).fill(password)
    await page.getByRole('button', { name: w.submit }).click()
    await page.waitForLoadState('networkidle')
  }
  await page.goto(`${product.ready.console}/${language}/`)
  await page.getByLabel(w.login, { exact: true }).waitFor()
  await shoot('people-login')
  await enter('wrong')
  await shoot('people-login-refused')
  await enter(oneTimePassword)
  await shoot('people-new-password')
}
