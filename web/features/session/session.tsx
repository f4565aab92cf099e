'use client'
/** Who is logged in, and what they may do. */
import type { UserManager } from 'oidc-client-ts'
import { createContext, type ReactNode, useContext } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { Right } from '#shared/domain/rights.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { FullScreen, Waiting } from '../../ui/full-screen.tsx'
import type { Installation } from './installation.ts'

export type Session = {
  readonly userId: string
  readonly name: string
  readonly profiles: readonly string[]
  readonly can: (right: Right) => boolean
  /** Whether passwords are this console's business, or the organisation's own provider's. */
  readonly accounts: 'here' | 'elsewhere'
  /** Shows ids, raw answers and the calls behind each page; kept with the user. */
  readonly expert: boolean
  readonly setExpert: (expert: boolean) => Promise<void>
  readonly installation: Installation
  readonly installations: readonly Installation[]
  readonly manager: UserManager
  /** Leaves this installation for another. */
  readonly choose: (installation: Installation) => void
}

const SessionContext = createContext<Session | null>(null)

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('SessionProvider is missing')
  return session
}

/** Whether the person may do this; the API asks again by itself. */
export const useCan = (): Session['can'] => useSession().can

type Props = Pick<Session, 'installation' | 'installations' | 'manager' | 'choose'> & { readonly children: ReactNode }

export const SessionProvider = ({ installation, installations, manager, choose, children }: Props) => {
  const { data, error, refetch } = useAsk(routes.getSession, {}, { staleMs: 300_000 })
  const api = useApi()
  if (data) {
    const rights = new Set<Right>(data.rights)
    const can = (right: Right) => rights.has(right)
    return (
      <SessionContext
        value={{
          userId: data.userId,
          name: data.name,
          profiles: data.profiles,
          can,
          accounts: data.accounts,
          expert: data.expert,
          setExpert: async (expert) => {
            await api.call(routes.editPreferences, { body: { expert } })
            await refetch()
          },
          installation,
          installations,
          manager,
          choose,
        }}
      >
        {children}
      </SessionContext>
    )
  }
  if (error) {
    return (
      <FullScreen>
        <Failure error={error} onRetry={() => void refetch()} />
      </FullScreen>
    )
  }
  return <Waiting />
}
