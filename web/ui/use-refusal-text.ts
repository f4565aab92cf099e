'use client'
import { useTranslations } from 'next-intl'
import { rights as allRights, type Right } from '#shared/domain/rights.ts'
import { refusalOf } from './refusals.ts'
import { useFaultTexts } from './use-faults.ts'

/** `/name must not be empty.`: the field stands before the sentence of a contract. */
const ofField = /^(?<field>\S+) (?<fault>(?:must|expected|Too|Invalid) .+)\.$/

const isRight = (name: string): name is Right => allRights.some((right) => right === name)

/** What the service says, in the person's language where it is known how. */
export const useRefusalText = (): ((sentence: string) => string) => {
  const known = useKnownRefusal()
  return (sentence) => known(sentence) ?? sentence
}

/** null: a sentence that this console has no words for. */
export const useKnownRefusal = (): ((sentence: string) => string | null) => {
  const t = useTranslations('refusals')
  const { known } = useFaultTexts()
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
    const said = known(fault)
    return field !== undefined && said !== null ? t('field', { field: field.replace(/^\//, ''), fault: said }) : known(sentence)
  }
}
