import { EditGroup } from '../../../../../features/groups/edit-group.tsx'

const Page = () => <EditGroup />
export default Page
