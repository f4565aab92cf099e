import { Deployments } from '../../../../features/deployments/deployments.tsx'

const Page = () => <Deployments />
export default Page
