import { NewDynamicGroup } from '../../../../../features/groups/new-dynamic-group.tsx'

const Page = () => <NewDynamicGroup />
export default Page
