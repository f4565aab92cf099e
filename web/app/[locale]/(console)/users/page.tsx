import { Users } from '../../../../features/people/users.tsx'

const Page = () => <Users />
export default Page
