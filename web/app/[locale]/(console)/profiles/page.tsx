import { Profiles } from '../../../../features/people/profiles.tsx'

const Page = () => <Profiles />
export default Page
