import { Groups } from '../../../../features/groups/groups.tsx'

const Page = () => <Groups />
export default Page
