import { Deploy } from '../../../../features/deploy/deploy.tsx'

const Page = () => <Deploy />
export default Page
