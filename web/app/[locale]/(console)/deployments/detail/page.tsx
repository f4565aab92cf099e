import { DeploymentDetail } from '../../../../../features/deployments/deployment-detail.tsx'

const Page = () => <DeploymentDetail />
export default Page
