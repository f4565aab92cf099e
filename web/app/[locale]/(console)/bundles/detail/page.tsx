import { BundleDetail } from '../../../../../features/bundles/bundle-detail.tsx'

const Page = () => <BundleDetail />
export default Page
