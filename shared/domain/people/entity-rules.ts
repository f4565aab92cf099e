/** Which entity a machine belongs to by rule: the first that matches wins. Pure; what a machine says of itself is only compared. */
import { addressNumber, rangeOf } from './ip-range.ts'

export const ruleKinds = ['ip-range', 'name', 'tag'] as const
export type EntityRule = {
  readonly kind: (typeof ruleKinds)[number]
  /** `10.1.0.0/16` or `10.1.0.10-10.1.0.99`; a pattern with `*`; a tag. */
  readonly value: string
  readonly entityId: string
}

export type MachineFacts = {
  readonly name: string
  /** IP addresses; host names among them match no range. */
  readonly addresses: readonly string[]
  readonly tag: string | null
}

/** `pc-*-lab` against a whole name, in any case. Walks both once: no pattern makes it slow. */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()]
  const parts = wanted.split('*')
  const first = parts.shift() ?? ''
  if (parts.length === 0) return wanted === given
  const last = parts.pop() ?? ''
  if (!given.startsWith(first) || !given.endsWith(last) || given.length < first.length + last.length) return false
  let at = first.length
  const end = given.length - last.length
  for (const part of parts) {
    const found = given.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

const matches = ({ kind, value }: EntityRule, facts: MachineFacts): boolean => {
  switch (kind) {
    case 'name':
      return matchesPattern(value, facts.name)
    case 'tag':
      return facts.tag !== null && facts.tag.trim().toLowerCase() === value.trim().toLowerCase()
    case 'ip-range': {
      const range = rangeOf(value)
      return (
        range !== null &&
        facts.addresses.some((address) => {
          const number = addressNumber(address)
          return number !== null && number.bits === range.bits && number.value >= range.from && number.value <= range.to
        })
      )
    }
  }
}

/** null: no rule speaks of this machine. */
export const entityFor = (rules: readonly EntityRule[], facts: MachineFacts): string | null =>
  rules.find((rule) => matches(rule, facts))?.entityId ?? null
