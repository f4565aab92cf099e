'use client'
import Link, { type LinkProps } from '@cloudscape-design/components/link'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { type Paths, pathsIn } from './paths.ts'

export const usePaths = (): Paths => pathsIn(useLocale())

type Followed = {
  readonly preventDefault: () => void
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined }
}

/** For `onFollow` of Cloudscape components: goes there without loading the console anew. */
export const useFollow = (): ((event: Followed) => void) => {
  const router = useRouter()
  return (event) => {
    const { href, external } = event.detail
    if (!href?.startsWith('/') || external) return
    event.preventDefault()
    router.push(href)
  }
}

/** A link to a page of the console. */
export const AppLink = (props: LinkProps) => {
  const follow = useFollow()
  return <Link {...props} onFollow={follow} />
}
