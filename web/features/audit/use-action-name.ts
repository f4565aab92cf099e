'use client'
import { useTranslations } from 'next-intl'
import type { Route } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'

/** What people can ask for that changes something. */
export const auditedActions: readonly string[] = Object.entries<Route>(routes)
  .filter(([, { method, access }]) => method !== 'GET' && (access.kind === 'right' || access.kind === 'signed-in'))
  .map(([id]) => id)

/** What an operation of the API is called; the operation itself where there is no word for it. */
export const useActionName = (): ((action: string) => string) => {
  const t = useTranslations('auditActions')
  return (action) => {
    const key = action as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : action
  }
}
