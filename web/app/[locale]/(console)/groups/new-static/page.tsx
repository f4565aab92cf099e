import { NewStaticGroup } from '../../../../../features/groups/new-static-group.tsx'

const Page = () => <NewStaticGroup />
export default Page
