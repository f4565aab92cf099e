/** The languages of the console; the first is what a browser gets that asks for neither. */
export const locales = ['en', 'fr'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (value: string): value is Locale => (locales as readonly string[]).includes(value)

/** The same page in another language: `/en/machines/` becomes `/fr/machines/`. */
export const inLocale = (path: string, locale: Locale): string => path.replace(/^\/[^/]*/, `/${locale}`)

/** Where the choice of language is remembered; public/index.html reads it too. */
export const localeKey = 'pulse.locale'
