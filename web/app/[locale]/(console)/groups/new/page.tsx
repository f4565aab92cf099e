import { NewGroup } from '../../../../../features/groups/new-group.tsx'

const Page = () => <NewGroup />
export default Page
