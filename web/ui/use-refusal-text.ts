'use client'
import { useTranslations } from 'next-intl'
import { rights as allRights, type Right } from '#shared/domain/rights.ts'
import { faultKey } from './faults.ts'
import { refusalOf } from './refusals.ts'

/** `/name must not be empty.`: the field stands before the sentence of a contract. */
const ofField = /^(?<field>\S+) (?<fault>(?:must|expected|Too|Invalid) .+)\.$/

const isRight = (name: string): name is Right => allRights.some((right) => right === name)

/** What the service says, in the person's language where it is known how. */
export const useRefusalText = (): ((sentence: string) => string) => {
  const t = useTranslations('refusals')
  const faults = useTranslations('faults')
  const rights = useTranslations('rights')
  const rightName = (right: string): string => (isRight(right) ? rights(right) : right)
  return (sentence) => {
    const found = refusalOf(sentence)
    if (found) {
      const { values } = found
      return t(found.key, {
        ...values,
        right: rightName(values.right),
        rights: values.rights.split(', ').map(rightName).join(', '),
      })
    }
    const { field, fault = '' } = ofField.exec(sentence)?.groups ?? {}
    const known = faultKey(fault)
    return field !== undefined && known
      ? t('field', { field: field.replace(/^\//, ''), fault: faults(known.key, { value: known.value }) })
      : sentence
  }
}
