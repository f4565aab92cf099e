import { GroupDetail } from '../../../../../features/groups/group-detail.tsx'

const Page = () => <GroupDetail />
export default Page
