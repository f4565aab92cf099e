import type { ReactNode } from 'react'
import { Console } from '../../../features/shell/console.tsx'

const Layout = ({ children }: { readonly children: ReactNode }) => <Console>{children}</Console>
export default Layout
