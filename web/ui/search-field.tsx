'use client'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useEffect, useState } from 'react'

/** A pause in typing this long asks the server. */
const pauseMs = 300

type Props = { readonly value: string; readonly placeholder: string; readonly onChange: (value: string) => void }

/** A filter that the server applies, after a pause in typing. */
export const SearchField = ({ value, placeholder, onChange }: Props) => {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  // The filter was changed from elsewhere (a button, the address); what was typed here and has arrived is no news.
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === known) return
    const timer = setTimeout(() => {
      setKnown(typed)
      onChange(typed)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, known, onChange])
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={placeholder}
      filteringAriaLabel={placeholder}
      onChange={({ detail }) => setTyped(detail.filteringText)}
    />
  )
}
