'use client'
/** Results of what the person did, shown above every page until dismissed. */
import type { FlashbarProps } from '@cloudscape-design/components/flashbar'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useProblemText } from '../../ui/failure.tsx'

export type Notice = { readonly type: 'success' | 'error' | 'warning' | 'info'; readonly text: ReactNode; readonly header?: string }
type Notices = {
  readonly items: readonly FlashbarProps.MessageDefinition[]
  readonly tell: (notice: Notice) => void
  /** Tells a failed call. */
  readonly tellFailure: (error: unknown) => void
}

const NoticesContext = createContext<Notices | null>(null)
const most = 5
/** Good news goes by itself after this long, milliseconds; bad news stays until somebody has read it. */
const goodNewsMs = 12_000

export const NoticesProvider = ({ children }: { readonly children: ReactNode }) => {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([])
  const textOf = useProblemText()
  const tell = useCallback(({ type, text, header }: Notice) => {
    const id = crypto.randomUUID()
    const dismiss = () => setItems((before) => before.filter((item) => item.id !== id))
    const item: FlashbarProps.MessageDefinition = {
      id,
      type,
      content: text,
      dismissible: true,
      onDismiss: dismiss,
      ...(header ? { header } : {}),
    }
    setItems((before) => [item, ...before].slice(0, most))
    if (type === 'success' || type === 'info') setTimeout(dismiss, goodNewsMs)
  }, [])
  const notices = useMemo(
    () => ({
      items,
      tell,
      tellFailure: (error: unknown) => {
        const { title, detail } = textOf(error)
        tell({ type: 'error', header: title, text: detail })
      },
    }),
    [items, tell, textOf],
  )
  return <NoticesContext value={notices}>{children}</NoticesContext>
}

export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext)
  if (!notices) throw new Error('NoticesProvider is missing')
  return notices
}
