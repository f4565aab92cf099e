import { Packages } from '../../../../features/packages/packages.tsx'

const Page = () => <Packages />
export default Page
