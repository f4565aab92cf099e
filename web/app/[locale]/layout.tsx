import '@cloudscape-design/global-styles/index.css'
import '../../ui/console.css'
import type { Metadata, Viewport } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { applyModeScript } from '../../features/shell/mode.ts'
import { isLocale, locales } from '../../ui/locales.ts'
import { Texts } from '../../ui/texts.tsx'

export const dynamicParams = false
export const generateStaticParams = () => locales.map((locale) => ({ locale }))
export const metadata: Metadata = { icons: { icon: '/favicon.svg' }, referrer: 'no-referrer', robots: { index: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly locale: string }> }

const Layout = async ({ children, params }: Props) => {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  return (
    <html lang={locale}>
      {/* The script below adds a class before React takes over. */}
      <body suppressHydrationWarning>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; the content security policy knows its hash */}
        <script dangerouslySetInnerHTML={{ __html: applyModeScript }} />
        <Texts locale={locale}>{children}</Texts>
      </body>
    </html>
  )
}
export default Layout
