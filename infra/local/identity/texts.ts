import type { Language } from './language.ts'
import type { PasswordRefusal } from './new-password.ts'
import type { PasswordFault, PasswordPolicy } from './password-policy.ts'
import type { Refusal } from './sign-in.ts'

type Texts = {
  readonly title: string
  readonly login: string
  readonly password: string
  readonly submit: string
  readonly languages: string
  readonly refused: (refusal: Refusal) => string
  readonly newPassword: {
    readonly title: string
    readonly password: string
    readonly repeated: string
    readonly submit: string
    /** What the policy asks, in one sentence. */
    readonly rules: (policy: PasswordPolicy) => string
    readonly refused: (refusal: PasswordRefusal) => string
  }
  readonly stale: { readonly title: string; readonly detail: string }
  readonly fault: { readonly title: string; readonly detail: string }
  readonly logout: { readonly title: string; readonly detail: string; readonly submit: string }
  readonly loggedOut: { readonly title: string; readonly detail: string }
  readonly toConsole: string
}

type Kinds = Record<'lowercase' | 'uppercase' | 'digits' | 'symbols', string>
const enKinds: Kinds = { lowercase: 'a lower-case letter', uppercase: 'an upper-case letter', digits: 'a digit', symbols: 'a symbol' }
const frKinds: Kinds = { lowercase: 'une minuscule', uppercase: 'une majuscule', digits: 'un chiffre', symbols: 'un symbole' }
const enFaults: Record<PasswordFault, string> = {
  'too-short': 'it is too short',
  'no-lowercase': 'it has no lower-case letter',
  'no-uppercase': 'it has no upper-case letter',
  'no-digit': 'it has no digit',
  'no-symbol': 'it has no symbol',
}
const frFaults: Record<PasswordFault, string> = {
  'too-short': 'il est trop court',
  'no-lowercase': 'il ne contient aucune minuscule',
  'no-uppercase': 'il ne contient aucune majuscule',
  'no-digit': 'il ne contient aucun chiffre',
  'no-symbol': 'il ne contient aucun symbole',
}

const kindsOf = (policy: PasswordPolicy, words: Kinds): readonly string[] =>
  (['lowercase', 'uppercase', 'digits', 'symbols'] as const).filter((kind) => policy[kind]).map((kind) => words[kind])

/** `, with a, b and c`; nothing at all when there is nothing to list. */
const listed = (parts: readonly string[], lead: string, and: string): string =>
  parts.length === 0 ? '' : `${lead}${[parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(and)}`

const en: Texts = {
  title: 'Log in',
  login: 'Login',
  password: 'Password',
  submit: 'Log in',
  languages: 'Language',
  refused: (refusal) => {
    switch (refusal.kind) {
      case 'incomplete':
        return 'Enter your login and your password.'
      case 'wrong':
        return 'The login or the password is wrong.'
      case 'disabled':
        return 'This account is disabled. Ask an administrator to enable it.'
      case 'blocked':
        return `Too many failed attempts with this login. Try again in ${duration(refusal.seconds, 'second', 'minute')}.`
    }
  },
  newPassword: {
    title: 'Choose your password',
    password: 'New password',
    repeated: 'New password again',
    submit: 'Save and log in',
    rules: (policy) =>
      `You logged in with a one-time password. Choose your own: at least ${policy.minLength} characters${listed(kindsOf(policy, enKinds), ', with ', ' and ')}.`,
    refused: (refusal) => {
      switch (refusal.kind) {
        case 'differs':
          return 'The two passwords are not the same.'
        case 'same':
          return 'This is the one-time password: choose another one.'
        case 'weak':
          return `This password is not accepted: ${refusal.faults.map((fault) => enFaults[fault]).join(', ')}.`
      }
    },
  },
  stale: {
    title: 'This login page is no longer valid',
    detail: 'It was open for too long, was already used, or the browser did not send its cookie. Start again from the console.',
  },
  fault: { title: 'Login is not possible', detail: 'The request that led here was refused:' },
  logout: { title: 'Log out?', detail: 'Another site asks to end your session of Pulse Cloud.', submit: 'Log out' },
  loggedOut: { title: 'You are logged out', detail: 'Your session has ended.' },
  toConsole: 'Go to the console',
}

const fr: Texts = {
  title: 'Connexion',
  login: 'Identifiant',
  password: 'Mot de passe',
  submit: 'Se connecter',
  languages: 'Langue',
  refused: (refusal) => {
    switch (refusal.kind) {
      case 'incomplete':
        return 'Saisissez votre identifiant et votre mot de passe.'
      case 'wrong':
        return 'L’identifiant ou le mot de passe est incorrect.'
      case 'disabled':
        return 'Ce compte est désactivé. Demandez à un administrateur de le réactiver.'
      case 'blocked':
        return `Trop d’échecs avec cet identifiant. Réessayez dans ${duration(refusal.seconds, 'seconde', 'minute')}.`
    }
  },
  newPassword: {
    title: 'Choisissez votre mot de passe',
    password: 'Nouveau mot de passe',
    repeated: 'Nouveau mot de passe, encore une fois',
    submit: 'Enregistrer et se connecter',
    rules: (policy) =>
      `Vous vous êtes connecté avec un mot de passe à usage unique. Choisissez le vôtre : au moins ${policy.minLength} caractères${listed(kindsOf(policy, frKinds), ', dont ', ' et ')}.`,
    refused: (refusal) => {
      switch (refusal.kind) {
        case 'differs':
          return 'Les deux mots de passe ne sont pas identiques.'
        case 'same':
          return 'C’est le mot de passe à usage unique : choisissez-en un autre.'
        case 'weak':
          return `Ce mot de passe n’est pas accepté : ${refusal.faults.map((fault) => frFaults[fault]).join(', ')}.`
      }
    },
  },
  stale: {
    title: 'Cette page de connexion n’est plus valable',
    detail: 'Elle est restée ouverte trop longtemps, a déjà servi, ou le navigateur n’a pas envoyé son cookie. Repartez de la console.',
  },
  fault: { title: 'Connexion impossible', detail: 'La demande qui a mené ici a été refusée :' },
  logout: {
    title: 'Se déconnecter ?',
    detail: 'Un autre site demande de mettre fin à votre session Pulse Cloud.',
    submit: 'Se déconnecter',
  },
  loggedOut: { title: 'Vous êtes déconnecté', detail: 'Votre session est terminée.' },
  toConsole: 'Aller à la console',
}

/** `1 second`, `40 seconds`, `3 minutes`: rounded up, so that waiting that long is always enough. */
const duration = (seconds: number, second: string, minute: string): string => {
  const [count, unit] = seconds < 90 ? [seconds, second] : [Math.ceil(seconds / 60), minute]
  return `${count}\u00a0${unit}${count > 1 ? 's' : ''}`
}

export const texts: Record<Language, Texts> = { en, fr }
