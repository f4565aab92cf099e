export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' }

const known = (tag: string): Language | undefined => languages.find((language) => language === tag.trim().toLowerCase().split(/[-_]/)[0])

/**
 * The language of a page: what was chosen on it, else what the console speaks (`ui_locales`, best first),
 * else what the browser prefers, else English.
 */
export const languageOf = (wishes: {
  chosen?: string | undefined
  uiLocales?: string | undefined
  accepted: readonly string[]
}): Language => {
  const ordered = [wishes.chosen ?? '', ...(wishes.uiLocales ?? '').split(' '), ...wishes.accepted]
  return ordered.map(known).find((language) => language !== undefined) ?? 'en'
}
