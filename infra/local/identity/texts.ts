import type { Language } from './language.ts'
import type { Refusal } from './sign-in.ts'

type Texts = {
  readonly title: string
  readonly login: string
  readonly password: string
  readonly submit: string
  readonly languages: string
  readonly refused: (refusal: Refusal) => string
  readonly stale: { readonly title: string; readonly detail: string }
  readonly fault: { readonly title: string; readonly detail: string }
  readonly logout: { readonly title: string; readonly detail: string; readonly submit: string }
  readonly loggedOut: { readonly title: string; readonly detail: string }
  readonly toConsole: string
}

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
