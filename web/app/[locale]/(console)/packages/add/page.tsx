import { AddPackage } from '../../../../../features/packages/add-package.tsx'

const Page = () => <AddPackage />
export default Page
