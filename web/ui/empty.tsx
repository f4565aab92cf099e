'use client'
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

/** Nothing to show: why, and what to do next. */
export const Empty = ({ title, help, action }: { readonly title: string; readonly help?: string; readonly action?: ReactNode }) => (
  <Box textAlign="center" color="inherit" margin={{ vertical: 'xs' }}>
    <SpaceBetween size="xxs">
      <b>{title}</b>
      {help && (
        <Box variant="p" color="text-body-secondary">
          {help}
        </Box>
      )}
      {action && <Box padding={{ top: 'xs' }}>{action}</Box>}
    </SpaceBetween>
  </Box>
)
