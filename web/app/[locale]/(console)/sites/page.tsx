import { Sites } from '../../../../features/sites/sites.tsx'

const Page = () => <Sites />
export default Page
