import { Bundles } from '../../../../features/bundles/bundles.tsx'

const Page = () => <Bundles />
export default Page
