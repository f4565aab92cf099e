// Next's own next-env.d.ts is written by its build; this one is there on a clean clone too.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
import type { Locale } from './ui/locales.ts'

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof import('./messages/en.json')
  }
}
