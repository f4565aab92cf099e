import { UserGroups } from '../../../../features/people/user-groups.tsx'

const Page = () => <UserGroups />
export default Page
