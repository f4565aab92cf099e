'use client'
import { useAbsoluteTime } from './when.tsx'

/** An instant that somebody chose: written out, since "in 2 days" is not what they typed. */
export const WhenExactly = ({ at }: { readonly at: string }) => <time dateTime={at}>{useAbsoluteTime()(at)}</time>
