import { PackageDetail } from '../../../../../features/packages/package-detail.tsx'

const Page = () => <PackageDetail />
export default Page
