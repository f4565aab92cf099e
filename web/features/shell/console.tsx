'use client'
import { type ReactNode, Suspense } from 'react'
import { Waiting } from '../../ui/full-screen.tsx'
import { UploadsProvider } from '../packages/upload/uploads.tsx'
import { SessionGate } from '../session/gate.tsx'
import { NoticesProvider } from './notices.tsx'
import { TopBar } from './top-bar.tsx'

/** Everything around the pages of a person who is logged in. */
export const Console = ({ children }: { readonly children: ReactNode }) => (
  <SessionGate>
    <NoticesProvider>
      <UploadsProvider>
        <TopBar />
        <Suspense fallback={<Waiting />}>{children}</Suspense>
      </UploadsProvider>
    </NoticesProvider>
  </SessionGate>
)
