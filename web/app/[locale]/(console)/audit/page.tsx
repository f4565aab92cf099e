import { Audit } from '../../../../features/audit/audit.tsx'

const Page = () => <Audit />
export default Page
