'use client'
import Checkbox from '@cloudscape-design/components/checkbox'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import { useTranslations } from 'next-intl'
import type { Right } from '#shared/domain/rights.ts'
import { rightRooms, rightsIn } from './right-groups.ts'

type Props = {
  readonly chosen: readonly Right[]
  /** The rights that may be given: one's own. */
  readonly offered: (right: Right) => boolean
  readonly fault: string
  readonly onChange: (chosen: readonly Right[]) => void
}

/** All rights, each a box; those that the person does not hold themselves cannot be ticked. */
export const RightsPicker = ({ chosen, offered, fault, onChange }: Props) => {
  const t = useTranslations('rightRooms')
  const words = useTranslations('rights')
  const toggle = (right: Right, on: boolean) => onChange(on ? [...chosen, right] : chosen.filter((other) => other !== right))
  return (
    <FormField stretch errorText={fault}>
      <ColumnLayout columns={2}>
        {rightRooms.map((room) => (
          <FormField key={room} label={t(room)}>
            {rightsIn(room).map((right) => (
              <Checkbox
                key={right}
                checked={chosen.includes(right)}
                disabled={!offered(right)}
                onChange={({ detail }) => toggle(right, detail.checked)}
              >
                {words(right)}
              </Checkbox>
            ))}
          </FormField>
        ))}
      </ColumnLayout>
    </FormField>
  )
}
