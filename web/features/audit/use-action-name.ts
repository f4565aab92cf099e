'use client'
import { useTranslations } from 'next-intl'
import type { Route } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'

const ofPeople = Object.entries<Route>(routes).filter(([, { access }]) => access.kind === 'right' || access.kind === 'signed-in')

/** What people can ask for that changes something. */
export const auditedActions: readonly string[] = ofPeople.filter(([, { method }]) => method !== 'GET').map(([id]) => id)

/** All that may stand in the audit log: to be refused a look is written down too. */
export const actionsInLog: readonly string[] = ofPeople.map(([id]) => id)

/** What an operation of the API is called; the operation itself where there is no word for it. */
export const useActionName = (): ((action: string) => string) => {
  const t = useTranslations('auditActions')
  return (action) => {
    const key = action as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : action
  }
}
